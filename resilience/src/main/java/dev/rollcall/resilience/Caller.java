package dev.rollcall.resilience;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Somebody who signs in with username and password at each request to a running jar. Safe for several threads. */
public final class Caller {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** One for all: each has threads and connections of its own, and thousands of them run out of descriptors. */
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final Supplier<RunningJar> jar;
    private final String authorization;

    private Caller(Supplier<RunningJar> jar, String authorization) {
        this.jar = jar;
        this.authorization = authorization;
    }

    /**
     * The first administrator of a jar.
     *
     * @param jar the process to ask, at every request anew, as it may be another one by then
     */
    public static Caller administrator(Supplier<RunningJar> jar) {
        return new Caller(jar, basic("admin", RunningJar.ADMIN_PASSWORD));
    }

    private static String basic(String username, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(UTF_8));
    }

    /** The same process, asked by somebody else. */
    public Caller as(String username, String password) {
        return new Caller(jar, basic(username, password));
    }

    /** The same process, asked by somebody without credentials. */
    public Caller anonymous() {
        return new Caller(jar, "");
    }

    /** Sends once; an IOException means that nobody knows what became of it. */
    public Answer send(Ask ask) throws IOException, InterruptedException {
        return send(ask, PATIENCE);
    }

    public Answer send(Ask ask, Duration patience) throws IOException, InterruptedException {
        String body = ask.body();
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        jar.get().uri((ask.path().startsWith("/oauth2/") ? "" : "/api/v1") + ask.path()))
                .timeout(patience)
                .method(ask.method(), publisher);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        ask.headers().forEach(request::header);
        return Answer.of(HTTP.send(request.build(), BodyHandlers.ofString()));
    }

    /** Sends and refuses (IllegalStateException) any other status. */
    public Answer expect(int status, Ask ask) throws IOException, InterruptedException {
        Answer answer = send(ask);
        if (answer.status() != status) {
            throw new IllegalStateException("expected " + status + " for " + ask + ", got " + answer);
        }
        return answer;
    }

    /** All items of a paged collection, page by page; {@code path} has a query already. */
    public List<JsonNode> list(String path) throws IOException, InterruptedException {
        return list(path, "cursor");
    }

    /**
     * All items of a paged collection whose pages go on otherwise.
     *
     * @param next the parameter that takes what a page calls {@code nextCursor}
     */
    public List<JsonNode> list(String path, String next) throws IOException, InterruptedException {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = expect(
                    200, Ask.get(cursor.isEmpty() ? path : path + "&" + next + "=" + URLEncoder.encode(cursor, UTF_8)));
            page.body().path("items").forEach(items::add);
            cursor = page.text("nextCursor");
        } while (!cursor.isEmpty());
        return items;
    }
}
