package dev.rollcall.command.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.Stage;
import dev.rollcall.command.engine.OwnAccord;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;

class RostersTest {

    private static final UserId ADA = new UserId(new UUID(1, 1));
    private static final UserId BOB = new UserId(new UUID(1, 2));
    private static final ClientId FIRST = new ClientId(new UUID(2, 1));
    private static final ClientId SECOND = new ClientId(new UUID(2, 2));

    private final EventStore store = Stage.store();
    private final SourcedRosters rosters = new SourcedRosters(Stage.aggregates(store), store);
    private final OwnAccord ownAccord = new OwnAccord();

    @Test
    void clients_are_listed_as_they_were_enrolled() {
        ownAccord.decide(() -> rosters.enroll(ADA, SECOND));
        ownAccord.decide(() -> rosters.enroll(ADA, FIRST));
        ownAccord.decide(() -> rosters.enroll(BOB, new ClientId(new UUID(2, 3))));

        assertThat(asked(() -> rosters.clients(ADA))).containsExactly(SECOND, FIRST);
        assertThat(asked(() -> rosters.size(ADA))).isEqualTo(2);
    }

    @Test
    void a_user_without_clients_has_an_empty_roster() {
        assertThat(asked(() -> rosters.clients(ADA))).isEmpty();
        assertThat(store.readEvents("roster-" + ADA).hasNext()).isFalse();
    }

    @Test
    void enrolling_and_discharging_twice_records_nothing_the_second_time() {
        ownAccord.decide(() -> rosters.enroll(ADA, FIRST));
        ownAccord.decide(() -> rosters.enroll(ADA, FIRST));
        assertThat(store.lastSequenceNumberFor("roster-" + ADA)).contains(0L);

        ownAccord.decide(() -> rosters.discharge(ADA, FIRST));
        ownAccord.decide(() -> rosters.discharge(ADA, FIRST));
        assertThat(store.lastSequenceNumberFor("roster-" + ADA)).contains(1L);
        assertThat(asked(() -> rosters.size(ADA))).isZero();
    }

    @Test
    void nobody_is_enrolled_once_it_is_closed() {
        ownAccord.decide(() -> rosters.close(ADA));
        ownAccord.decide(() -> rosters.close(ADA));

        assertThat(store.lastSequenceNumberFor("roster-" + ADA)).contains(0L);
        assertThatThrownBy(() -> ownAccord.decide(() -> rosters.enroll(ADA, FIRST)))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        refused -> assertThat(refused.refusal().rejection()).isEqualTo(Rejection.USER_NOT_FOUND));
    }

    @Test
    void a_roster_with_clients_cannot_be_closed() {
        ownAccord.decide(() -> rosters.enroll(ADA, FIRST));

        assertThatThrownBy(() -> ownAccord.decide(() -> rosters.close(ADA))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void how_many_there_were_is_known_of_every_instant() {
        Instant begin = Instant.parse("2026-03-01T08:00:00Z");
        at(begin, () -> rosters.enroll(ADA, FIRST));
        at(begin.plusSeconds(10), () -> rosters.enroll(ADA, SECOND));
        at(begin.plusSeconds(20), () -> rosters.discharge(ADA, FIRST));

        assertThat(rosters.sizeAt(ADA, begin.minusSeconds(1))).isZero();
        assertThat(rosters.sizeAt(ADA, begin)).isEqualTo(1);
        assertThat(rosters.sizeAt(ADA, begin.plusSeconds(10))).isEqualTo(2);
        assertThat(rosters.sizeAt(ADA, begin.plusSeconds(30))).isEqualTo(1);
    }

    @Test
    void a_removal_and_an_enrolment_at_the_same_moment_do_not_both_happen() throws Exception {
        EventStore shared = Stage.store(Stage.database());
        SourcedRosters raced = new SourcedRosters(Stage.aggregates(shared), shared);
        for (int round = 0; round < 10; round++) {
            UserId user = new UserId(new UUID(3, round));

            List<Throwable> failures = Stage.race(List.of(
                    () -> ownAccord.decide(() -> {
                        raced.clients(user).forEach(client -> raced.discharge(user, client));
                        raced.close(user);
                    }),
                    () -> ownAccord.decide(() -> raced.enroll(user, FIRST))));

            assertThat(failures.get(0)).isNull();
            assertThat(asked(() -> raced.size(user))).isZero();
        }
    }

    private void at(Instant instant, Runnable decision) {
        Clock before = GenericEventMessage.clock;
        GenericEventMessage.clock = Clock.fixed(instant, ZoneOffset.UTC);
        try {
            ownAccord.decide(decision);
        } finally {
            GenericEventMessage.clock = before;
        }
    }

    private <T> T asked(Supplier<T> question) {
        AtomicReference<T> answer = new AtomicReference<>();
        ownAccord.decide(() -> answer.set(question.get()));
        return answer.get();
    }
}
