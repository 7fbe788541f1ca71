package dev.rollcall.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * The first figures of the jar: start, memory, and the latency of an edit and of a page of clients with a filled store.
 * Closed loop: each caller sends its next request when it has the answer. Prints a Markdown table.
 */
public final class FirstFigures {

    private static final int CALLERS = 8;
    private static final Pattern USER = Pattern.compile("\"userId\":\"([0-9a-f-]{36})\"");
    private static final String AUTHORIZATION =
            "Basic " + Base64.getEncoder().encodeToString(("admin:" + RunningJar.ADMIN_PASSWORD).getBytes(UTF_8));

    private final RunningJar jar;
    private final HttpClient http;

    private FirstFigures(RunningJar jar, HttpClient http) {
        this.jar = jar;
        this.http = http;
    }

    /**
     * @param args path of the jar; number of users, 1 or more (default 10000; two clients each); number of edits, 1 or more
     *     (default 10000)
     */
    public static void main(String[] args) throws Exception {
        Path executable = Path.of(args.length > 0 ? args[0] : "app/target/rollcall.jar");
        int users = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
        int edits = args.length > 2 ? Integer.parseInt(args[2]) : 10_000;
        Path data = Files.createTempDirectory("rollcall-figures").resolve("data");
        Files.createDirectories(data);

        System.out.println("| figure | value |\n|---|---|");
        row("size of the jar", "%.1f MB", Files.size(executable) / 1e6);
        try (RunningJar empty = RunningJar.start(executable, data)) {
            row(
                    "start to readiness, empty data folder",
                    "%.1f s",
                    empty.startUp().toMillis() / 1e3);
        }
        try (RunningJar existing = RunningJar.start(executable, data)) {
            row(
                    "start to readiness, existing data folder",
                    "%.1f s",
                    existing.startUp().toMillis() / 1e3);
            row("resident after start, JVM", "%d MiB", existing.residentMiB());
            row("resident after start, PostgreSQL", "%d MiB", existing.postgresMiB());
            new FirstFigures(existing, HttpClient.newHttpClient()).measure(users, edits);
        }
        try (RunningJar filled = RunningJar.start(executable, data)) {
            row(
                    "start to readiness, filled data folder",
                    "%.1f s",
                    filled.startUp().toMillis() / 1e3);
        }
    }

    private void measure(int users, int edits) throws Exception {
        List<String> ids = fill(users);
        Histogram patch = timed(edits, number -> edit(ids.get(number % ids.size()), number / ids.size()));
        row("resident after %d edits, JVM".formatted(edits), "%d MiB", jar.residentMiB());
        row("resident after %d edits, PostgreSQL".formatted(edits), "%d MiB", jar.postgresMiB());
        latency("PATCH /users/{id}", patch);
        String[] pages = {
            "/api/v1/clients?limit=50",
            "/api/v1/clients?limit=50&status=PROVISIONED&sort=-provisionedAt",
            "/api/v1/clients?limit=50&type=CI_CD&sort=username,name",
            "/api/v1/clients?limit=50&search=agent-1"
        };
        latency("GET /clients", timed(4000, number -> expect(200, get(pages[number % pages.length]))));
    }

    private List<String> fill(int users) throws Exception {
        String[] ids = new String[users];
        long begin = System.nanoTime();
        timed(users, number -> {
            HttpResponse<String> created = expect(201, post("/api/v1/users", """
                            {"username":"user-%1$d","configuration":"LDAP","email":"user-%1$d@example.org",
                             "firstName":"First","lastName":"Last %1$d","primaryRole":"QUALITY_ENGINEER"}
                            """.formatted(number)));
            Matcher id = USER.matcher(created.body());
            if (!id.find()) {
                throw new IllegalStateException("no userId in " + created.body());
            }
            ids[number] = id.group(1);
            for (String kind : List.of("NORMAL", "CI_CD")) {
                expect(
                        201,
                        post(
                                "/api/v1/users/" + ids[number] + "/clients",
                                "{\"name\":\"agent-%d-%s\",\"type\":\"%s\"}".formatted(number, kind, kind)));
            }
        });
        double seconds = (System.nanoTime() - begin) / 1e9;
        row("filling: users and clients created", "%.0f commands/s", users * 3 / seconds);
        return List.of(ids);
    }

    private void edit(String user, int version) throws IOException, InterruptedException {
        HttpRequest request = request("/api/v1/users/" + user)
                .header("Content-Type", "application/merge-patch+json")
                .header("If-Match", "\"" + version + "\"")
                .method("PATCH", BodyPublishers.ofString("{\"lastName\":\"Edited " + version + "\"}"))
                .build();
        expect(200, http.send(request, BodyHandlers.ofString()));
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return http.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).GET().build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(jar.uri(path)).header("Authorization", AUTHORIZATION);
    }

    private static HttpResponse<String> expect(int status, HttpResponse<String> response) {
        if (response.statusCode() != status) {
            throw new IllegalStateException(
                    "expected " + status + ", got " + response.statusCode() + ": " + response.body());
        }
        return response;
    }

    /** Calls {@code count} times from eight callers; microseconds. */
    private static Histogram timed(int count, Call call) throws InterruptedException, ExecutionException {
        ConcurrentHistogram histogram = new ConcurrentHistogram(3);
        AtomicInteger next = new AtomicInteger();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                running.add(callers.submit(() -> {
                    for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                        long begin = System.nanoTime();
                        call.run(number);
                        histogram.recordValue((System.nanoTime() - begin) / 1000);
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            callers.shutdownNow();
        }
        return histogram;
    }

    private static void latency(String name, Histogram histogram) {
        row(
                name + ", 8 callers: median, p99",
                "%.1f ms, %.1f ms",
                histogram.getValueAtPercentile(50) / 1e3,
                histogram.getValueAtPercentile(99) / 1e3);
    }

    private static void row(String figure, String format, Object... values) {
        System.out.println("| " + figure + " | " + format.formatted(values) + " |");
    }

    @FunctionalInterface
    private interface Call {
        void run(int number) throws Exception;
    }
}
