package dev.rollcall.resilience.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.resilience.Answer;
import dev.rollcall.resilience.Ask;
import dev.rollcall.resilience.Caller;
import dev.rollcall.resilience.RunningJar;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Everybody who asks: an administrator, strangers, a user of each other role with clients, and a service of each reading scope. */
final class Company {

    private static final String PASSWORD = "Sunny-day-42";
    private static final Set<String> OF_ONESELF = Set.of("FindUser", "FindClients", "FindClient", "FindClients-ofUser");

    private final Caller admin;
    private final RunningJar jar;
    private final List<Asker> askers = new ArrayList<>();
    private final List<String> users = new ArrayList<>();
    private final List<String> clients = new ArrayList<>();
    private final List<String> secrets = new ArrayList<>(List.of(PASSWORD, RunningJar.ADMIN_PASSWORD));

    Company(Caller admin, RunningJar jar) throws IOException, InterruptedException {
        this.admin = admin;
        this.jar = jar;
        stranger("administrator", basic("admin", RunningJar.ADMIN_PASSWORD), "*");
        stranger("nobody", "");
        stranger("a wrong password", basic("nobody.at.all", "Wrong-password-1"));
        stranger("a token that is none", "Bearer abc.def.ghi");
        for (String role : List.of("QUALITY_ENGINEER", "QUALITY_LEAD", "QUALITY_MANAGER")) {
            user(role);
        }
        service("users:read", "FindUser", "FindUsers");
        service("clients:read", "FindClient", "FindClients", "FindClients-ofUser");
        service(
                "audit:read",
                "FindFacts",
                "FindFacts-ofUser",
                "FindFacts-ofClient",
                "FindFacts-asTheyHappen",
                "FindRefusedAttempts",
                "VerifyAudit");
        service("tokens:introspect", "IntrospectToken");
    }

    /** The first of them is the administrator. */
    List<Asker> askers() {
        return askers;
    }

    List<String> users() {
        return users;
    }

    List<String> clients() {
        return clients;
    }

    /** What no answer may hold. */
    List<String> secrets() {
        return secrets;
    }

    private static String basic(String username, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(UTF_8));
    }

    private void stranger(String name, String authorization, String... operations) {
        askers.add(new Asker(name, authorization, Set.of(operations), Set.of(), Set.of()));
    }

    private void user(String role) throws IOException, InterruptedException {
        String name = role.toLowerCase(Locale.ROOT).replace('_', '.');
        Map<String, String> described = Map.of(
                "username",
                name,
                "configuration",
                "DEFAULT",
                "email",
                name + "@example.test",
                "firstName",
                "Mira",
                "lastName",
                "Okafor",
                "password",
                PASSWORD,
                "confirmPassword",
                PASSWORD,
                "primaryRole",
                role);
        String user = admin.expect(201, Ask.post("/users", described)).text("userId");
        Set<String> ids = new HashSet<>(Set.of(user));
        for (int i = 0; i < 3; i++) {
            Ask client = Ask.post("/users/" + user + "/clients", Map.of("name", name + "-" + i, "type", "NORMAL"));
            ids.add(admin.expect(201, client).text("clientId"));
        }
        users.add(user);
        ids.stream().filter(id -> !id.equals(user)).forEach(clients::add);
        askers.add(new Asker(role, basic(name, PASSWORD), Set.of(), OF_ONESELF, Set.copyOf(ids)));
    }

    private void service(String scope, String... operations) throws IOException, InterruptedException {
        Map<String, Object> described = Map.of("name", "with " + scope.replace(':', ' '), "scopes", List.of(scope));
        Answer made = admin.expect(201, Ask.post("/service-accounts", described));
        secrets.add(made.text("secret"));
        HttpRequest request = HttpRequest.newBuilder(jar.uri("/oauth2/token"))
                .header("Authorization", basic(made.text("serviceAccountId"), made.text("secret")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        String token = Answer.JSON
                .readTree(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .body())
                .path("access_token")
                .asString();
        stranger(scope, "Bearer " + token, operations);
    }
}
