package dev.rollcall.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Via;
import dev.rollcall.api.audit.DeadLetterPage;
import dev.rollcall.api.audit.DeadLetterView;
import dev.rollcall.api.audit.DiscardDeadLetter;
import dev.rollcall.api.audit.FindDeadLetters;
import dev.rollcall.api.audit.RetryDeadLetter;
import dev.rollcall.api.user.UserRenamed;
import dev.rollcall.query.Declined;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

    private static final String NEVER = "rollcall.query.retry-first=10m";

    private final Node.Installation installation = new Node.Installation();

    private static List<DeadLetterView> letters(Node node) {
        return node.get(DeadLetters.class)
                .answer(new FindDeadLetters("sample", 100, null))
                .items();
    }

    private UUID parkTwo() {
        UUID user = installation.created("Ann");
        installation.mischief.before = fact -> {
            if (fact instanceof UserRenamed renamed && renamed.firstName().equals("broken")) {
                throw new IllegalStateException("no such luck");
            }
        };
        installation.renamed(user, "broken");
        installation.renamed(user, "Anne");
        return user;
    }

    @Test
    void they_say_what_failed_and_why_and_what_waits_behind_it() {
        UUID user = parkTwo();
        try (Node node = Node.start(installation, NEVER)) {
            node.settle();

            List<DeadLetterView> letters = letters(node);

            assertThat(letters).hasSize(2).allSatisfy(letter -> {
                assertThat(letter.projection()).isEqualTo("sample");
                assertThat(letter.subject()).isEqualTo(user.toString());
            });
            assertThat(letters.get(0).cause())
                    .startsWith("IllegalStateException: in DeadLettersTest.")
                    .doesNotContain("luck");
            assertThat(letters.get(0).remedy()).contains("retry", "discard");
            assertThat(letters.get(1).remedy()).contains("waits");
            assertThat(letters.get(0).position()).hasToString("1");
            assertThat(letters.get(0).nextAttemptAt())
                    .isCloseTo(letters.get(0).parkedAt().plusSeconds(600), within(1, ChronoUnit.SECONDS));
            assertThat(letters.get(1).cause()).isNull();
            assertThat(letters.get(1).nextAttemptAt()).isNull();
        }
    }

    @Test
    void an_administrator_has_them_tried_again_at_once() {
        UUID user = parkTwo();
        try (Node node = Node.start(installation, NEVER)) {
            node.settle();
            UUID second = letters(node).get(1).id();

            assertThat(node.<Boolean>send(new RetryDeadLetter(second))).isFalse();
            assertThat(letters(node).get(0).attempts()).isEqualTo(1);
            assertThat(installation.view().nameOf(user)).isEqualTo("Ann");

            installation.mischief.before = fact -> {};
            assertThat(node.<Boolean>send(new RetryDeadLetter(second))).isTrue();
            assertThat(letters(node)).isEmpty();
            assertThat(installation.view().nameOf(user)).isEqualTo("Anne");
        }
    }

    @Test
    void an_administrator_gives_one_up_and_those_behind_it_go_on() {
        UUID user = parkTwo();
        try (Node node = Node.start(installation, NEVER)) {
            node.settle();
            UUID first = letters(node).get(0).id();

            node.send(new DiscardDeadLetter(first));
            assertThat(node.<Boolean>send(
                            new RetryDeadLetter(letters(node).get(0).id())))
                    .isTrue();

            assertThat(installation.view().nameOf(user)).isEqualTo("Anne");
            assertThatThrownBy(() -> node.send(new DiscardDeadLetter(first)))
                    .isInstanceOfSatisfying(Rejected.class, refused -> assertThat(
                                    refused.refusal().rejection())
                            .isEqualTo(Rejection.DEAD_LETTER_NOT_FOUND));
        }
    }

    @Test
    void a_walk_through_the_pages_meets_each_once_and_a_wrong_question_is_refused() {
        parkTwo();
        parkTwo();
        try (Node node = Node.start(installation, NEVER)) {
            node.settle();
            DeadLetters parked = node.get(DeadLetters.class);
            List<UUID> all = letters(node).stream().map(DeadLetterView::id).toList();

            List<UUID> walked = new ArrayList<>();
            String cursor = null;
            do {
                DeadLetterPage page = parked.answer(new FindDeadLetters(null, 1, cursor));
                page.items().forEach(letter -> walked.add(letter.id()));
                cursor = page.nextCursor();
            } while (cursor != null);

            assertThat(walked).hasSize(4).isEqualTo(all);
            assertThatThrownBy(() -> parked.answer(new FindDeadLetters("nothing", 10, null)))
                    .isInstanceOf(Declined.class);
            assertThatThrownBy(() -> parked.answer(new FindDeadLetters(null, 201, null)))
                    .isInstanceOf(Declined.class);
            assertThatThrownBy(() -> parked.answer(new FindDeadLetters(null, 10, "nonsense")))
                    .isInstanceOf(Declined.class);
        }
    }

    @Test
    void what_a_statement_said_of_a_row_is_not_told() {
        UUID user = installation.created("Ann");
        try (Node node = Node.start(installation, NEVER)) {
            node.settle();
            installation.jdbc().execute("""
                    create function view_sample.refuse() returns trigger language plpgsql as
                    'begin raise exception ''no % here'', new.name using errcode = ''23514'', constraint = ''no_secrets''; end';
                    create trigger refuse before update on view_sample.person
                    for each row execute function view_sample.refuse()""");
            installation.renamed(user, "Confidential");
            node.settle();

            assertThat(letters(node)).singleElement().satisfies(letter -> assertThat(letter.cause())
                    .contains("SQL state 23514", "constraint no_secrets")
                    .doesNotContain("Confidential"));
        }
    }

    @Test
    void nobody_else_does() {
        parkTwo();
        Provenance service = new Provenance(
                new Actor(Actor.Kind.SERVICE, "s", "s", List.of("QUALITY_MANAGER", "ADMIN", "projections:read")),
                Via.SERVICE,
                "test");
        try (Node node = Node.start(installation, NEVER)) {
            node.settle();
            UUID first = letters(node).get(0).id();

            assertThatThrownBy(() -> node.send(new DiscardDeadLetter(first), service))
                    .isInstanceOf(Rejected.class);
            assertThatThrownBy(() -> node.send(new RetryDeadLetter(first), service))
                    .isInstanceOf(Rejected.class);
            assertThat(letters(node)).hasSize(2);
        }
    }
}
