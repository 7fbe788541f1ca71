package dev.rollcall.query.audit;

import static dev.rollcall.query.Cast.client;
import static dev.rollcall.query.Cast.created;
import static dev.rollcall.query.Cast.provisioned;
import static dev.rollcall.query.Cast.user;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Position;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Via;
import dev.rollcall.api.audit.FactPage;
import dev.rollcall.api.audit.FactView;
import dev.rollcall.api.audit.FactView.Subject;
import dev.rollcall.api.audit.FindFactRates;
import dev.rollcall.api.audit.FindFacts;
import dev.rollcall.api.client.ClientReassigned;
import dev.rollcall.api.client.ClientRemoved;
import dev.rollcall.api.client.ClientRenamed;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserLocked;
import dev.rollcall.api.user.UserUnlocked;
import dev.rollcall.query.Postgres;
import dev.rollcall.query.Refused;
import dev.rollcall.query.Story;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactListingTest {

    private static final Postgres POSTGRES = new Postgres("history");
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final UserId BEN = user(2);
    private static final UserId CLEO = user(3);

    private final HistoryProjection projection = new HistoryProjection(POSTGRES.template(), "view_history");
    private final Story story = new Story(POSTGRES.template(), projection);

    @BeforeEach
    void nine_facts() {
        projection.reset();
        Actor zoe = new Actor(Actor.Kind.USER, "Id-Of-Zoe", "Zoë", List.of("QUALITY_MANAGER", "ADMIN"));
        story.at(START)
                .tell(created(BEN, "ben"), created(CLEO, "cleo"), provisioned(client(1), BEN, "ben", "one"))
                .by(new Provenance(zoe, Via.API, "c-2"))
                .tell(new UserLocked(BEN, 5), new UserLocked(CLEO, 5), new ClientRenamed(client(1), "uno"))
                .by(new Provenance(Story.ANNA, Via.API, "c-3"))
                .tell(new UserUnlocked(BEN), new UserUnlocked(CLEO), new ClientRenamed(client(1), "un"));
    }

    @Test
    void a_walk_meets_every_fact_once_in_either_direction() {
        List<FactView> there = walk(false);
        List<FactView> back = walk(true);

        assertThat(there).hasSize(9).isSortedAccordingTo((one, other) -> one.position()
                .compareTo(other.position()));
        Collections.reverse(back);
        assertThat(back).isEqualTo(there);
    }

    @Test
    void facts_are_counted_span_by_span() {
        story.at(START.plusSeconds(25)).tell(new ClientRenamed(client(1), "later"));
        Instant from = walk(false).get(3).occurredAt();
        Map<Long, Long> expected = walk(false).stream()
                .filter(fact -> !fact.occurredAt().isBefore(from))
                .collect(groupingBy(fact -> fact.occurredAt().getEpochSecond() / 10 * 10, TreeMap::new, counting()));
        assertThat(expected).hasSizeGreaterThan(1);

        assertThat(projection.answer(new FindFactRates(from, 10)))
                .extracting(rate -> Map.entry(rate.from().getEpochSecond(), rate.facts()))
                .containsExactlyElementsOf(expected.entrySet());
        Refused.at("/seconds", () -> projection.answer(new FindFactRates(from, 0)));
        Refused.at("/seconds", () -> projection.answer(new FindFactRates(from, 3601)));
    }

    @Test
    void positions_are_compared_part_by_part_and_not_as_text() {
        for (int i = 0; i < 10; i++) {
            story.tell(new ClientRenamed(client(1), "name" + i));
        }

        List<Position> positions = walk(false).stream().map(FactView::position).toList();

        assertThat(positions).hasSize(19).isSorted();
        assertThat(positions).extracting(Position::toString).contains("1.703.9", "1.703.10");
    }

    @Test
    void whoever_has_seen_a_fact_goes_on_from_its_position() {
        FactView third = walk(false).get(2);

        FactPage after = projection.answer(new FindFacts(
                null, null, null, null, null, null, false, 100, third.position().toString()));

        assertThat(after.items()).hasSize(6);
        assertThat(after.nextCursor()).isNull();
        assertThat(after.items().get(0).position()).isGreaterThan(third.position());
    }

    @Test
    void with_its_clients_a_user_has_what_happened_to_them_while_they_were_this_users() {
        story.tell(provisioned(client(2), CLEO, "cleo", "two"))
                .tell(new ClientReassigned(client(1), CLEO, "cleo"), new ClientRenamed(client(1), "hers"))
                .tell(new ClientRemoved(client(2)));

        assertThat(withClients(BEN))
                .containsExactly(
                        "user-created ben",
                        "client-provisioned one",
                        "user-locked ben",
                        "client-renamed uno",
                        "user-unlocked ben",
                        "client-renamed un",
                        "client-reassigned un");
        assertThat(withClients(CLEO))
                .containsExactly(
                        "user-created cleo",
                        "user-locked cleo",
                        "user-unlocked cleo",
                        "client-provisioned two",
                        "client-reassigned un",
                        "client-renamed hers",
                        "client-removed two");
        FindFacts all =
                new FindFacts(Subject.Kind.USER, BEN.toString(), null, null, null, null, false, 100, null, true);
        assertThat(projection.answer(all).items())
                .filteredOn(fact -> fact.subject().kind() == Subject.Kind.CLIENT)
                .extracting(fact -> fact.subject().owner())
                .containsExactly(BEN.toString(), BEN.toString(), BEN.toString(), CLEO.toString());
    }

    private List<String> withClients(UserId user) {
        FactPage first = projection.answer(about(user, null));
        assertThat(first.items()).hasSize(4);
        FactPage rest = projection.answer(about(user, first.nextCursor()));
        return Stream.of(first, rest)
                .flatMap(page -> page.items().stream())
                .map(fact -> fact.type() + " " + fact.subject().name())
                .toList();
    }

    private static FindFacts about(UserId user, @Nullable String cursor) {
        return new FindFacts(
                Subject.Kind.USER,
                user.toString(),
                null,
                null,
                null,
                null,
                false,
                cursor == null ? 4 : 100,
                cursor,
                true);
    }

    @Test
    void the_facts_of_one_subject_are_nobody_elses() {
        assertThat(found(Subject.Kind.USER, BEN.toString(), null, null))
                .containsExactly("user-created ben", "user-locked ben", "user-unlocked ben");
        assertThat(found(Subject.Kind.USER, BEN.toString().toUpperCase(Locale.ROOT), null, null))
                .hasSize(3);
        assertThat(found(Subject.Kind.CLIENT, client(1).toString(), null, null))
                .containsExactly("client-provisioned one", "client-renamed uno", "client-renamed un");
        assertThat(found(Subject.Kind.CLIENT, BEN.toString(), null, null)).isEmpty();
        assertThat(found(Subject.Kind.CLIENT, null, null, null)).hasSize(3);
        assertThat(found(null, user(9).toString(), null, null)).isEmpty();
        assertThat(found(null, "no id", null, null)).isEmpty();
        assertThat(found(null, "1-1-1-1-1", null, null)).isEmpty();
    }

    @Test
    void an_actor_is_found_by_identifier_or_name() {
        assertThat(found(null, null, "Id-Of-Zoe", null))
                .containsExactly("user-locked ben", "user-locked cleo", "client-renamed uno");
        assertThat(found(null, null, "ZOE", null)).hasSize(3);
        assertThat(found(null, null, "anna", null)).hasSize(6);
        assertThat(found(null, null, "ann", null)).isEmpty();
        assertThat(found(null, null, "\0", null)).isEmpty();
    }

    @Test
    void filters_hold_together() {
        assertThat(found(null, null, "zoe", "user-locked")).containsExactly("user-locked ben", "user-locked cleo");
        assertThat(found(Subject.Kind.USER, CLEO.toString(), "zoe", "user-locked"))
                .containsExactly("user-locked cleo");
        assertThat(found(null, null, null, "value-claimed")).isEmpty();
    }

    @Test
    void a_span_of_time_has_its_beginning_in_it_and_not_its_end() {
        assertThat(between(START.plusSeconds(3), START.plusSeconds(5)))
                .containsExactly("user-locked ben", "user-locked cleo");
        assertThat(between(START.plusSeconds(7), null)).containsExactly("user-unlocked cleo", "client-renamed un");
        assertThat(between(null, START.plusSeconds(1))).containsExactly("user-created ben");
        assertThat(between(Instant.MIN, Instant.MAX)).hasSize(9);
        assertThat(between(Instant.MAX, Instant.MIN)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.", "a", "1.2.3.4", "99999999999999999999", "{1}"})
    void refuses_cursors_that_are_no_position(String cursor) {
        Refused.at(
                "/cursor",
                () -> projection.answer(new FindFacts(null, null, null, null, null, null, true, 10, cursor)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1001, Integer.MAX_VALUE})
    void refuses_limits_outside_1_to_1000(int limit) {
        Refused.at(
                "/limit",
                () -> projection.answer(new FindFacts(null, null, null, null, null, null, true, limit, null)));
    }

    @Test
    void refuses_types_that_do_not_exist() {
        Refused.at("/type", () -> found(null, null, null, "user-vanished"));
    }

    private List<FactView> walk(boolean newestFirst) {
        List<FactView> walked = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            FactPage page =
                    projection.answer(new FindFacts(null, null, null, null, null, null, newestFirst, 3, cursor));
            assertThat(page.items()).hasSizeBetween(1, 3);
            walked.addAll(page.items());
            cursor = page.nextCursor();
        } while (cursor != null);
        return walked;
    }

    private List<String> found(
            Subject.@Nullable Kind kind, @Nullable String subject, @Nullable String actor, @Nullable String type) {
        return texts(new FindFacts(kind, subject, actor, type, null, null, false, 100, null));
    }

    private List<String> between(@Nullable Instant from, @Nullable Instant to) {
        return texts(new FindFacts(null, null, null, null, from, to, false, 100, null));
    }

    private List<String> texts(FindFacts query) {
        return projection.answer(query).items().stream()
                .map(fact -> fact.type() + " " + fact.subject().name())
                .toList();
    }
}
