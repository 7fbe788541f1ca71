package dev.rollcall.command.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.Stage;
import dev.rollcall.command.engine.OwnAccord;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;

class AdministratorsTest {

    private static final UserId ADA = new UserId(new UUID(1, 1));
    private static final UserId BOB = new UserId(new UUID(1, 2));

    private final EventStore store = Stage.store();
    private final Administrators administrators = new SourcedAdministrators(Stage.aggregates(store));
    private final OwnAccord ownAccord = new OwnAccord();

    @Test
    void at_first_there_never_was_one() {
        assertThat(everHadOne()).isFalse();
    }

    @Test
    void once_there_was_one_there_ever_was() {
        ownAccord.decide(() -> administrators.join(ADA));
        assertThat(everHadOne()).isTrue();

        ownAccord.decide(() -> administrators.suspend(ADA));
        assertThat(everHadOne()).isTrue();
    }

    @Test
    void joining_twice_records_nothing_the_second_time() {
        ownAccord.decide(() -> administrators.join(ADA));
        ownAccord.decide(() -> administrators.join(ADA));

        assertThat(store.lastSequenceNumberFor("administrators")).contains(0L);
    }

    @Test
    void the_last_one_cannot_leave() {
        ownAccord.decide(() -> administrators.join(ADA));

        assertThatThrownBy(() -> ownAccord.decide(() -> administrators.leave(ADA)))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        refused -> assertThat(refused.refusal().rejection()).isEqualTo(Rejection.LAST_ADMINISTRATOR));
    }

    @Test
    void one_of_two_can_leave_and_then_the_other_cannot() {
        ownAccord.decide(() -> administrators.join(ADA));
        ownAccord.decide(() -> administrators.join(BOB));
        ownAccord.decide(() -> administrators.leave(ADA));

        assertThatThrownBy(() -> ownAccord.decide(() -> administrators.leave(BOB)))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void who_is_not_in_the_circle_leaves_without_a_fact_however_small_it_is() {
        ownAccord.decide(() -> administrators.join(ADA));

        ownAccord.decide(() -> administrators.leave(BOB));

        assertThat(store.lastSequenceNumberFor("administrators")).contains(0L);
    }

    @Test
    void a_lock_takes_even_the_last_one_out_and_an_unlock_brings_it_back() {
        ownAccord.decide(() -> administrators.join(ADA));
        ownAccord.decide(() -> administrators.suspend(ADA));
        assertThat(store.lastSequenceNumberFor("administrators")).contains(1L);

        ownAccord.decide(() -> administrators.join(ADA));

        assertThatThrownBy(() -> ownAccord.decide(() -> administrators.leave(ADA)))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void two_who_leave_at_the_same_moment_do_not_both_get_out() throws Exception {
        Administrators raced = new SourcedAdministrators(Stage.aggregates(Stage.store(Stage.database())));
        for (int round = 0; round < 10; round++) {
            ownAccord.decide(() -> raced.join(ADA));
            ownAccord.decide(() -> raced.join(BOB));

            List<Throwable> failures = Stage.race(List.of(
                    () -> ownAccord.decide(() -> raced.leave(ADA)), () -> ownAccord.decide(() -> raced.leave(BOB))));

            assertThat(failures).filteredOn(failure -> failure == null).hasSize(1);
            assertThat(failures).filteredOn(failure -> failure != null).allSatisfy(failure -> assertThat(
                            ((Rejected) failure).refusal().rejection())
                    .isEqualTo(Rejection.LAST_ADMINISTRATOR));
        }
    }

    private boolean everHadOne() {
        AtomicBoolean answer = new AtomicBoolean();
        ownAccord.decide(() -> answer.set(administrators.everHadOne()));
        return answer.get();
    }
}
