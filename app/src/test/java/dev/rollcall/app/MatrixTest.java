package dev.rollcall.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Command;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Via;
import dev.rollcall.api.access.Assertions;
import dev.rollcall.api.access.Assertions.Subject;
import dev.rollcall.api.access.Policy;
import dev.rollcall.api.access.Scope;
import dev.rollcall.api.audit.FindRefusedAttempts;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.IntrospectToken;
import dev.rollcall.api.user.UserId;
import dev.rollcall.app.MatrixMessages.Sample;
import dev.rollcall.app.MatrixMessages.Variant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.messaging.HandlerExecutionException;
import org.axonframework.messaging.responsetypes.ResponseType;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.GenericQueryMessage;
import org.axonframework.queryhandling.GenericSubscriptionQueryMessage;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.QueryMessage;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.axonframework.queryhandling.SubscriptionQueryMessage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * Everybody tries everything, every way in; who may is worked out from the table of the policy, row by row, and not by the
 * code that judges.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@DirtiesContext
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MatrixTest {

    private static final Path DATA = temporary();
    private static final String OWN = "A.Word.Of.Ones.Own.7";
    private static final String USERS = "/api/v1/users";
    private static final String SERVICES = "/api/v1/service-accounts";

    @Autowired
    ApplicationContext context;

    @LocalServerPort
    int port;

    /** @param mayAct whether that one may do anything at all; @param said the roles the message claims */
    private record Caller(
            String name,
            Actor said,
            boolean mayAct,
            boolean administrator,
            List<String> scopes,
            Http http,
            MatrixConsole console) {}

    private final List<Caller> callers = new ArrayList<>();
    private UserId self;
    private ClientId client;
    private UserId administrator;
    private Http admin;
    private MatrixMessages messages;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) {
        settings.add("rollcall.data", DATA::toString);
        settings.add("rollcall.admin-password", () -> RunningRollcall.PASSWORD);
        String server = System.getenv("ROLLCALL_AXONSERVER");
        if (server != null) {
            settings.add("axon.axonserver.enabled", () -> "true");
            settings.add("axon.axonserver.servers", () -> server);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("rollcall-matrix");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @BeforeAll
    void everybody_is_there() throws Exception {
        messages = new MatrixMessages(context.getBean(InstallationKey.class).seal("Nobodys-1"));
        admin = new Http(port).as("admin", RunningRollcall.PASSWORD);
        Http.Answer first = Cast.expect(200, admin.get(USERS + "?search=admin"));
        administrator = UserId.parse(first.at("/items/0/userId"));
        String[] both = {"QUALITY_MANAGER", "ADMIN"};
        callers.add(
                new Caller("nobody", null, false, false, List.of(), new Http(port), console("nobody", Cast.PASSWORD)));
        callers.add(new Caller(
                "administrator",
                said(administrator.toString(), both),
                true,
                true,
                List.of(),
                admin,
                console("admin", RunningRollcall.PASSWORD)));
        for (String role : List.of("QUALITY_MANAGER", "QUALITY_LEAD", "QUALITY_ENGINEER")) {
            String id = Cast.expect(201, admin.post(USERS, Cast.user(role.toLowerCase(), role, null)))
                    .at("/userId");
            callers.add(new Caller(
                    role,
                    said(id, both),
                    true,
                    false,
                    List.of(),
                    person(role.toLowerCase()),
                    console(role.toLowerCase(), Cast.PASSWORD)));
            self = UserId.parse(id);
        }
        client = ClientId.parse(Cast.client(admin, self.toString(), "matrix").at("/clientId"));
        String demoted = Cast.administrator(admin, "demoted").at("/userId");
        Cast.expect(
                200,
                admin.with("If-Match", "\"0\"").patch(USERS + "/" + demoted, "{\"primaryRole\": \"QUALITY_LEAD\"}"));
        callers.add(new Caller(
                "demoted administrator",
                said(demoted, both),
                true,
                false,
                List.of(),
                person("demoted"),
                console("demoted", Cast.PASSWORD)));
        String locked = Cast.administrator(admin, "locked").at("/userId");
        // was in before the lock
        MatrixConsole inside = console("locked", Cast.PASSWORD).whosePagesAreGone();
        for (int i = 0; i < 5; i++) {
            new Http(port).as("locked", "wrong").get(USERS);
        }
        callers.add(new Caller(
                "locked administrator", said(locked, both), false, false, List.of(), person("locked"), inside));
        for (Scope scope : Scope.values()) {
            callers.add(service(scope.text(), true, scope));
        }
        callers.add(service("every scope", true, Scope.values()));
        callers.add(service("disabled service", false, Scope.values()));
    }

    private Http person(String username) {
        return new Http(port).as(username, OWN);
    }

    /** Somebody who signs in at the console, and takes a password of one's own where that is asked for. */
    private MatrixConsole console(String username, String password) throws Exception {
        Console console = new Console(new Http(port));
        boolean inside = console.signIn(username, password).status() == 303;
        if (inside && password.equals(Cast.PASSWORD)) {
            Cast.expect(303, console.changePassword(password, OWN));
        }
        return new MatrixConsole(console, inside ? "/console/password" : "/console/sign-in");
    }

    private static Actor said(String id, String... roles) {
        return new Actor(Actor.Kind.USER, id, "said", List.of(roles));
    }

    private Caller service(String name, boolean enabled, Scope... scopes) throws Exception {
        String texts =
                String.join("\", \"", Arrays.stream(scopes).map(Scope::text).toList());
        Http.Answer made =
                Cast.expect(201, admin.post(SERVICES, "{\"name\": \"" + name + "\", \"scopes\": [\"" + texts + "\"]}"));
        String id = made.at("/serviceAccountId");
        Http.Answer token = Cast.expect(
                200, new Http(port).as(id, made.at("/secret")).form("/oauth2/token", "grant_type=client_credentials"));
        if (!enabled) {
            Cast.expect(200, admin.post(SERVICES + "/" + id + "/disable", "{}"));
        }
        List<String> held = Arrays.stream(scopes).map(Scope::text).toList();
        // it says to be an administrator as well, and to have every scope
        List<String> claimed = new ArrayList<>(List.of("QUALITY_MANAGER", "ADMIN"));
        Arrays.stream(Scope.values()).map(Scope::text).forEach(claimed::add);
        return new Caller(
                name,
                new Actor(Actor.Kind.SERVICE, id, "said", claimed),
                enabled,
                false,
                held,
                new Http(port).with("Authorization", "Bearer " + token.at("/access_token")),
                null);
    }

    private boolean may(Caller caller, Sample sample) {
        Policy.Rule rule = Policy.of(sample.message().getClass()).orElseThrow();
        if (rule.who() == Policy.Who.ANYBODY) {
            return true;
        } else if (!caller.mayAct() || rule.who() == Policy.Who.NOBODY) {
            return false;
        } else if (caller.said().kind() == Actor.Kind.SERVICE) {
            return !rule.scopes().isEmpty()
                    && rule.scopes().stream().map(Scope::text).allMatch(caller.scopes()::contains)
                    && sample.variant() != Variant.EMPOWERING
                    && sample.variant() != Variant.TO_ADMINISTRATOR;
        }
        boolean own = (rule.who() == Policy.Who.ONESELF || rule.who() == Policy.Who.OWNER)
                && sample.variant() == Variant.OWN
                && caller.said().id().equals(self.toString());
        return (caller.administrator() && rule.who() != Policy.Who.OWNER) || own;
    }

    @Test
    void everybody_may_what_the_table_says_and_nothing_else() throws Exception {
        Map<String, Integer> cells = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        Assertions right = context.getBean(Assertions.class);
        Assertions forged = new Assertions(InstallationKey.random(), Clock.systemUTC(), Map.of());
        Assertions late = new Assertions(
                context.getBean(InstallationKey.class),
                Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-1)),
                Map.of());
        for (Caller caller : callers) {
            for (Sample sample : messages.all(self, client, administrator)) {
                // whoever is one is not edited in its own name here: what it may, it would do
                if (sample.variant() == Variant.TO_ADMINISTRATOR && caller.administrator()) {
                    continue;
                }
                check(cells, wrong, "bus", caller, sample, may(caller, sample), bus(caller, sample, right, 1));
                check(cells, wrong, "bus, forged", caller, sample, false, bus(caller, sample, forged, 1));
                check(cells, wrong, "bus, expired", caller, sample, false, bus(caller, sample, late, 1));
                check(cells, wrong, "bus, absent", caller, sample, false, bus(caller, sample, null, 1));
                check(cells, wrong, "bus, replayed", caller, sample, false, bus(caller, sample, right, 2));
                if (!(sample.message() instanceof Command)) {
                    boolean told = may(caller, sample) && !isOnlyIfOwn(caller, sample);
                    check(cells, wrong, "updates", caller, sample, told, updates(caller, sample, right));
                    check(cells, wrong, "updates, absent", caller, sample, false, updates(caller, sample, null));
                }
                if (caller.console() != null && sample.variant() == Variant.PLAIN) {
                    Optional<Boolean> console = caller.console().may(sample.message());
                    if (console.isPresent()) {
                        check(cells, wrong, "console", caller, sample, may(caller, sample), console.get());
                    }
                }
                Optional<Boolean> http = MatrixHttp.mayOver(caller.http(), sample.message());
                if (http.isPresent()) {
                    check(cells, wrong, "http", caller, sample, may(caller, sample), http.get());
                }
            }
        }
        System.out.println("policy matrix: " + callers.size() + " callers, " + Policy.TABLE.size() + " message types, "
                + cells.values().stream().mapToInt(Integer::intValue).sum() + " cells " + cells);
        assertThat(wrong).isEmpty();
        assertThat(cells.values()).allMatch(count -> count > callers.size());
    }

    private static void check(
            Map<String, Integer> cells,
            List<String> wrong,
            String way,
            Caller caller,
            Sample sample,
            boolean expected,
            boolean found) {
        cells.merge(way, 1, Integer::sum);
        if (expected != found) {
            wrong.add(way + ": " + caller.name() + ", " + sample.name() + ": " + (found ? "may" : "may not"));
        }
    }

    /** Nobody looks whether an update is about what is the asker's own. */
    private static boolean isOnlyIfOwn(Caller caller, Sample sample) {
        return caller.said().kind() == Actor.Kind.USER
                && !caller.administrator()
                && sample.message() instanceof dev.rollcall.api.client.FindClient;
    }

    private boolean bus(Caller caller, Sample sample, Assertions by, int times) throws Exception {
        boolean may = false;
        CommandMessage<?> command = new GenericCommandMessage<>(sample.message());
        QueryMessage<?, ?> question = question(sample.message());
        Map<String, ?> metaData = sample.message() instanceof Command
                ? asserted(by, command.getIdentifier(), command.getCommandName(), caller, sample)
                : asserted(by, question.getIdentifier(), question.getQueryName(), caller, sample);
        for (int i = 0; i < times; i++) {
            may = !forbidden(
                    sample.message() instanceof Command
                            ? dispatched(command.withMetaData(metaData))
                            : asked(question.withMetaData(metaData)));
        }
        return may;
    }

    private static Map<String, ?> asserted(Assertions by, String id, String name, Caller caller, Sample sample) {
        Map<String, Object> metaData = new HashMap<>();
        if (caller.said() != null) {
            metaData.putAll(new Provenance(caller.said(), Via.API, "matrix").toMetaData());
        }
        return by == null ? metaData : by.asserted(new Subject(id, name, sample.message(), metaData));
    }

    private Throwable dispatched(CommandMessage<?> command) {
        FutureCallback<Object, Object> answer = new FutureCallback<>();
        @SuppressWarnings("unchecked")
        CommandMessage<Object> message = (CommandMessage<Object>) command;
        context.getBean(CommandBus.class).dispatch(message, answer);
        var result = answer.getResult(30, TimeUnit.SECONDS);
        return result.isExceptional() ? result.exceptionResult() : null;
    }

    private Throwable asked(QueryMessage<?, ?> question) throws Exception {
        var answer = context.getBean(QueryBus.class).query(question).get(30, TimeUnit.SECONDS);
        return answer.isExceptional() ? answer.exceptionResult() : null;
    }

    private boolean updates(Caller caller, Sample sample, Assertions by) {
        ResponseType<?> answer = MatrixHttp.answer(sample.message());
        SubscriptionQueryMessage<Object, ?, Object> plain = new GenericSubscriptionQueryMessage<>(
                sample.message(), name(sample.message()), answer, ResponseTypes.instanceOf(Object.class));
        SubscriptionQueryMessage<Object, ?, Object> subscription =
                plain.withMetaData(asserted(by, plain.getIdentifier(), plain.getQueryName(), caller, sample));
        var registration = context.getBean(QueryUpdateEmitter.class).registerUpdateHandler(subscription, 1);
        boolean told =
                context.getBean(QueryUpdateEmitter.class).activeSubscriptions().contains(subscription);
        registration.getRegistration().cancel();
        return told;
    }

    private static QueryMessage<?, ?> question(Object message) {
        return new GenericQueryMessage<>(message, name(message), MatrixHttp.answer(message));
    }

    private static String name(Object message) {
        return message instanceof FindRefusedAttempts
                ? FindRefusedAttempts.OF_WHAT_DECIDES
                : message.getClass().getName();
    }

    private static boolean forbidden(Throwable failure) {
        Object details = failure == null
                ? null
                : HandlerExecutionException.resolveDetails(failure).orElse(null);
        if (failure != null && !(details instanceof Refusal)) {
            throw new AssertionError("neither done nor refused: " + failure, failure);
        }
        return details instanceof Refusal refusal && refusal.rejection() == Rejection.FORBIDDEN;
    }

    @Test
    void a_client_asks_about_the_token_it_presents_and_about_nothing_else() throws Exception {
        Caller machine = new Caller(
                "client",
                new Actor(Actor.Kind.CLIENT, client.toString(), "said", List.of("QUALITY_MANAGER", "ADMIN")),
                true,
                false,
                List.of(),
                new Http(port),
                console("nobody", Cast.PASSWORD));
        for (Sample sample : messages.all(self, client, administrator)) {
            boolean expected = sample.message() instanceof IntrospectToken
                    || Policy.of(sample.message().getClass()).orElseThrow().who() == Policy.Who.ANYBODY;
            assertThat(bus(machine, sample, context.getBean(Assertions.class), 1))
                    .as(sample.name())
                    .isEqualTo(expected);
        }
    }
}
