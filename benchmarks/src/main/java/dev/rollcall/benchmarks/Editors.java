package dev.rollcall.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** An administrator's edits of users over HTTP, each told apart by its last name, so that what was acknowledged can be found. */
final class Editors {

    private static final String AUTHORIZATION =
            "Basic " + Base64.getEncoder().encodeToString(("admin:" + RunningJar.ADMIN_PASSWORD).getBytes(UTF_8));

    /**
     * An edit that was acknowledged.
     *
     * @param position as the answer says it
     * @param at by the clock of this process, in nanoseconds
     */
    record Acknowledged(UUID user, long version, String position, long at) {}

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<UUID> users;
    private final AtomicLongArray versions;
    private final AtomicLong edits = new AtomicLong();
    private final Map<String, Acknowledged> acknowledged = new ConcurrentHashMap<>();

    /** @param firstVersion of every user at this moment */
    Editors(List<UUID> users, long firstVersion) {
        this.users = List.copyOf(users);
        this.versions = new AtomicLongArray(users.size());
        for (int user = 0; user < users.size(); user++) {
            versions.set(user, firstVersion);
        }
    }

    /**
     * Signs in, and goes on until a process that has just started is warm. One caller: a password takes a while to verify, and
     * a crowd that has it verified all at once is told to come again.
     */
    void warm(RunningJar jar, int seconds) throws IOException, InterruptedException {
        read(jar, users.get(0), "");
        Crowd.closed(2, seconds, number -> edit(jar));
    }

    /** Edits the next user; there are so many of them that nobody is edited twice at once. */
    Acknowledged edit(RunningJar jar) throws IOException, InterruptedException {
        long number = edits.getAndIncrement();
        int user = (int) (number % users.size());
        String name = "Edited-" + number;
        HttpResponse<String> answer = patch(jar, users.get(user), versions.get(user), name);
        Acknowledged edit = new Acknowledged(
                users.get(user),
                versions.incrementAndGet(user),
                answer.headers().firstValue("Rollcall-Position").orElseThrow(),
                System.nanoTime());
        acknowledged.put(name, edit);
        return edit;
    }

    /** Renames one user, with an idempotency key of its own. */
    HttpResponse<String> patch(RunningJar jar, UUID user, long version, String lastName)
            throws IOException, InterruptedException {
        HttpRequest request = request(jar, "/api/v1/users/" + user)
                .header("Content-Type", "application/merge-patch+json")
                .header("If-Match", "\"" + version + "\"")
                .header("Idempotency-Key", lastName + "-" + user)
                .method("PATCH", BodyPublishers.ofString("{\"lastName\":\"" + lastName + "\"}"))
                .build();
        return expect(200, http.send(request, BodyHandlers.ofString()));
    }

    /** Reads a user, once the view has come as far as that; empty: as it is. */
    void read(RunningJar jar, UUID user, String position) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(jar, "/api/v1/users/" + user);
        if (!position.isEmpty()) {
            request.header("Rollcall-Position", position);
        }
        expect(200, http.send(request.GET().build(), BodyHandlers.ofString()));
    }

    void rebuild(RunningJar jar, String projection) throws IOException, InterruptedException {
        HttpRequest request = request(jar, "/api/v1/projections/" + projection + "/rebuild")
                .POST(BodyPublishers.noBody())
                .build();
        expect(202, http.send(request, BodyHandlers.ofString()));
    }

    private static HttpRequest.Builder request(RunningJar jar, String path) {
        return HttpRequest.newBuilder(jar.uri(path)).header("Authorization", AUTHORIZATION);
    }

    private static HttpResponse<String> expect(int status, HttpResponse<String> answer) {
        if (answer.statusCode() != status) {
            throw new IllegalStateException(
                    "expected " + status + ", got " + answer.statusCode() + ": " + answer.body());
        }
        return answer;
    }

    /** Every edit that was acknowledged must be stored exactly once, as the version that the answer gave. */
    void judge(Connection connection, Sheet sheet) throws SQLException {
        Map<String, Integer> found = new HashMap<>();
        // up to that version people were renamed by the filling of the store
        for (String row : Server.column(connection, """
                select aggregate_id || ' ' || sequence from store.fact where name = 'user-renamed' and sequence > %d""".formatted(People.VERSION))) {
            found.merge(row, 1, Integer::sum);
        }
        long kept = acknowledged.entrySet().stream()
                .filter(edit -> Integer.valueOf(1)
                        .equals(found.get(
                                edit.getValue().user() + " " + edit.getValue().version())))
                .count();
        sheet.expectStored("edits", acknowledged.size(), kept);
        sheet.expectStored(
                "edits, rows",
                acknowledged.size(),
                found.values().stream().mapToInt(Integer::intValue).sum());
    }
}
