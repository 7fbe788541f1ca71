package dev.rollcall.command.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.common.lock.DeadlockException;
import org.axonframework.common.lock.LockAcquisitionFailedException;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PersistentCommandBusTest {

    private final PersistentCommandBus bus = new PersistentCommandBus(SimpleCommandBus.builder());
    private final List<UnitOfWork<?>> works = new ArrayList<>();
    private final AtomicInteger stored = new AtomicInteger();
    private final AtomicInteger undone = new AtomicInteger();

    static Stream<Throwable> conflicts() {
        return Stream.of(
                new ConcurrencyException("somebody was faster"),
                new DeadlockException("in each other's way"),
                new EventStoreException("not stored", new SQLException("deadlock", "40P01")),
                new EventStoreException("not stored", new SQLException("serialization", "40001")),
                new IllegalStateException("AXONIQ-2000: invalid sequence"));
    }

    @ParameterizedTest
    @MethodSource("conflicts")
    void a_conflict_is_tried_again_each_time_in_a_unit_of_work_of_its_own(Throwable conflict) {
        Object answer = send(attempt -> {
            if (attempt < 4) {
                throw conflict;
            }
            return "done";
        });

        assertThat(answer).isEqualTo("done");
        assertThat(works).hasSize(4).doesNotHaveDuplicates();
        assertThat(undone).hasValue(3);
        assertThat(stored).hasValue(1);
    }

    @Test
    void a_conflict_at_the_moment_of_storing_is_tried_again_as_well() {
        Object answer = send(attempt -> {
            if (attempt == 1) {
                CurrentUnitOfWork.get().onPrepareCommit(work -> {
                    throw new ConcurrencyException("somebody was faster");
                });
            }
            return "done";
        });

        assertThat(answer).isEqualTo("done");
        assertThat(works).hasSize(2);
    }

    @Test
    void after_three_more_attempts_the_caller_is_told_that_others_are_busy() {
        Object answer = send(attempt -> {
            throw new ConcurrencyException("somebody was faster");
        });

        assertThat(rejection(answer)).isEqualTo(Rejection.BUSY);
        assertThat(works).hasSize(4);
    }

    @Test
    void a_lock_that_could_not_be_had_is_not_waited_for_again() {
        Object answer = send(attempt -> {
            throw new LockAcquisitionFailedException("too long");
        });

        assertThat(rejection(answer)).isEqualTo(Rejection.BUSY);
        assertThat(works).hasSize(1);
    }

    @Test
    void a_refusal_is_an_answer_and_not_tried_again() {
        Object answer = send(attempt -> {
            throw new Rejected(Rejection.EMAIL_TAKEN);
        });

        assertThat(rejection(answer)).isEqualTo(Rejection.EMAIL_TAKEN);
        assertThat(works).hasSize(1);
        assertThat(undone).hasValue(1);
    }

    @Test
    void any_other_failure_reaches_the_caller_as_it_is() {
        IllegalStateException failure = new IllegalStateException("broken");

        Object answer = send(attempt -> {
            throw failure;
        });

        assertThat(answer).isSameAs(failure);
        assertThat(works).hasSize(1);
    }

    @Test
    void a_checked_exception_undoes_the_command_too() {
        send(attempt -> {
            throw new Exception("checked");
        });

        assertThat(undone).hasValue(1);
        assertThat(stored).hasValue(0);
    }

    @Test
    void a_refused_sign_in_is_stored() {
        Object answer = send(attempt -> {
            throw new Rejected(Rejection.NOT_SIGNED_IN);
        });

        assertThat(rejection(answer)).isEqualTo(Rejection.NOT_SIGNED_IN);
        assertThat(stored).hasValue(1);
        assertThat(undone).hasValue(0);
    }

    @Test
    void a_refused_sign_in_that_could_not_be_stored_is_tried_again() {
        Object answer = send(attempt -> {
            if (attempt == 1) {
                CurrentUnitOfWork.get().onPrepareCommit(work -> {
                    throw new ConcurrencyException("somebody was faster");
                });
            }
            throw new Rejected(Rejection.NOT_SIGNED_IN);
        });

        assertThat(rejection(answer)).isEqualTo(Rejection.NOT_SIGNED_IN);
        assertThat(works).hasSize(2);
    }

    @Test
    void a_command_within_another_decision_is_left_to_that_one() {
        DefaultUnitOfWork<?> outer = DefaultUnitOfWork.startAndGet(new GenericCommandMessage<>("outer"));

        Object answer = send(attempt -> {
            throw new ConcurrencyException("somebody was faster");
        });
        outer.rollback();

        assertThat(answer).isInstanceOf(ConcurrencyException.class);
        assertThat(works).hasSize(1);
    }

    @Test
    void a_stopped_thread_does_not_try_again() {
        Thread.currentThread().interrupt();

        Object answer = send(attempt -> {
            throw new ConcurrencyException("somebody was faster");
        });

        assertThat(Thread.interrupted()).isTrue();
        assertThat(rejection(answer)).isEqualTo(Rejection.BUSY);
        assertThat(works).hasSize(1);
    }

    private interface Attempt {
        Object make(int number) throws Throwable;
    }

    private Object send(Attempt attempt) {
        AtomicInteger attempts = new AtomicInteger();
        MessageHandler<CommandMessage<?>> handler = command -> {
            UnitOfWork<?> work = CurrentUnitOfWork.get();
            works.add(work);
            work.afterCommit(done -> stored.incrementAndGet());
            work.onRollback(failed -> undone.incrementAndGet());
            try {
                return attempt.make(attempts.incrementAndGet());
            } catch (Exception | Error failure) {
                throw failure;
            } catch (Throwable impossible) {
                throw new IllegalStateException(impossible);
            }
        };
        bus.subscribe(String.class.getName(), handler);
        FutureCallback<Object, Object> callback = new FutureCallback<>();
        bus.dispatch(new GenericCommandMessage<>("a command"), callback);
        CommandResultMessage<?> result = callback.getResult();
        return result.isExceptional() ? result.exceptionResult() : result.getPayload();
    }

    private static Rejection rejection(Object answer) {
        return ((Rejected) answer).refusal().rejection();
    }
}
