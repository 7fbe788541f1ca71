package dev.rollcall.query.projection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.api.Fact;
import dev.rollcall.api.audit.ProjectionView;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.api.user.UserRenamed;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.axonframework.messaging.deadletter.Decisions;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;

class ParkingTest {

    private final Node.Installation installation = new Node.Installation();

    private static final String NEVER = "rollcall.query.retry-first=10m";

    @Test
    void a_fact_that_cannot_be_applied_holds_up_nobody_but_its_own_user() {
        UUID unlucky = installation.created("Ann");
        UUID lucky = installation.created("Bob");
        installation.renamed(lucky, "Bobby");
        installation.mischief.before = failOn("broken");
        installation.renamed(unlucky, "broken");
        installation.renamed(unlucky, "Anne");
        installation.renamed(lucky, "Robert");

        try (Node node = Node.start(installation, NEVER)) {
            node.settle();

            assertThat(installation.view().nameOf(lucky)).isEqualTo("Robert");
            assertThat(installation.view().nameOf(unlucky)).isEqualTo("Ann");
            assertThat(node.standing().deadLetters()).isEqualTo(2);
            assertThat(node.standing().state()).isEqualTo(ProjectionView.State.RUNNING);
        }
    }

    @Test
    void a_statement_that_fails_undoes_nothing_but_itself() {
        UUID first = installation.created("Ann");
        UUID poisoned = installation.created("Bob");
        installation.renamed(first, "Anne");
        installation.renamed(poisoned, "poison");
        UUID last = installation.created("Cid");

        try (Node node = Node.start(installation, NEVER)) {
            node.settle();

            assertThat(installation.view().nameOf(first)).isEqualTo("Anne");
            assertThat(installation.view().nameOf(poisoned)).isEqualTo("Bob");
            assertThat(installation.view().nameOf(last)).isEqualTo("Cid");
            assertThat(installation.jdbc().queryForObject("select cause_message from query.dead_letter", String.class))
                    .contains("no_poison")
                    .as("nothing of the row itself")
                    .doesNotContain(poisoned.toString());
        }
    }

    @Test
    void of_many_facts_written_at_once_only_those_that_cannot_be_written_are_parked() {
        UUID poisoned = installation.created("Ann");
        UUID unlucky = installation.created("Bob");
        UUID lucky = installation.created("Cid");
        installation.mischief.before = failOn("broken");
        installation.renamed(lucky, "Cyd");
        installation.renamed(poisoned, "poison");
        installation.renamed(unlucky, "broken");
        installation.renamed(lucky, "Sid");
        installation.renamed(poisoned, "Anne");

        try (Node node = Node.start(installation, NEVER)) {
            node.settle();

            assertThat(installation.view().nameOf(lucky)).isEqualTo("Sid");
            assertThat(installation.view().nameOf(poisoned)).isEqualTo("Ann");
            assertThat(installation.view().nameOf(unlucky)).isEqualTo("Bob");
            assertThat(node.standing().deadLetters()).isEqualTo(3);
            assertThat(node.standing().state()).isEqualTo(ProjectionView.State.RUNNING);
        }
    }

    @Test
    void letters_parked_before_a_later_failure_in_the_same_batch_stay() {
        UUID first = installation.created("Ann");
        UUID second = installation.created("Bob");
        installation.renamed(first, "poison");
        try (Node node = Node.start(installation, NEVER)) {
            node.settle();
        }
        installation.renamed(first, "Anne");
        installation.renamed(second, "poison");
        installation.renamed(second, "Bobby");

        try (Node node = Node.start(installation, NEVER)) {
            node.settle();

            assertThat(node.standing().deadLetters()).isEqualTo(4);
        }
    }

    @Test
    void parked_facts_are_applied_in_order_by_themselves_once_that_is_possible() {
        UUID unlucky = installation.created("Ann");
        installation.mischief.before = failOn("broken");
        installation.renamed(unlucky, "broken");
        IntStream.rangeClosed(1, 5).forEach(i -> installation.renamed(unlucky, "Ann" + i));

        try (Node node = Node.start(installation)) {
            node.settle();
            assertThat(node.standing().deadLetters()).isEqualTo(6);

            installation.mischief.before = fact -> {};
            await().atMost(Duration.ofSeconds(20)).until(() -> node.standing().deadLetters() == 0);

            assertThat(installation.view().nameOf(unlucky)).isEqualTo("Ann5");
        }
    }

    @Test
    void a_retry_that_fails_leaves_the_letter_and_waits_longer_each_time() {
        UUID unlucky = installation.created("Ann");
        AtomicInteger attempts = new AtomicInteger();
        installation.mischief.before = fact -> {
            if (fact instanceof UserRenamed) {
                attempts.incrementAndGet();
                throw new IllegalStateException("attempt");
            }
        };
        installation.renamed(unlucky, "Anne");

        try (Node node = Node.start(installation, "rollcall.query.retry-first=1s")) {
            node.settle();
            await().pollDelay(Duration.ofSeconds(5))
                    .atMost(Duration.ofSeconds(6))
                    .until(() -> true);

            assertThat(node.standing().deadLetters()).isEqualTo(1);
            // applied, then retried after 1 and 2 s, but not every second
            assertThat(attempts.get()).isBetween(3, 4);
            assertThat(new String(
                            installation
                                    .jdbc()
                                    .queryForObject("select diagnostics from query.dead_letter", byte[].class),
                            UTF_8))
                    .contains("\"attempts\":2");
        }
    }

    @Test
    void a_queue_that_is_full_stops_the_projection_loudly_and_loses_nothing() {
        UUID first = installation.created("Ann");
        UUID second = installation.created("Bob");
        installation.mischief.before = failOn("broken");
        installation.renamed(first, "broken");

        try (Node node = Node.start(installation, NEVER, "rollcall.query.parked-users-and-clients=1")) {
            node.settle();
            installation.renamed(second, "broken");
            UUID third = installation.created("Cid");

            await().atMost(Duration.ofSeconds(20)).until(() -> node.standing().state() == ProjectionView.State.FAILED);
            assertThat(node.standing().lag()).isPositive();
            assertThat(installation.view().nameOf(third)).isEmpty();

            installation.mischief.before = fact -> {};
            node.settle();
            assertThat(installation.view().nameOf(second)).isEqualTo("broken");
            assertThat(installation.view().nameOf(third)).isEqualTo("Cid");
            assertThat(node.standing().state()).isEqualTo(ProjectionView.State.RUNNING);
        }
    }

    @Test
    void an_outage_parks_nothing_and_the_batch_is_repeated() {
        AtomicInteger attempts = new AtomicInteger();
        installation.mischief.before = fact -> {
            if (fact instanceof UserCreated && attempts.incrementAndGet() <= 2) {
                throw new CannotAcquireLockException("deadlock");
            }
        };
        UUID user = installation.created("Ann");

        try (Node node = Node.start(installation, NEVER)) {
            node.settle();

            assertThat(attempts.get()).isEqualTo(3);
            assertThat(node.standing().deadLetters()).isZero();
            assertThat(installation.view().nameOf(user)).isEqualTo("Ann");
        }
    }

    @Test
    void a_reset_forgets_the_letters_so_that_none_is_parked_twice() {
        UUID unlucky = installation.created("Ann");
        installation.mischief.before = failOn("broken");
        installation.renamed(unlucky, "broken");

        try (Node node = Node.start(installation, NEVER)) {
            node.settle();
            ProcessorsTest.reset(node);
            node.settle();

            assertThat(node.standing().deadLetters()).isEqualTo(1);
        }
    }

    @Test
    void letters_of_more_users_and_longer_sequences_than_one_page_are_all_found() {
        installation.mischief.before = fact -> {
            if (fact instanceof UserRenamed) {
                throw new IllegalStateException("broken");
            }
        };
        for (int i = 0; i < 25; i++) {
            UUID user = installation.created("User" + i);
            installation.renamed(user, "Changed");
        }
        UUID busy = installation.created("Busy");
        IntStream.range(0, 130).forEach(i -> installation.renamed(busy, "Busy" + i));

        try (Node node = Node.start(installation, NEVER)) {
            node.settle();
            Letters letters = node.get(Feeds.class).all().get(0).letters();

            assertThat(letters.deadLetterSequence(busy.toString()))
                    .extracting(letter -> letter.message().getIdentifier())
                    .hasSize(130)
                    .doesNotHaveDuplicates();
            AtomicInteger offered = new AtomicInteger();
            assertThat(letters.process(letter -> offered.incrementAndGet() == 26, letter -> Decisions.evict()))
                    .as("the last of 26 is found though a page has ten")
                    .isTrue();
            assertThat(letters.amountOfSequences()).isEqualTo(25);
        }
    }

    static Consumer<Fact> failOn(String name) {
        return fact -> {
            if (fact instanceof UserRenamed renamed && renamed.firstName().equals(name)) {
                throw new IllegalStateException(name);
            }
        };
    }
}
