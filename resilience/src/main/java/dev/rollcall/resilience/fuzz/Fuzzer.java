package dev.rollcall.resilience.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.resilience.Answer;
import dev.rollcall.resilience.Ask;
import dev.rollcall.resilience.Caller;
import dev.rollcall.resilience.RunningJar;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Sends requests made from the OpenAPI document to a running jar, right ones and wrong ones, by every kind of caller, and
 * judges every answer. The same seed makes the same requests as far as answers are the same.
 */
public final class Fuzzer {

    private static final int WORKERS = 4;
    private static final int MOST_FAULTS = 25;
    /** These go on until somebody hangs up. */
    private static final Set<String> ENDLESS = Set.of("FindFacts-asTheyHappen");

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** What came of it. */
    public record Result(
            int requests, List<String> faults, Map<Integer, Integer> statuses, Map<String, Integer> operations) {}

    private final RunningJar jar;
    private final Contract contract;
    private final List<Asker> askers;
    private final Judge judge;
    private final List<String> users = new CopyOnWriteArrayList<>();
    private final List<String> clients = new CopyOnWriteArrayList<>();
    private final List<String> services = new CopyOnWriteArrayList<>();
    private final Map<Integer, Integer> statuses = new ConcurrentSkipListMap<>();
    private final Map<String, Integer> operations = new ConcurrentSkipListMap<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    /** What is wrong with one operation is told once. */
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    private Fuzzer(RunningJar jar) throws IOException, InterruptedException {
        this.jar = jar;
        Caller admin = Caller.administrator(() -> jar);
        this.contract = new Contract(admin.send(Ask.get("/openapi.json")).body());
        Company company = new Company(admin, jar);
        this.askers = company.askers();
        this.users.addAll(company.users());
        this.clients.addAll(company.clients());
        this.judge = new Judge(contract, company.secrets());
    }

    /**
     * Sends so many requests.
     *
     * @param executable the jar
     * @param folder where it keeps its data
     */
    public static Result run(Path executable, Path folder, int requests, long seed)
            throws IOException, InterruptedException {
        try (RunningJar jar = RunningJar.launch(
                        executable, folder.resolve("data"), Map.of("rollcall.tokens.lifetime", "1h"))
                .awaitReady(Duration.ofMinutes(2))) {
            Fuzzer fuzzer = new Fuzzer(jar);
            fuzzer.run(requests, seed);
            return new Result(
                    requests,
                    List.copyOf(fuzzer.faults),
                    new TreeMap<>(fuzzer.statuses),
                    new TreeMap<>(fuzzer.operations));
        }
    }

    private void run(int requests, long seed) throws InterruptedException {
        AtomicInteger sent = new AtomicInteger();
        List<Thread> workers = new ArrayList<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            Random random = new Random(seed + worker);
            Thread thread = new Thread(() -> {
                Odd odd = new Odd(random, contract);
                for (int number = sent.incrementAndGet(); number <= requests; number = sent.incrementAndGet()) {
                    one(odd);
                    if (number % 5_000 == 0) {
                        System.out.printf("%d of %d requests, %d faults%n", number, requests, faults.size());
                    }
                }
            });
            thread.start();
            workers.add(thread);
        }
        for (Thread worker : workers) {
            worker.join();
        }
    }

    private void one(Odd odd) {
        Contract.Operation operation = odd.any(contract.operations());
        Asker asker = odd.chance(60) ? askers.get(0) : odd.any(askers);
        boolean wrongVerb = odd.chance(3);
        String method =
                wrongVerb ? odd.any(List.of("PUT", "OPTIONS", "HEAD", "TRACE", "FOO", "POST")) : operation.method();
        String path = path(operation, odd);
        @Nullable String body = body(operation, odd);
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(URI.create(jar.uri("") + path)).timeout(Duration.ofSeconds(20));
        } catch (IllegalArgumentException unsendable) {
            return;
        }
        request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        boolean twice = headers(request, operation, asker, odd);
        Contract.@Nullable Operation judged = method.equals(operation.method()) ? operation : wrong(method, operation);
        try {
            HttpRequest asked = request.build();
            if (ENDLESS.contains(operation.id())) {
                judged(judged, asker, path, body, asked, endless(asked));
            } else if (twice) {
                CompletableFuture<HttpResponse<String>> other = HTTP.sendAsync(asked, BodyHandlers.ofString());
                HttpResponse<String> first = HTTP.send(asked, BodyHandlers.ofString());
                judged(judged, asker, path, body, asked, first);
                judged(judged, asker, path, body, asked, other.join());
                compare(asked, body, first, other.join());
            } else {
                judged(judged, asker, path, body, asked, HTTP.send(asked, BodyHandlers.ofString()));
            }
        } catch (HttpTimeoutException late) {
            askAgain(request.build(), path, body);
        } catch (IOException | CompletionException broken) {
            fault("no answer (" + broken.getMessage() + ") to " + method + " " + path + " " + body);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The client of this JDK now and then waits on a connection that the server has closed after it refused a body unread. A
     * server that hangs does so on a connection of its own as well.
     */
    private void askAgain(HttpRequest asked, String path, @Nullable String body) {
        HttpClient fresh = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        try {
            fresh.send(asked, BodyHandlers.discarding());
            System.out.println("answered at the second attempt only: " + asked.method() + " " + path);
        } catch (IOException still) {
            fault("no answer (" + still.getMessage() + ") to " + asked.method() + " " + path + " " + body);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** Another operation of the same path, or none. */
    private Contract.@Nullable Operation wrong(String method, Contract.Operation operation) {
        return contract.operations().stream()
                .filter(each ->
                        each.path().equals(operation.path()) && each.method().equals(method))
                .findFirst()
                .orElse(null);
    }

    private String path(Contract.Operation operation, Odd odd) {
        String path = operation.path();
        StringBuilder query = new StringBuilder();
        for (Contract.Parameter parameter : operation.parameters()) {
            if (parameter.in().equals("path")) {
                path = path.replace("{" + parameter.name() + "}", encoded(identifier(parameter.name(), odd)));
            } else if (parameter.in().equals("query") && odd.chance(25)) {
                String value = parameter.name().matches("user|userId")
                        ? identifier("userId", odd)
                        : parameter.name().equals("client")
                                ? identifier("clientId", odd)
                                : odd.text(parameter.schema());
                query.append(query.isEmpty() ? '?' : '&')
                        .append(parameter.name())
                        .append('=')
                        .append(encoded(value));
            }
        }
        if (odd.chance(2)) {
            query.append(query.isEmpty() ? '?' : '&').append("surprise=1");
        }
        return path + query;
    }

    private String identifier(String name, Odd odd) {
        if (odd.chance(8)) {
            String odds = odd.string();
            return odds.isBlank() ? UUID.randomUUID().toString() : odds;
        }
        return switch (name) {
            case "userId" -> odd.any(users);
            case "clientId" -> odd.any(clients);
            case "serviceAccountId" -> services.isEmpty() ? UUID.randomUUID().toString() : odd.any(services);
            case "name" -> odd.any(List.of("users", "clients", "history", "services", "nothing"));
            default -> UUID.randomUUID().toString();
        };
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private @Nullable String body(Contract.Operation operation, Odd odd) {
        String type = operation.bodyType();
        if (type == null) {
            return null;
        }
        if (type.contains("form")) {
            return "token=" + encoded(odd.string());
        }
        return odd.body(operation.body());
    }

    /** Answers whether it is to be sent twice at once. */
    private boolean headers(HttpRequest.Builder request, Contract.Operation operation, Asker asker, Odd odd) {
        if (!asker.authorization().isEmpty()) {
            request.header("Authorization", asker.authorization());
        }
        String type = operation.bodyType();
        if (type != null) {
            request.header(
                    "Content-Type", odd.chance(4) ? odd.any(List.of("text/plain", "application/xml", "x")) : type);
        }
        boolean keyed = false;
        for (Contract.Parameter parameter : operation.parameters()) {
            if (!parameter.in().equals("header")) {
                continue;
            }
            switch (parameter.name()) {
                case "If-Match" -> {
                    if (odd.chance(85)) {
                        header(
                                request,
                                "If-Match",
                                odd.any(List.of("*", "*", "*", "\"0\"", "\"1\"", "\"999\"", "x", "W/\"0\"")));
                    }
                }
                case "Idempotency-Key" -> {
                    if (odd.chance(15)) {
                        header(request, "Idempotency-Key", UUID.randomUUID().toString());
                        keyed = true;
                    }
                }
                case "Rollcall-Position" -> {
                    if (odd.chance(3)) {
                        header(request, "Rollcall-Position", odd.any(List.of("0", "x", "1.1.1", "-1", "1.2.3.4")));
                    }
                }
                default -> {
                    if (odd.chance(5)) {
                        header(request, parameter.name(), odd.string());
                    }
                }
            }
        }
        if (odd.chance(3)) {
            request.header(
                    "Accept", odd.any(List.of("text/html", "application/xml", "*/*", "application/x-ndjson", "x")));
        }
        return keyed && odd.chance(50);
    }

    private static void header(HttpRequest.Builder request, String name, String value) {
        try {
            request.header(name, value);
        } catch (IllegalArgumentException unsendable) {
            // the client does not send it, so nobody can
        }
    }

    /** As much as comes with the head of an answer that does not end. */
    private static HttpResponse<String> endless(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> open = HTTP.send(request, BodyHandlers.ofInputStream());
        try (InputStream in = open.body()) {
            String text = open.statusCode() >= 400 ? new String(in.readAllBytes(), UTF_8) : "";
            return new Read(open, text);
        }
    }

    private void judged(
            Contract.@Nullable Operation operation,
            Asker asker,
            String path,
            @Nullable String body,
            HttpRequest asked,
            HttpResponse<String> answer) {
        statuses.merge(answer.statusCode(), 1, Integer::sum);
        if (operation != null) {
            operations.merge(operation.id(), 1, Integer::sum);
        }
        boolean headOnly = asked.method().equals("HEAD");
        boolean own = asker.ids().stream().anyMatch(path::contains);
        Optional<String> fault = headOnly ? Optional.empty() : judge.fault(operation, asker, own, answer);
        fault.filter(what -> known.add(what.replaceAll("\\d+", "") + (operation == null ? "" : operation.id())))
                .ifPresent(what -> fault("%s: %s %s %s by %s%n    %s%n    answered %d %s"
                        .formatted(
                                what,
                                asked.method(),
                                path,
                                asked.headers().map(),
                                asker,
                                body == null ? "" : shortened(body),
                                answer.statusCode(),
                                shortened(answer.body()))));
        if (operation != null && answer.statusCode() == 201) {
            remember(operation.id(), answer.body());
        }
    }

    private void remember(String operation, String body) {
        JsonNode made = Answer.JSON.readTree(body);
        switch (operation) {
            case "CreateUser" -> users.add(made.path("userId").asString());
            case "Provision" -> clients.add(made.path("clientId").asString());
            case "CreateServiceAccount" ->
                services.add(made.path("serviceAccountId").asString());
            default -> throw new IllegalStateException(operation + " makes something");
        }
    }

    /** The same request with the same key, twice at once: both answers are the same, or one says that it is under way. */
    private void compare(
            HttpRequest asked, @Nullable String body, HttpResponse<String> one, HttpResponse<String> other) {
        boolean both = one.statusCode() < 300 && other.statusCode() < 300;
        if (both
                && (one.statusCode() != other.statusCode()
                        || !withoutSecret(one).equals(withoutSecret(other)))) {
            fault("the same key, two answers: %s %s %s%n    %s%n    %s"
                    .formatted(asked.method(), asked.uri(), body, shortened(one.body()), shortened(other.body())));
        }
    }

    /** A secret is shown once: by whichever answer comes from the request that was carried out. */
    private static String withoutSecret(HttpResponse<String> answer) {
        return answer.body().replaceAll(",\"secret\":\"[^\"]*\"", "");
    }

    private void fault(String what) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(what);
        }
    }

    private static String shortened(String text) {
        return text.length() > 600 ? text.substring(0, 600) + "…" : text;
    }

    /** {@code requests seed}: 0 nothing wrong, 1 something. */
    public static void main(String[] args) throws Exception {
        int requests = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
        long seed = args.length > 1 ? Long.parseLong(args[1]) : System.currentTimeMillis();
        Result result = run(RunningJar.executable(), Files.createTempDirectory("rollcall-fuzz"), requests, seed);
        result.faults().forEach(fault -> System.out.println("FAULT " + fault));
        System.out.printf(
                "%d requests of %d operations, seed %d: %d faults; by status %s%n",
                result.requests(),
                result.operations().size(),
                seed,
                result.faults().size(),
                result.statuses());
        System.exit(result.faults().isEmpty() ? 0 : 1);
    }
}
