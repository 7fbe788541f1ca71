package dev.rollcall.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.junit.jupiter.api.Test;

class PatientSourceTest {

    private final Node.Facts facts = new Node.Facts();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final PatientSource source = new PatientSource(
            "users", () -> EmbeddedEventStore.builder().storageEngine(facts).build(), closed);

    @Test
    void a_stream_opens_soon_after_the_store_is_back_however_long_it_was_down() throws Exception {
        facts.down = true;
        CompletableFuture<BlockingStream<TrackedEventMessage<?>>> opening =
                CompletableFuture.supplyAsync(() -> source.openStream(null));
        Thread.sleep(3_500);
        assertThat(opening).isNotDone();

        facts.down = false;
        long start = System.nanoTime();
        opening.get(10, TimeUnit.SECONDS).close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2_000));
    }

    @Test
    void the_wait_ends_with_the_process() {
        facts.down = true;
        CompletableFuture<BlockingStream<TrackedEventMessage<?>>> opening =
                CompletableFuture.supplyAsync(() -> source.openStream(null));

        closed.set(true);

        assertThatThrownBy(() -> opening.get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("down");
    }
}
