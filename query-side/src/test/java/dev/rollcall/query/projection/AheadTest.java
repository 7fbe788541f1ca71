package dev.rollcall.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AheadTest {

    private static final int MOST = 10;

    /** So many facts, and then nothing or a failure. */
    private static final class Source implements BlockingStream<TrackedEventMessage<?>> {
        private final int facts;
        private final boolean breaks;
        private final AtomicInteger read = new AtomicInteger();
        private volatile boolean closed;

        private Source(int facts, boolean breaks) {
            this.facts = facts;
            this.breaks = breaks;
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            return Optional.empty();
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            if (read.get() == facts && breaks) {
                throw new IllegalStateException("lost");
            }
            if (read.get() == facts) {
                Thread.sleep(1);
            }
            return read.get() < facts;
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() {
            int number = read.getAndIncrement();
            return new GenericTrackedEventMessage<>(
                    new GlobalSequenceTrackingToken(number), GenericEventMessage.asEventMessage("fact " + number));
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final ExecutorService executor = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        executor.shutdownNow();
    }

    private static List<Object> all(Ahead ahead, int count) throws InterruptedException {
        List<Object> all = new ArrayList<>();
        while (all.size() < count) {
            TrackedEventMessage<?> peeked =
                    ahead.hasNextAvailable(1, TimeUnit.SECONDS) ? ahead.peek().orElseThrow() : ahead.nextAvailable();
            assertThat(ahead.nextAvailable()).isSameAs(peeked);
            all.add(peeked.getPayload());
        }
        return all;
    }

    @Test
    void every_fact_comes_once_and_in_order_and_not_too_many_are_read_before() throws Exception {
        Source source = new Source(1_000, false);
        try (Ahead ahead = new Ahead(source, MOST, executor)) {
            await().until(() -> source.read.get() > MOST);
            assertThat(source.read.get()).isEqualTo(MOST + 1);

            assertThat(all(ahead, 1_000)).hasSize(1_000).doesNotHaveDuplicates().startsWith("fact 0", "fact 1");

            assertThat(ahead.hasNextAvailable(1, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(ahead.peek()).isEmpty();
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> source.closed);
    }

    @Test
    void a_failure_comes_after_the_facts_before_it_and_stays() throws Exception {
        Source source = new Source(3, true);
        try (Ahead ahead = new Ahead(source, MOST, executor)) {
            await().until(() -> source.closed);

            assertThat(all(ahead, 3)).containsExactly("fact 0", "fact 1", "fact 2");

            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> ahead.hasNextAvailable(1, TimeUnit.SECONDS))
                        .hasMessage("lost");
            }
        }
    }

    @Test
    void it_ends_though_nobody_takes_what_was_read() {
        Source source = new Source(1_000, false);
        new Ahead(source, MOST, executor).close();

        await().atMost(Duration.ofSeconds(10)).until(() -> source.closed);
    }
}
