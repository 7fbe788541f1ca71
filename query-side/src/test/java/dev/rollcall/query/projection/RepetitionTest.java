package dev.rollcall.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.audit.DiscardDeadLetter;
import dev.rollcall.api.audit.FindDeadLetters;
import dev.rollcall.api.audit.RebuildProjection;
import dev.rollcall.api.audit.RebuildView;
import dev.rollcall.api.audit.RetryDeadLetter;
import dev.rollcall.api.user.UserRenamed;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RepetitionTest {

    private final Node.Installation installation = new Node.Installation();

    private static Provenance request(String key, String digest) {
        Provenance by = Node.ADMINISTRATOR;
        return new Provenance(by.actor(), by.via(), by.reason(), by.correlation(), key, digest);
    }

    private UUID park(Node node) {
        installation.mischief.before = fact -> {
            if (fact instanceof UserRenamed) {
                throw new IllegalStateException("no such luck");
            }
        };
        installation.renamed(installation.created("Ann"), "Anne");
        node.settle();
        return node.get(DeadLetters.class)
                .answer(new FindDeadLetters("sample", 1, null))
                .items()
                .get(0)
                .id();
    }

    @Test
    void the_same_request_again_has_the_first_answer_and_nothing_happens_twice() {
        try (Node node = Node.start(installation, "rollcall.query.retry-first=10m")) {
            UUID letter = park(node);

            assertThat(node.<Boolean>send(new RetryDeadLetter(letter), request("retry", "r")))
                    .isFalse();
            installation.mischief.before = fact -> {};
            assertThat(node.<Boolean>send(new RetryDeadLetter(letter), request("retry", "r")))
                    .isFalse();

            node.send(new DiscardDeadLetter(letter), request("discard", "d"));
            assertThat(node.<Object>send(new DiscardDeadLetter(letter), request("discard", "d")))
                    .isNull();

            RebuildView begun = node.send(new RebuildProjection("sample"), request("rebuild", "b"));
            assertThat(node.<RebuildView>send(new RebuildProjection("sample"), request("rebuild", "b")))
                    .isEqualTo(begun);
            assertThat(installation.jdbc().queryForObject("select count(*) from query.rebuild", Long.class))
                    .isEqualTo(1);
        }
    }

    @Test
    void a_key_used_for_something_else_is_refused_and_a_refusal_uses_none_up() {
        try (Node node = Node.start(installation, "rollcall.query.retry-first=10m")) {
            UUID letter = park(node);
            assertThatThrownBy(() -> node.send(new DiscardDeadLetter(UUID.randomUUID()), request("key", "other")))
                    .isInstanceOf(Rejected.class);

            node.send(new DiscardDeadLetter(letter), request("key", "d"));

            assertThatThrownBy(() -> node.send(new DiscardDeadLetter(letter), request("key", "another")))
                    .isInstanceOfSatisfying(Rejected.class, refused -> assertThat(
                                    refused.refusal().rejection())
                            .isEqualTo(Rejection.IDEMPOTENCY_KEY_REUSED));
        }
    }

    @Test
    void a_day_later_it_is_done_anew() {
        try (Node node = Node.start(installation, "rollcall.query.retry-first=10m")) {
            UUID letter = park(node);
            node.send(new RetryDeadLetter(letter), request("retry", "r"));
            installation.jdbc().update("update query.request set answered_at = answered_at - interval '25 hours'");
            installation.mischief.before = fact -> {};

            assertThat(node.<Boolean>send(new RetryDeadLetter(letter), request("retry", "r")))
                    .isTrue();
        }
    }
}
