package dev.rollcall.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Speaks HTTP to a running Rollcall, as one caller. */
final class Http {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final int port;
    private final List<String> headers;

    Http(int port) {
        this(port, List.of());
    }

    private Http(int port, List<String> headers) {
        this.port = port;
        this.headers = headers;
    }

    int port() {
        return port;
    }

    Http as(String username, String password) {
        String credentials = Base64.getEncoder().encodeToString((username + ":" + password).getBytes(UTF_8));
        return with("Authorization", "Basic " + credentials);
    }

    Http with(String header, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(header);
        more.add(value);
        return new Http(port, List.copyOf(more));
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, null, null);
    }

    Answer delete(String path) throws IOException, InterruptedException {
        return send("DELETE", path, null, null);
    }

    Answer post(String path, String json) throws IOException, InterruptedException {
        return send("POST", path, "application/json", json);
    }

    Answer form(String path, String form) throws IOException, InterruptedException {
        return send("POST", path, "application/x-www-form-urlencoded", form);
    }

    Answer patch(String path, String json) throws IOException, InterruptedException {
        return send("PATCH", path, "application/merge-patch+json", json);
    }

    private Answer send(String method, String path, String type, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (type != null) {
            request.header("Content-Type", type);
        }
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        return new Answer(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8)));
    }

    /** What came back. */
    record Answer(HttpResponse<String> response) {

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
            return text().isBlank() ? MissingNode.getInstance() : JSON.readTree(text());
        }

        /** What a JSON Pointer finds, as text; empty where there is nothing. */
        String at(String pointer) {
            return json().at(pointer).asString("");
        }

        @Override
        public String toString() {
            return status() + " " + response.headers().map() + "\n" + text();
        }
    }
}
