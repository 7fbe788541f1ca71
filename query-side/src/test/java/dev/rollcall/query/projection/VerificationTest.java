package dev.rollcall.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.FactChain;
import dev.rollcall.api.Position;
import dev.rollcall.api.audit.ChainView;
import dev.rollcall.api.audit.ChainView.State;
import dev.rollcall.api.audit.VerifyAudit;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VerificationTest {

    private static final Instant NOW = Instant.parse("2026-03-01T09:30:00Z");

    private final Chores chores = new Chores();
    private final AtomicInteger checks = new AtomicInteger();

    @AfterEach
    void close() {
        chores.destroy();
    }

    private Verification of(FactChain chain) {
        return new Verification(() -> chain, chores, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static ChainView view(State state, double percent, long facts) {
        ChainView.Fault fault = state == State.BROKEN
                ? new ChainView.Fault(ChainView.Kind.ALTERED, Position.of(1L, 2L, 3L), null, "not as it was")
                : null;
        return new ChainView(state, percent, facts, 0, NOW, NOW, fault, null, null);
    }

    @Test
    void a_short_check_is_answered_with_its_result_and_every_question_checks_anew() throws Exception {
        Verification verification = of(progress -> view(State.INTACT, 100, checks.incrementAndGet()));

        assertThat(verification.answer(new VerifyAudit(false))).isEmpty();
        assertThat(verification.answer(new VerifyAudit(true)).orElseThrow().facts())
                .isEqualTo(1);
        assertThat(verification.answer(new VerifyAudit(true)).orElseThrow().facts())
                .isEqualTo(2);
        assertThat(verification.answer(new VerifyAudit(false)).orElseThrow().facts())
                .isEqualTo(2);
    }

    @Test
    void a_long_check_is_answered_with_how_far_it_is_and_its_result_is_for_who_asks_next() throws Exception {
        CountDownLatch enough = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Verification verification = of(progress -> {
            progress.accept(view(State.RUNNING, 40, checks.incrementAndGet()));
            try {
                enough.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            ended.countDown();
            return view(State.BROKEN, 100, checks.get());
        });

        assertThat(verification.answer(new VerifyAudit(true)).orElseThrow().percent())
                .isEqualTo(40);
        enough.countDown();
        ended.await();
        ChainView result = verification.answer(new VerifyAudit(true)).orElseThrow();
        assertThat(result.state()).isEqualTo(State.BROKEN);
        assertThat(result.firstBad().position()).hasToString("1.2.3");
        assertThat(checks).as("the result of the check that ran, no new one").hasValue(1);

        assertThat(verification.answer(new VerifyAudit(true)).orElseThrow().facts())
                .isEqualTo(2);
    }

    @Test
    void what_cannot_be_checked_says_why() throws Exception {
        Verification failing = of(progress -> {
            throw new IllegalStateException("no connection");
        });
        ChainView failed = failing.answer(new VerifyAudit(true)).orElseThrow();
        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.detail()).isEqualTo("The history could not be read to its end. Ask again.");

        Verification elsewhere = new Verification(() -> null, chores, Clock.systemUTC());
        assertThat(elsewhere.answer(new VerifyAudit(true)).orElseThrow().detail())
                .startsWith("Axon Server keeps the facts here.");
    }
}
