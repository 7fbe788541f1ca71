package dev.rollcall.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;

/** What the first administrator does over HTTP between the loads. */
final class Admin {

    private static final String HEADERS = "Content-Type: application/json\r\nAuthorization: Basic "
            + Base64.getEncoder().encodeToString(("admin:" + RunningJar.ADMIN_PASSWORD).getBytes(UTF_8)) + "\r\n";

    /** A service account, and the secret it signs in with. */
    record Account(String id, String secret) {}

    private Admin() {}

    /** Makes one that may do all that drivers do. */
    static Account account(RunningJar jar, String name) throws IOException {
        String scopes = Arrays.stream(Requests.SCOPES.split(" "))
                .map(scope -> "\"" + scope + "\"")
                .collect(Collectors.joining(","));
        try (HttpLine line = new HttpLine(jar.port())) {
            HttpLine.Reply reply = line.send(
                            "POST",
                            "/api/v1/service-accounts",
                            HEADERS,
                            "{\"name\":\"" + name + "\",\"scopes\":[" + scopes + "]}")
                    .expect(201);
            return new Account(reply.field("serviceAccountId"), reply.field("secret"));
        }
    }

    /** Asks that a view is built anew. */
    static void rebuild(RunningJar jar, String projection) throws IOException {
        try (HttpLine line = new HttpLine(jar.port())) {
            line.send("POST", "/api/v1/projections/" + projection + "/rebuild", HEADERS, "{}")
                    .expect(202);
        }
    }
}
