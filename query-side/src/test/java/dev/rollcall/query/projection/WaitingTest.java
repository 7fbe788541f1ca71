package dev.rollcall.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Position;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class WaitingTest {

    /** Looks at nothing, so that only what is told counts. */
    private final ScheduledThreadPoolExecutor blind = new ScheduledThreadPoolExecutor(1) {
        @Override
        public void execute(Runnable look) {
            // looks away
        }
    };

    private static final String TOKEN = "Processor[views]/Token";

    private final Waiting waiting = new Waiting(new Places(new JdbcTemplate(), new Tokens()), blind);

    private void commit(long index) {
        UnitOfWork<?> batch = DefaultUnitOfWork.startAndGet(null);
        batch.resources().put(TOKEN, new GlobalSequenceTrackingToken(index));
        waiting.afterCommit(batch);
        batch.commit();
    }

    private CompletableFuture<Boolean> until(long index) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return waiting.until(Position.of(index), Duration.ofSeconds(10));
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
    }

    @Test
    void who_waits_in_the_process_that_feeds_is_told_at_the_commit() throws Exception {
        CompletableFuture<Boolean> answer = until(5);
        Thread.sleep(100);
        commit(4);
        Thread.sleep(100);
        assertThat(answer).isNotDone();

        commit(5);

        assertThat(answer.get()).isTrue();
    }

    @Test
    void a_batch_that_is_rolled_back_tells_nobody() throws Exception {
        UnitOfWork<?> batch = DefaultUnitOfWork.startAndGet(null);
        batch.resources().put(TOKEN, new GlobalSequenceTrackingToken(5));
        waiting.afterCommit(batch);
        batch.rollback();

        assertThat(waiting.until(Position.of(5L), Duration.ZERO)).isFalse();
    }
}
