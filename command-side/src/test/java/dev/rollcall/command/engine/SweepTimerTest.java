package dev.rollcall.command.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SweepTimerTest {

    private final AtomicInteger sweeps = new AtomicInteger();
    private final SweepTimer timer = timer(sweeps::incrementAndGet);

    private static SweepTimer timer(Runnable sweep) {
        return new SweepTimer("test-sweeper", sweep, Duration.ofMillis(1), Duration.ofMillis(15));
    }

    @AfterEach
    void stop() {
        timer.stop();
    }

    @Test
    void sweeps_again_and_again_once_it_is_started() {
        assertThat(timer.isRunning()).isFalse();

        timer.start();

        assertThat(timer.isRunning()).isTrue();
        await().untilAsserted(() -> assertThat(sweeps.get()).isGreaterThan(2));
    }

    @Test
    void goes_on_after_a_sweep_that_failed() {
        SweepTimer failing = timer(() -> {
            sweeps.incrementAndGet();
            throw new IllegalStateException("no database");
        });

        failing.start();

        await().untilAsserted(() -> assertThat(sweeps.get()).isGreaterThan(2));
        failing.stop();
    }

    @Test
    void stops_for_good() throws InterruptedException {
        timer.start();
        await().untilAsserted(() -> assertThat(sweeps.get()).isPositive());

        timer.stop();

        assertThat(timer.isRunning()).isFalse();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("test-sweeper")));
        int before = sweeps.get();
        Thread.sleep(60);
        assertThat(sweeps).hasValue(before);
    }

    @Test
    void has_one_thread_however_often_it_is_started() {
        timer.start();
        timer.start();
        await().untilAsserted(() -> assertThat(sweeps.get()).isPositive());

        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().equals("test-sweeper")))
                .hasSize(1);
    }
}
