package dev.rollcall.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** An open stream of server-sent events, read line by line by the administrator. */
final class EventStream implements AutoCloseable {

    /** No test waits for longer: one that would hang for ever fails. */
    private static final int PATIENCE_SECONDS = 30;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    final HttpResponse<InputStream> response;
    private final BufferedReader lines;
    private volatile boolean late;

    /** @param headers names and values by turns */
    EventStream(int port, String path, String... headers) throws IOException, InterruptedException {
        String admin = Base64.getEncoder().encodeToString(("admin:" + Stage.PASSWORD).getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1" + path))
                .header("Accept", "text/event-stream")
                .header("Authorization", "Basic " + admin);
        if (headers.length > 0) {
            request.headers(headers);
        }
        response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS).execute(this::giveUp);
    }

    private void giveUp() {
        late = true;
        try {
            close();
        } catch (IOException gone) {
            // it has ended
        }
    }

    private String next() throws IOException {
        String line = lines.readLine();
        if (late) {
            throw new AssertionError(
                    "the stream neither ended nor said what it should within " + PATIENCE_SECONDS + " s");
        }
        return line;
    }

    /** Up to and with the first line that begins like this. */
    String until(String beginning) throws IOException {
        for (String line = next(); line != null; line = next()) {
            if (line.startsWith(beginning)) {
                return line;
            }
        }
        throw new AssertionError("the stream ended without " + beginning);
    }

    List<String> rest() throws IOException {
        List<String> rest = new ArrayList<>();
        for (String line = next(); line != null; line = next()) {
            rest.add(line);
        }
        return rest;
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }
}
