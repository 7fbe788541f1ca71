package dev.rollcall.query.client;

import static dev.rollcall.query.Cast.client;
import static dev.rollcall.query.Cast.token;
import static dev.rollcall.query.Cast.tokenId;
import static dev.rollcall.query.Cast.user;
import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;
import static java.util.Comparator.reverseOrder;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.client.ClientCountView;
import dev.rollcall.api.client.ClientDeregistered;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientPage;
import dev.rollcall.api.client.ClientProvisioned;
import dev.rollcall.api.client.ClientRegistered;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.FindClientCounts;
import dev.rollcall.api.client.FindClients;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.api.user.UserId;
import dev.rollcall.query.Folded;
import dev.rollcall.query.NoPast;
import dev.rollcall.query.Postgres;
import dev.rollcall.query.Refused;
import dev.rollcall.query.Story;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same sixty clients, walked through in every order. */
class ClientOrderTest {

    private static final Postgres POSTGRES = new Postgres("clients");
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final int MANY = 60;

    private static final Map<String, Function<ClientView, Comparable<?>>> VALUES = Map.of(
            "name", client -> Folded.of(client.name()),
            "username", client -> Folded.of(client.username()),
            "type", ClientView::type,
            "status", ClientView::status,
            "tokenState", client -> client.token().state(),
            "hostName", client -> client.hostName() == null ? null : Folded.of(client.hostName()),
            "provisionedAt", ClientView::provisionedAt,
            "registeredAt", ClientView::registeredAt,
            "deregisteredAt", ClientView::deregisteredAt,
            "updatedAt", ClientView::updatedAt);

    private static final ClientProjection PROJECTION = new ClientProjection(
            POSTGRES.jdbc(),
            "view_clients",
            new Sightings(POSTGRES.jdbc(), Clock.systemUTC(), Duration.ofSeconds(90)),
            new NoPast());

    @BeforeAll
    static void many() {
        Story story = new Story(POSTGRES.template(), PROJECTION);
        Random random = new Random(11);
        for (int i = 1; i <= MANY; i++) {
            ClientId client = client(random.nextInt(1000) * 100 + i);
            int owner = 1 + random.nextInt(3);
            // several at the same instant
            story.at(START.plusSeconds(10L * (i / 3)))
                    .tell(new ClientProvisioned(
                            client,
                            user(owner),
                            (owner == 1 ? "BEN" : "user") + owner,
                            "client" + random.nextInt(30) + "-" + i,
                            random.nextBoolean() ? ClientType.CI_CD : ClientType.NORMAL,
                            token(i)));
            if (random.nextInt(3) > 0) {
                story.tell(new ClientRegistered(client, tokenId(i), null, "host" + random.nextInt(4)));
                if (random.nextInt(3) == 0) {
                    story.tell(new ClientDeregistered(client));
                }
            }
        }
    }

    static Stream<String> orders() {
        return Stream.concat(
                VALUES.keySet().stream().sorted().flatMap(field -> Stream.of(field, "-" + field)),
                Stream.of(
                        "hostName,-registeredAt",
                        "-hostName,deregisteredAt,-name",
                        "-deregisteredAt,registeredAt",
                        "-status,hostName,-tokenState,username"));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void a_walk_meets_every_client_exactly_once_and_those_without_a_value_last(String sort) {
        List<ClientView> walked = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            ClientPage page = PROJECTION.answer(new FindClients(null, null, null, null, sort, 7, cursor, false));
            assertThat(page.items()).hasSizeBetween(1, 7);
            walked.addAll(page.items());
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(walked)
                .extracting(ClientView::client)
                .doesNotHaveDuplicates()
                .hasSize(MANY);
        assertThat(walked).extracting(ClientView::hostName).containsNull();
        assertThat(walked).isSortedAccordingTo(order(sort));
    }

    @Test
    void filters_hold_together_and_are_counted() {
        List<ClientView> expected = find(null, null, null, 200).items().stream()
                .filter(client -> client.status() == ClientStatus.REGISTERED)
                .filter(client -> client.type() == ClientType.CI_CD)
                .filter(client -> client.user().equals(user(1)))
                .toList();
        assertThat(expected).hasSizeBetween(2, 20);

        ClientPage page = find(ClientStatus.REGISTERED, ClientType.CI_CD, user(1), 1);

        assertThat(page.items()).containsExactly(expected.get(0));
        assertThat(page.total()).isEqualTo(expected.size());
        assertThat(find(ClientStatus.REGISTERED, ClientType.CI_CD, user(1), 200).items())
                .containsExactlyElementsOf(expected);
    }

    @Test
    void those_whose_tokens_wait_are_found() {
        List<ClientView> all = find(null, null, null, 200).items();
        for (TokenState state : TokenState.values()) {
            List<ClientView> expected = all.stream()
                    .filter(client -> client.token().state() == state)
                    .toList();
            assertThat(expected).isNotEmpty();

            ClientPage page =
                    PROJECTION.answer(new FindClients(null, null, null, null, state, null, null, 200, null, true));

            assertThat(page.items()).containsExactlyElementsOf(expected);
            assertThat(page.total()).isEqualTo(expected.size());
        }
    }

    @Test
    void clients_are_counted_by_user_and_status() {
        List<ClientCountView> counts = PROJECTION.answer(new FindClientCounts(List.of(user(1), user(2), user(99))));

        Map<String, Long> expected = find(null, null, null, 200).items().stream()
                .filter(client -> !client.user().equals(user(3)))
                .collect(groupingBy(client -> client.user() + " " + client.status(), counting()));
        assertThat(expected).hasSizeGreaterThan(4);
        assertThat(counts.stream()
                        .collect(toMap(count -> count.user() + " " + count.status(), count -> (long) count.count())))
                .isEqualTo(expected);
        assertThat(PROJECTION.answer(new FindClientCounts(List.of()))).isEmpty();
        List<UserId> tooMany = Stream.generate(() -> user(1)).limit(201).toList();
        Refused.at("/users", () -> PROJECTION.answer(new FindClientCounts(tooMany)));
    }

    private static Comparator<ClientView> order(String sort) {
        return Stream.of(sort.split(",", -1))
                .map(ClientOrderTest::term)
                .reduce(Comparator::thenComparing)
                .orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static Comparator<ClientView> term(String term) {
        boolean descending = term.startsWith("-");
        Function<ClientView, Comparable<Object>> value = client -> (Comparable<Object>)
                VALUES.get(descending ? term.substring(1) : term).apply(client);
        Comparator<Comparable<Object>> direction = descending
                ? (Comparator<Comparable<Object>>) (Comparator<?>) reverseOrder()
                : (Comparator<Comparable<Object>>) (Comparator<?>) naturalOrder();
        return comparing(value, nullsLast(direction));
    }

    private static ClientPage find(
            @Nullable ClientStatus status, @Nullable ClientType type, @Nullable UserId user, int limit) {
        return PROJECTION.answer(new FindClients(null, status, type, user, null, limit, null, true));
    }
}
