package dev.rollcall.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The requests that a driver sends to a running jar, as a service account with a token from {@code /oauth2/token}. */
final class Requests implements AutoCloseable {

    static final String SCOPES = "users:read users:write clients:read clients:write tokens:introspect";

    private static final long TOKEN_NANOS = 60_000_000_000L;
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";

    private final int port;
    private final String account;
    private final Acknowledgements acknowledgements;
    private final ConcurrentHashMap<Integer, HttpLine> lines = new ConcurrentHashMap<>();
    /** The token that each client has. */
    private final ConcurrentHashMap<Integer, String> held = new ConcurrentHashMap<>();

    private String authorization = "";
    private long authorized;
    private @Nullable Subjects users;
    private @Nullable Subjects clients;

    Requests(int port, String account, String secret, Acknowledgements acknowledgements) {
        this.port = port;
        this.account = Base64.getEncoder().encodeToString((account + ":" + secret).getBytes(UTF_8));
        this.acknowledgements = acknowledgements;
    }

    void users(Subjects some) {
        users = some;
    }

    void clients(Subjects some) {
        clients = some;
    }

    /** A token that is good for long enough: it lives five minutes. */
    void authorize() throws IOException {
        if (!authorization.isEmpty() && System.nanoTime() - authorized < TOKEN_NANOS) {
            return;
        }
        HttpLine.Reply token = line(0).send(
                        "POST",
                        "/oauth2/token",
                        FORM + "Authorization: Basic " + account + "\r\n",
                        "grant_type=client_credentials")
                .expect(200);
        authorization = "Authorization: Bearer " + token.field("access_token") + "\r\n";
        authorized = System.nanoTime();
    }

    /** Renames the next user, based on its version, with an idempotency key; answers which. */
    int edit(int caller) throws IOException {
        Subjects some = Objects.requireNonNull(users);
        int user = some.take();
        String correlation = acknowledgements.next();
        line(caller)
                .send(
                        "PATCH",
                        "/api/v1/users/" + some.id(user),
                        authorization + "Content-Type: application/merge-patch+json\r\nIf-Match: \""
                                + some.version(user) + "\"\r\nIdempotency-Key: " + correlation
                                + "\r\nX-Correlation-Id: " + correlation + "\r\n",
                        "{\"lastName\":\"Edited " + correlation + "\"}")
                .expect(200);
        acknowledgements.add(correlation, some.id(user), some.advance(user));
        return user;
    }

    UUID user(int user) {
        return Objects.requireNonNull(users).id(user);
    }

    long version(int user) {
        return Objects.requireNonNull(users).version(user);
    }

    /** Reprovisions a client; answers its new token. */
    private String renew(int caller, int client) throws IOException {
        Subjects some = Objects.requireNonNull(clients);
        String correlation = acknowledgements.next();
        HttpLine.Reply reply = line(caller)
                .send(
                        "POST",
                        "/api/v1/clients/" + some.id(client) + "/reprovision",
                        authorization + JSON + "Idempotency-Key: " + correlation + "\r\nX-Correlation-Id: "
                                + correlation + "\r\n",
                        "{}")
                .expect(200);
        acknowledgements.add(correlation, some.id(client), some.advance(client));
        return reply.field("value");
    }

    /** Has all clients reprovisioned, so that there are tokens to ask about. */
    void issue() throws IOException {
        int count = Objects.requireNonNull(clients).size();
        for (int client = 0; client < count; client++) {
            held.put(client, renew(0, client));
        }
    }

    /** Asks about a token that is active. */
    void introspect(int caller, long number) throws IOException {
        introspect(caller, Objects.requireNonNull(held.get((int) (number % held.size()))), true);
    }

    /** The next client gets a new token, which is accepted, and the one that it had is not any more. */
    void renewAndIntrospect(int caller) throws IOException {
        Subjects some = Objects.requireNonNull(clients);
        int client = some.take();
        String second = renew(caller, client);
        introspect(caller, second, true);
        introspect(caller, Objects.requireNonNull(held.put(client, second)), false);
    }

    private void introspect(int caller, String token, boolean active) throws IOException {
        String body = line(caller)
                .send("POST", "/oauth2/introspect", authorization + FORM, "token=" + token)
                .expect(200)
                .body();
        if (body.contains("\"active\":true") != active) {
            throw new IllegalStateException("a token is " + (active ? "refused" : "accepted") + ": " + body);
        }
    }

    /** Reads a page of 50 clients. */
    void page(int caller, Pages page) throws IOException {
        Subjects some = Objects.requireNonNull(users);
        UUID user = some.id(ThreadLocalRandom.current().nextInt(some.size()));
        String body = line(caller)
                .send("GET", "/api/v1/clients?limit=50&" + page.parameters(user), authorization, "")
                .expect(200)
                .body();
        if (!body.contains("\"clientId\"")) {
            throw new IllegalStateException("an empty page of " + page);
        }
    }

    private HttpLine line(int caller) {
        return lines.computeIfAbsent(caller, each -> new HttpLine(port));
    }

    /** Between loads, as connections that nobody uses are closed at the other end. */
    @Override
    public void close() throws IOException {
        for (HttpLine line : lines.values()) {
            line.close();
        }
    }
}
