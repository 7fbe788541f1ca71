package dev.rollcall.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.util.Base64;

/** Somebody who speaks HTTP as no library would. */
final class RawHttp {

    private RawHttp() {}

    /** Sends this request line and these headers as the administrator, and reads until the server has had enough. */
    static String send(int port, String requestLine, String... headers) {
        StringBuilder request = new StringBuilder(requestLine).append("\r\nHost: localhost\r\nConnection: close\r\n");
        request.append("Authorization: Basic ")
                .append(Base64.getEncoder().encodeToString(("admin:" + Stage.PASSWORD).getBytes(UTF_8)))
                .append("\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.append("\r\n").toString().getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
