package dev.rollcall.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody who calls the interface over a real connection. */
final class Http {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper MAPPER = new JsonMapper();

    private final HttpRequest.Builder request;
    private HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.noBody();
    private final String method;

    private Http(int port, String method, String path) {
        this.method = method;
        this.request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    static Http call(int port, String method, String path) {
        return new Http(port, method, path);
    }

    Http as(String username) {
        return as(username, Stage.PASSWORD);
    }

    Http as(String username, String password) {
        return header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(UTF_8)));
    }

    Http header(String name, String value) {
        request.header(name, value);
        return this;
    }

    Http json(String text) {
        return body("application/json", text.getBytes(UTF_8));
    }

    Http patch(String text) {
        return body("application/merge-patch+json", text.getBytes(UTF_8));
    }

    Http body(String contentType, byte[] bytes) {
        request.header("Content-Type", contentType);
        body = HttpRequest.BodyPublishers.ofByteArray(bytes);
        return this;
    }

    /** Without saying beforehand how long it is. */
    Http chunked(String contentType, byte[] bytes) {
        request.header("Content-Type", contentType);
        body = HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
        return this;
    }

    Reply send() {
        try {
            HttpResponse<String> response =
                    CLIENT.send(request.method(method, body).build(), HttpResponse.BodyHandlers.ofString(UTF_8));
            return new Reply(response);
        } catch (IOException failed) {
            throw new AssertionError(method + " was not answered", failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    record Reply(HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String text() {
            return response.body();
        }

        JsonNode json() {
            return MAPPER.readTree(response.body());
        }

        String code() {
            return json().get("code").asString();
        }

        /** Pointer and code of every error. */
        List<String> errors() {
            return json().get("errors")
                    .valueStream()
                    .map(error -> error.get("pointer").asString() + " "
                            + error.get("code").asString())
                    .toList();
        }

        @Override
        public String toString() {
            return status() + " " + text();
        }
    }
}
