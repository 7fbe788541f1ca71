package dev.rollcall.query;

import static dev.rollcall.query.Cast.client;
import static dev.rollcall.query.Cast.password;
import static dev.rollcall.query.Cast.provisioned;
import static dev.rollcall.query.Cast.token;
import static dev.rollcall.query.Cast.tokenId;
import static dev.rollcall.query.Cast.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Fact;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Via;
import dev.rollcall.api.client.ClientDeregistered;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientReassigned;
import dev.rollcall.api.client.ClientRegistered;
import dev.rollcall.api.client.ClientRemoved;
import dev.rollcall.api.client.ClientRenamed;
import dev.rollcall.api.client.ClientReprovisioned;
import dev.rollcall.api.client.ClientReregistered;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.FindClient;
import dev.rollcall.api.client.TokenRevealed;
import dev.rollcall.api.user.AdminDropped;
import dev.rollcall.api.user.AdminGranted;
import dev.rollcall.api.user.FindUser;
import dev.rollcall.api.user.PasswordChanged;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.PrimaryRoleChanged;
import dev.rollcall.api.user.UserEmailChanged;
import dev.rollcall.api.user.UserErased;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserLocked;
import dev.rollcall.api.user.UserRemoved;
import dev.rollcall.api.user.UserRenamed;
import dev.rollcall.api.user.UserUnlocked;
import dev.rollcall.api.user.UserView;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.GenericQueryMessage;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.axonframework.queryhandling.annotation.AnnotationQueryHandlerAdapter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The views and the history work out what users and clients are in different ways, in SQL and fact by fact; whatever
 * happens, they have to agree.
 */
class AgreementTest {

    private static final int FACTS = 250;
    private static final Postgres POSTGRES = new Postgres("users", "clients", "history");
    private static final AnnotationConfigApplicationContext ROOM = room();

    private final Projections projections = ROOM.getBean(Projections.class);
    private final List<Projection> live =
            List.copyOf(ROOM.getBeansOfType(Projection.class).values());
    private final SimpleQueryBus questions = SimpleQueryBus.builder().build();
    private final Story story = new Story(POSTGRES.template(), live.toArray(Projection[]::new));

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(QuerySettings.class)
    static class Settings {}

    private static AnnotationConfigApplicationContext room() {
        AnnotationConfigApplicationContext room = new AnnotationConfigApplicationContext();
        room.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance());
        room.registerBean(JdbcClient.class, POSTGRES::jdbc);
        room.registerBean(JdbcTemplate.class, POSTGRES::template);
        room.registerBean(Clock.class, Clock::systemUTC);
        room.register(Views.class, Settings.class);
        room.scan("dev.rollcall.query.user", "dev.rollcall.query.client", "dev.rollcall.query.audit");
        room.refresh();
        return room;
    }

    @AfterAll
    static void leave() {
        ROOM.close();
    }

    @BeforeEach
    void empty() {
        live.forEach(Projection::reset);
        live.forEach(projection -> new AnnotationQueryHandlerAdapter<>(projection).subscribe(questions));
    }

    @Test
    void there_are_three_kinds_and_one_of_each_answers() {
        assertThat(projections.kinds())
                .extracting(Projections.Kind::name)
                .containsExactlyInAnyOrder("users", "clients", "history");
        assertThat(live).extracting(Projection::name).containsExactlyInAnyOrder("users", "clients", "history");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void what_is_now_is_what_was_last(long seed) {
        Random random = new Random(seed);
        Map<Instant, List<Optional<?>>> seen = new LinkedHashMap<>();
        Playwright playwright = new Playwright(random);
        for (int i = 0; i < FACTS; i++) {
            story.tell(playwright.next());
            if (i % 50 == 0) {
                seen.put(story.last(), everybody(null));
            }
        }

        assertThat(seen).hasSize(5);
        seen.forEach((instant, views) -> assertThat(everybody(instant)).isEqualTo(views));
        assertThat(everybody(story.last())).isEqualTo(everybody(null));
        assertThat(everybody(Instant.MAX)).isEqualTo(everybody(null));
        assertThat(everybody(null)).anyMatch(Optional::isEmpty).anyMatch(Optional::isPresent);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 60, FACTS})
    void however_many_facts_are_applied_at_once_and_however_often_the_content_is_the_same(int batch) {
        Playwright playwright = new Playwright(new Random(4));
        for (int i = 0; i < FACTS; i++) {
            story.tell(playwright.next());
        }

        for (Projections.Kind kind : projections.kinds()) {
            POSTGRES.make(kind.name(), kind.schema() + "_next");
            Projection aside = projections.create(kind.name(), kind.schema() + "_next");
            story.to(aside, batch).to(aside, batch + 1);
            Projection answering = live.stream()
                    .filter(projection -> projection.name().equals(kind.name()))
                    .findFirst()
                    .orElseThrow();
            assertThat(aside.checksum()).isEqualTo(answering.checksum());
        }
    }

    /** As the facts are read once the keys are gone, and as they were read before: it comes to the same. */
    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8})
    void somebody_who_is_erased_is_erased_whenever_the_facts_are_read(long seed) {
        Playwright playwright = new Playwright(new Random(seed));
        for (int i = 0; i < 2 * FACTS; i++) {
            story.by(new Provenance(playwright.actor(), Via.API, "c-" + i))
                    .tell(new Erased(playwright.erased).of(playwright.nextOrErased()));
        }
        assertThat(playwright.erased).hasSizeGreaterThan(1);

        for (Projections.Kind kind : projections.kinds()) {
            Projection answering = live.stream()
                    .filter(projection -> projection.name().equals(kind.name()))
                    .findFirst()
                    .orElseThrow();
            for (Story told : List.of(story, new Erased(playwright.erased).of(story))) {
                for (int batch : new int[] {1, 7, FACTS}) {
                    POSTGRES.make(kind.name(), kind.schema() + "_next");
                    Projection aside = projections.create(kind.name(), kind.schema() + "_next");
                    told.to(aside, batch);
                    assertThat(aside.checksum()).as(kind.name()).isEqualTo(answering.checksum());
                }
            }
        }
        for (String table : List.of("view_users.users", "view_clients.clients", "view_history.facts")) {
            String rows = POSTGRES.jdbc()
                    .sql("select coalesce(string_agg(t::text, ' '), '') from " + table + " t")
                    .query(String.class)
                    .single();
            for (int number : playwright.erased) {
                assertThat(rows)
                        .doesNotContain("user" + number + ",")
                        .doesNotContain("user" + number + "\"")
                        .doesNotContain("of" + number + ".");
            }
        }
    }

    private List<Optional<?>> everybody(Instant asOf) {
        List<Optional<?>> views = new ArrayList<>();
        for (int i = 1; i <= Playwright.MOST; i++) {
            views.add(ask(new FindUser(user(i), asOf), UserView.class));
            views.add(ask(new FindClient(client(i), asOf), ClientView.class));
        }
        return views;
    }

    private <V> Optional<V> ask(Object question, Class<V> view) {
        return questions
                .query(new GenericQueryMessage<>(question, ResponseTypes.optionalInstanceOf(view)))
                .join()
                .getPayload();
    }

    /** Makes up what happens next: anything that can happen to somebody who is there. */
    private static final class Playwright {

        static final int MOST = 12;

        private final Random random;
        private final Set<Integer> users = new TreeSet<>();
        private final Set<Integer> clients = new TreeSet<>();
        private final Set<Integer> gone = new TreeSet<>();
        private final Map<Integer, Integer> owners = new HashMap<>();
        final Set<Integer> erased = new TreeSet<>();
        private int usersEver;
        private int clientsEver;
        private int count;

        Playwright(Random random) {
            this.random = random;
        }

        /** Anybody, of whatever role: the views take it as it comes. */
        Actor actor() {
            int number = users.isEmpty() ? 1 : any(users);
            return new Actor(Actor.Kind.USER, user(number).toString(), "user" + number, List.of());
        }

        Fact nextOrErased() {
            if (!gone.isEmpty() && random.nextInt(10) == 0) {
                int number = any(gone);
                gone.remove(number);
                erased.add(number);
                return new UserErased(user(number));
            }
            return next();
        }

        Fact next() {
            count++;
            if (usersEver < MOST && (users.isEmpty() || random.nextInt(12) == 0)) {
                users.add(++usersEver);
                return Cast.created(user(usersEver), "user" + usersEver);
            }
            if (clientsEver < MOST && (clients.isEmpty() || random.nextInt(12) == 0)) {
                clients.add(++clientsEver);
                int owner = any(users);
                owners.put(clientsEver, owner);
                return provisioned(client(clientsEver), user(owner), "user" + owner, "client" + clientsEver);
            }
            return random.nextBoolean() ? ofUser(any(users)) : ofClient(any(clients));
        }

        private Fact ofUser(int number) {
            UserId user = user(number);
            if (users.size() > 3 && random.nextInt(25) == 0) {
                users.remove(number);
                gone.add(number);
                return new UserRemoved(user);
            }
            return List.of(
                            new UserRenamed(user, "Given" + count + ".of" + number + ".", "Family"),
                            new UserEmailChanged(user, "mail" + count + ".of" + number + ".@example.org"),
                            new PrimaryRoleChanged(user, PrimaryRole.QUALITY_MANAGER),
                            new PrimaryRoleChanged(user, PrimaryRole.QUALITY_LEAD),
                            new AdminGranted(user),
                            new AdminDropped(user),
                            new PasswordChanged(user, password(count)),
                            new UserLocked(user, 5),
                            new UserUnlocked(user))
                    .get(random.nextInt(9));
        }

        private Fact ofClient(int number) {
            ClientId client = client(number);
            if (clients.size() > 3 && random.nextInt(25) == 0) {
                clients.remove(number);
                return new ClientRemoved(client);
            }
            int owner = any(users);
            int was = owners.get(number);
            int kind = random.nextInt(7);
            if (kind == 5) {
                owners.put(number, owner);
            }
            return List.of(
                            new ClientRegistered(client, tokenId(count), user(was), "host" + count + ".of" + was + "."),
                            new ClientDeregistered(client),
                            new ClientReregistered(client, token(count)),
                            new ClientReprovisioned(client, token(count)),
                            new ClientRenamed(client, "name" + count),
                            new ClientReassigned(client, user(owner), "user" + owner),
                            new TokenRevealed(client, tokenId(count)))
                    .get(kind);
        }

        private int any(Set<Integer> numbers) {
            return List.copyOf(numbers).get(random.nextInt(numbers.size()));
        }
    }
}
