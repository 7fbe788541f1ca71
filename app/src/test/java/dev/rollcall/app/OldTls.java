package dev.rollcall.app;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;

/** Greets a server in a version of TLS that the libraries of today do not even ask for (RFC 2246, RFC 4346). */
final class OldTls {

    /** A fatal alert that says that it is the version. */
    static final String REFUSED = "alert 2 70";

    private OldTls() {}

    /** @param version 1 is TLS 1.0, 2 is TLS 1.1 */
    static String answer(int port, int version) throws IOException {
        ByteArrayOutputStream hello = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(hello);
        out.writeByte(3);
        out.writeByte(version);
        out.write(new byte[32]);
        out.writeByte(0);
        // ECDHE with ECDSA and AES in CBC, of 128 and of 256 bits
        out.writeShort(4);
        out.writeShort(0xc009);
        out.writeShort(0xc00a);
        out.writeShort(1 << 8);
        // the curve P-256, in points that are not compressed
        out.writeShort(14);
        out.write(new byte[] {0, 10, 0, 4, 0, 2, 0, 23, 0, 11, 0, 2, 1, 0});
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(10_000);
            DataOutputStream sent = new DataOutputStream(socket.getOutputStream());
            sent.write(new byte[] {22, 3, 1});
            sent.writeShort(hello.size() + 4);
            sent.writeInt((1 << 24) | hello.size());
            sent.write(hello.toByteArray());
            sent.flush();
            DataInputStream answer = new DataInputStream(socket.getInputStream());
            int kind = answer.readUnsignedByte();
            answer.readInt();
            return kind == 21
                    ? "alert " + answer.readUnsignedByte() + " " + answer.readUnsignedByte()
                    : "record of kind " + kind;
        }
    }
}
