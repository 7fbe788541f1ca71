package dev.rollcall.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * {@code java -jar rollcall.jar rehearse FOLDER}: starts over an empty folder, does once what is done every day, and ends. The
 * launcher has the JVM note which classes that takes, so that the next start finds them ready. Nobody's data is touched: the
 * folder has to be empty, and the launcher gives it neither settings nor environment of the service.
 */
final class Rehearsal {

    static final String NAME = "rehearse";

    private static final int DONE = 0;
    private static final int UNUSABLE = 2;

    /** After which it is given up, however it hangs: somebody waits for the service behind it. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
    private static final Pattern USER = Pattern.compile("\"userId\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern TOKEN = Pattern.compile("\"value\"\\s*:\\s*\"([^\"]+)\"");

    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final String origin;
    private final String password;

    private Rehearsal(int port, String password) {
        this.origin = "http://localhost:" + port;
        this.password = password;
    }

    /** Answers how the program ends: 0 done, 2 not. */
    static int run(List<String> arguments, PrintStream err) {
        if (arguments.size() != 1) {
            err.println("usage: java -jar rollcall.jar " + NAME + " FOLDER");
            err.println("The folder is there and empty. The launcher does this by itself; nobody has to.");
            return UNUSABLE;
        }
        try {
            Path folder = Path.of(arguments.get(0));
            try (Stream<Path> content = Files.list(folder)) {
                if (content.findAny().isPresent()) {
                    err.println("Nothing was rehearsed: there is something in '" + folder + "'.");
                    return UNUSABLE;
                }
            }
            boundToEnd(err);
            rehearse(folder);
            return DONE;
        } catch (IOException | RuntimeException failed) {
            err.println("Nothing was rehearsed: " + failed.getMessage());
            return UNUSABLE;
        } catch (InterruptedException stopped) {
            err.println("Nothing was rehearsed: interrupted.");
            return UNUSABLE;
        }
    }

    private static void boundToEnd(PrintStream err) {
        Thread watch = new Thread(() -> {
            try {
                Thread.sleep(PATIENCE.toMillis());
                err.println("Nothing was rehearsed: it took more than " + PATIENCE.toSeconds() + " seconds.");
                Runtime.getRuntime().halt(UNUSABLE);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        watch.setDaemon(true);
        watch.start();
    }

    private static void rehearse(Path folder) throws IOException, InterruptedException {
        String password = "Re-Hearse-" + UUID.randomUUID();
        try (ConfigurableApplicationContext program = SpringApplication.run(
                RollcallApplication.class,
                "--rollcall.data=" + folder,
                "--rollcall.admin-password=" + password,
                // any that is free, and nobody else gets at it
                "--server.port=0",
                "--server.address=localhost",
                "--logging.level.root=warn")) {
            int port = program.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            Rehearsal rehearsal = new Rehearsal(port, password);
            rehearsal.programs();
            rehearsal.people();
        }
    }

    /** What programs ask for. */
    private void programs() throws IOException, InterruptedException {
        HttpRequest readiness = request("/actuator/health/readiness", "application/json", "GET", "");
        while (http.send(readiness, BodyHandlers.discarding()).statusCode() != 200) {
            Thread.sleep(50);
        }
        String user = found(USER, json("POST", "/api/v1/users", """
                        {"username": "rehearsal", "configuration": "DEFAULT", "email": "rehearsal@example.org",
                         "firstName": "Re", "lastName": "Hearsal", "primaryRole": "QUALITY_ENGINEER",
                         "password": "Sup3r-Secret", "confirmPassword": "Sup3r-Secret"}"""));
        json("PATCH", "/api/v1/users/" + user, "{\"lastName\": \"Hearsed\"}");
        String token = found(
                TOKEN,
                json("POST", "/api/v1/users/" + user + "/clients", "{\"name\": \"Agent-1\", \"type\": \"NORMAL\"}"));
        json("POST", "/api/v1/clients/register", "{\"token\": \"" + token + "\", \"hostName\": \"pc-1\"}");
        for (String path : List.of("users/" + user, "users?limit=10", "clients?limit=10", "audit?limit=10")) {
            get("/api/v1/" + path);
        }
    }

    /** What people look at. */
    private void people() throws IOException, InterruptedException {
        String token = found(FORM_TOKEN, get("/console/sign-in"));
        String fields = "username=admin&password=" + password + "&_csrf=" + URLEncoder.encode(token, UTF_8);
        send(request("/console/sign-in", "application/x-www-form-urlencoded", "POST", fields));
        for (String page : List.of("users", "clients", "audit", "operations")) {
            get("/console/" + page);
        }
    }

    private static String found(Pattern pattern, String answer) throws IOException {
        Matcher matcher = pattern.matcher(answer);
        if (!matcher.find()) {
            throw new IOException("there is no " + pattern + " in an answer");
        }
        return matcher.group(1);
    }

    private String get(String path) throws IOException, InterruptedException {
        return send(request(path, "application/json", "GET", ""));
    }

    private String json(String method, String path, String body) throws IOException, InterruptedException {
        String type = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
        return send(request(path, type, method, body));
    }

    private HttpRequest request(String path, String type, String method, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", type)
                .header("If-Match", "*")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (path.startsWith("/api")) {
            String credentials = "admin:" + password;
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)));
        }
        return request.build();
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 400) {
            throw new IOException(request.uri().getPath() + " was answered " + answer.statusCode());
        }
        return answer.body();
    }
}
