package dev.rollcall.app;

import com.fasterxml.uuid.Generators;
import dev.rollcall.api.Accepted;
import dev.rollcall.api.Actor;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.Via;
import dev.rollcall.api.access.Assertions;
import dev.rollcall.api.access.Assertions.Subject;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.Deregister;
import dev.rollcall.api.client.Provision;
import dev.rollcall.api.client.Register;
import dev.rollcall.api.user.CreateUser;
import dev.rollcall.api.user.FindUsers;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.SecondaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserPage;
import dev.rollcall.api.user.UserView;
import java.text.Normalizer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * Invented users and clients in an empty store, for whoever wants to look around: made by commands in the name of the first
 * administrator, the same ones every time. A store that has more than that one user is left as it is.
 */
@Component
@ConditionalOnProperty(name = "rollcall.demo", havingValue = "true")
final class Demo implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
    private static final int USERS = 200;
    private static final int CLIENTS = 400;
    private static final int STEP = 25;
    private static final long SEED = 20_240_229;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> FIRST = List.of(
            "Amara", "Bence", "Chiara", "Davor", "Eleni", "Farid", "Greta", "Hiroshi", "Ines", "Jakub", "Kaja", "Lars",
            "Mira", "Nuno", "Oksana", "Pavel", "Rania", "Sven", "Tomás", "Ulla", "Vera", "Wim", "Yara", "Zoltan");
    private static final List<String> LAST = List.of(
            "Okafor",
            "Lindqvist",
            "Moreno",
            "Novák",
            "Haddad",
            "Castellanos",
            "Berg",
            "Fontaine",
            "Ito",
            "Kowalska",
            "Petrov",
            "Silva",
            "Weber",
            "Zoric",
            "Ahlgren",
            "Brandt",
            "Duarte",
            "Eriksen",
            "Farkas",
            "Grosso");
    private static final List<String> MACHINES =
            List.of("nightly", "smoke", "regression", "browser", "mobile", "load", "contract", "device-farm");

    private final CommandGateway commands;
    private final QueryGateway queries;
    private final InstallationKey key;
    private final Assertions assertions;
    private final Random random = new Random(SEED);

    Demo(CommandGateway commands, QueryGateway queries, InstallationKey key, Assertions assertions) {
        this.commands = commands;
        this.queries = queries;
        this.key = key;
        this.assertions = assertions;
    }

    @Override
    public void run(ApplicationArguments arguments) throws Exception {
        UserView first = onlyUser();
        if (first == null) {
            LOG.info("rollcall.demo: there are users already; nothing is invented");
            return;
        }
        Actor administrator = new Actor(
                Actor.Kind.USER, first.user().toString(), first.username(), List.of("QUALITY_MANAGER", "ADMIN"));
        UserId[] users = new UserId[USERS];
        for (int i = 0; i < USERS; i++) {
            users[i] = user(i, administrator);
            progress("users", i + 1, USERS);
        }
        for (int i = 0; i < CLIENTS; i++) {
            // some have none, some have several
            client(i, users[random.nextInt(USERS)], administrator);
            progress("clients", i + 1, CLIENTS);
        }
    }

    /** The first administrator where there is nobody else; the view may be a moment behind. */
    private @Nullable UserView onlyUser() throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            GenericMessage<FindUsers> question = new GenericMessage<>(
                    new FindUsers(null, null, null, null, null, 2, null, false),
                    MetaData.from(provenance(Actor.SYSTEM)));
            String name = FindUsers.class.getName();
            UserPage page = queries.query(
                            name,
                            question.withMetaData(asserted(name, question)),
                            ResponseTypes.instanceOf(UserPage.class))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (page.items().size() > 1) {
                return null;
            }
            if (page.items().size() == 1) {
                return page.items().get(0);
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("rollcall.demo: there is no administrator to act for");
    }

    private UserId user(int number, Actor administrator) throws Exception {
        UserId user = new UserId(Generators.timeBasedEpochGenerator().generate());
        String firstName = FIRST.get(number % FIRST.size());
        String lastName = LAST.get((number / FIRST.size() + number) % LAST.size());
        String username = plain(firstName) + "." + plain(lastName) + (number + 1);
        PrimaryRole role = number % 10 == 0
                ? PrimaryRole.QUALITY_MANAGER
                : number % 10 < 4 ? PrimaryRole.QUALITY_LEAD : PrimaryRole.QUALITY_ENGINEER;
        boolean local = number % 8 == 0;
        Sealed password = local ? key.seal("Demo-" + Integer.toHexString(random.nextInt()) + "-Aa7") : null;
        send(
                new CreateUser(
                        user,
                        username,
                        local
                                ? SignInConfiguration.DEFAULT
                                : number % 2 == 0 ? SignInConfiguration.LDAP : SignInConfiguration.SAML,
                        username + "@example.test",
                        firstName,
                        lastName,
                        password,
                        password,
                        role,
                        role == PrimaryRole.QUALITY_MANAGER && number % 40 == 0 ? SecondaryRole.ADMIN : null,
                        List.of()),
                administrator);
        return user;
    }

    private void client(int number, UserId owner, Actor administrator) throws Exception {
        ClientId client = new ClientId(Generators.timeBasedEpochGenerator().generate());
        String name = MACHINES.get(number % MACHINES.size()) + "-" + (number / MACHINES.size() + 1);
        Accepted provisioned = send(
                new Provision(
                        client, owner, name, number % 3 == 0 ? ClientType.CI_CD : ClientType.NORMAL, null, List.of()),
                administrator);
        Sealed token = provisioned.clients().get(0).token().value();
        if (number % 5 != 0 && token != null) {
            send(new Register(client, token, name + ".example.test"), administrator);
        }
        if (number % 9 == 0) {
            send(new Deregister(client), administrator);
        }
    }

    private Accepted send(Object command, Actor actor)
            throws ExecutionException, TimeoutException, InterruptedException {
        CommandMessage<Object> wish = new GenericCommandMessage<>(command, provenance(actor));
        CommandMessage<Object> message = wish.withMetaData(asserted(wish.getCommandName(), wish));
        return commands.<Accepted>send(message).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private Map<String, Object> asserted(String name, Message<?> message) {
        return assertions.asserted(
                new Subject(message.getIdentifier(), name, message.getPayload(), message.getMetaData()));
    }

    private static Map<String, String> provenance(Actor actor) {
        return new Provenance(actor, Via.SYSTEM, "demo").toMetaData();
    }

    private static void progress(String what, int done, int all) {
        if (done % STEP == 0 || done == all) {
            System.out.println("rollcall.demo: " + done + " of " + all + " " + what);
        }
    }

    /** A name without what a username may not have. */
    private static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("[^A-Za-z]", "")
                .toLowerCase(Locale.ROOT);
    }
}
