package dev.rollcall.command.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;

class OwnAccordTest {

    private final OwnAccord ownAccord = new OwnAccord();
    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void facts_say_that_the_program_itself_acted() {
        ownAccord.decide(() -> {
            MetaData carried = CurrentUnitOfWork.get().getCorrelationData();
            assertThat(carried)
                    .containsEntry(Provenance.ACTOR_KIND, "SYSTEM")
                    .containsEntry(Provenance.ACTOR_NAME, "system")
                    .containsEntry(Provenance.VIA, "SYSTEM");
            assertThat(carried.get(Provenance.CORRELATION)).asString().hasSize(36);
            attempts.incrementAndGet();
        });

        assertThat(attempts).hasValue(1);
        assertThat(CurrentUnitOfWork.isStarted()).isFalse();
    }

    @Test
    void a_conflict_is_tried_again() {
        ownAccord.decide(() -> {
            if (attempts.incrementAndGet() < 3) {
                throw new ConcurrencyException("somebody was faster");
            }
        });

        assertThat(attempts).hasValue(3);
    }

    @Test
    void in_the_end_a_conflict_is_one() {
        assertThatThrownBy(() -> ownAccord.decide(() -> {
                    attempts.incrementAndGet();
                    throw new ConcurrencyException("somebody was faster");
                }))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        refused -> assertThat(refused.refusal().rejection()).isEqualTo(Rejection.BUSY));
        assertThat(attempts).hasValue(4);
    }

    @Test
    void any_other_failure_comes_out_as_it_is() {
        IllegalArgumentException failure = new IllegalArgumentException("broken");

        assertThatThrownBy(() -> ownAccord.decide(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void an_error_is_named_as_the_cause() {
        AssertionError error = new AssertionError("broken");

        assertThatThrownBy(() -> ownAccord.decide(() -> {
                    throw error;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasCause(error);
    }
}
