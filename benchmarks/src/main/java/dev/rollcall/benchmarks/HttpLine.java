package dev.rollcall.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/**
 * One connection that is kept, as much of HTTP/1.1 as the program answers with: so little, that what asks costs next to nothing
 * beside what answers.
 */
final class HttpLine implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 60_000;
    private static final int BUFFER = 16_384;

    /**
     * An answer.
     *
     * @param body as text
     */
    record Reply(int status, String body) {
        /** Itself. Refuses (IllegalStateException) another status. */
        Reply expect(int expected) {
            if (status != expected) {
                throw new IllegalStateException("expected " + expected + ", got " + status + ": " + body);
            }
            return this;
        }

        /** The text of a field anywhere in the body, the first of this name. */
        String field(String name) {
            String begin = "\"" + name + "\":\"";
            int from = body.indexOf(begin);
            if (from < 0) {
                throw new IllegalStateException("no " + name + " in the answer");
            }
            from += begin.length();
            return body.substring(from, body.indexOf('"', from));
        }
    }

    private final int port;
    private Socket socket = new Socket();
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private boolean open;

    HttpLine(int port) {
        this.port = port;
    }

    private void open() throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        out = socket.getOutputStream();
        open = true;
    }

    /** @param headers each with its line end */
    Reply send(String method, String path, String headers, String body) throws IOException {
        byte[] content = body.getBytes(UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers
                + (method.equals("GET") ? "" : "Content-Length: " + content.length + "\r\n") + "\r\n";
        byte[] first = head.getBytes(ISO_8859_1);
        byte[] whole = new byte[first.length + content.length];
        System.arraycopy(first, 0, whole, 0, first.length);
        System.arraycopy(content, 0, whole, first.length, content.length);
        if (!open) {
            open();
        }
        out.write(whole);
        out.flush();
        return reply();
    }

    private Reply reply() throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        int length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).strip());
            } else if (header.regionMatches(true, 0, "transfer-encoding:", 0, 18)) {
                chunked = true;
            } else if (header.equalsIgnoreCase("Connection: close")) {
                // after so many requests the server wants another connection
                open = false;
            }
        }
        Reply reply = new Reply(status, chunked ? chunks() : new String(bytes(length), UTF_8));
        if (!open) {
            socket.close();
        }
        return reply;
    }

    private String chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int length = chunk(); length > 0; length = chunk()) {
            body.write(bytes(length));
            line();
        }
        line();
        return body.toString(UTF_8);
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line().strip(), 16);
    }

    private byte[] bytes(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the answer ended early");
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection was closed");
            } else if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /** The next request opens it again. */
    @Override
    public void close() throws IOException {
        open = false;
        socket.close();
    }
}
