package dev.rollcall.resilience.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.resilience.Answer;
import dev.rollcall.resilience.store.Fold;
import dev.rollcall.resilience.store.StoredFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the judge of a crash run lets pass, and what it does not. Needs no jar. */
class JudgeTest {

    private final List<Entry> history = new ArrayList<>();
    private final List<StoredFact> facts = new ArrayList<>();

    @Test
    void lets_pass_what_was_acknowledged_and_is_stored_once() {
        asked(1, 1);
        answered(1, 1, 200, 0L);
        stored("crash-1-1", "u", 0, "user-renamed");
        stored("crash-1-1", "request-1", 0, "request-accepted");

        assertThat(verdict().faults()).isEmpty();
        assertThat(verdict().acknowledged()).isEqualTo(1);
    }

    @Test
    void finds_what_was_acknowledged_and_is_not_stored() {
        asked(1, 1);
        answered(1, 1, 200, 0L);

        assertThat(verdict().lost()).isEqualTo(1);
        assertThat(verdict().faults()).singleElement().asString().startsWith("acknowledged and not stored");
    }

    @Test
    void finds_what_was_done_twice_by_two_attempts() {
        asked(1, 1);
        asked(1, 2);
        answered(1, 2, 200, 1L);
        for (int attempt = 1; attempt <= 2; attempt++) {
            stored("crash-1-" + attempt, "u", attempt - 1, "user-renamed");
            stored("crash-1-" + attempt, "request-1", attempt - 1, "request-accepted");
        }

        assertThat(verdict().doubled()).isEqualTo(1);
        assertThat(verdict().faults()).isNotEmpty();
    }

    @Test
    void finds_what_is_stored_twice_by_one_attempt() {
        asked(1, 1);
        answered(1, 1, 200, 1L);
        stored("crash-1-1", "u", 0, "user-renamed");
        stored("crash-1-1", "u", 1, "user-renamed");
        stored("crash-1-1", "request-1", 0, "request-accepted");

        assertThat(verdict().doubled()).isEqualTo(1);
    }

    @Test
    void finds_what_was_refused_and_is_stored() {
        asked(1, 1);
        answered(1, 1, 412, null);
        stored("crash-1-1", "u", 0, "user-renamed");

        assertThat(verdict().refusedButStored()).isEqualTo(1);
        assertThat(verdict().faults()).hasSize(1);
    }

    @Test
    void finds_what_was_stored_by_the_first_attempt_and_refused_to_the_second() {
        asked(1, 1);
        asked(1, 2);
        answered(1, 2, 409, null);
        stored("crash-1-1", "u", 0, "user-renamed");
        stored("crash-1-1", "request-1", 0, "request-accepted");

        assertThat(verdict().refusedButStored()).isEqualTo(1);
    }

    @Test
    void lets_an_outcome_that_nobody_learnt_be_either() {
        asked(1, 1);
        asked(2, 1);
        stored("crash-1-1", "u", 0, "user-renamed");
        stored("crash-1-1", "request-1", 0, "request-accepted");

        assertThat(verdict().faults()).isEmpty();
        assertThat(verdict().unknown()).isEqualTo(2);
        assertThat(verdict().unknownStored()).isEqualTo(1);
    }

    @Test
    void finds_half_of_what_nobody_learnt_about() {
        asked(1, 1);
        stored("crash-1-1", "u", 0, "user-renamed");

        assertThat(verdict().faults()).singleElement().asString().startsWith("half done, request-accepted is missing");
    }

    @Test
    void finds_a_server_error_unknown_and_not_refused() {
        asked(1, 1);
        answered(1, 1, 503, null);
        stored("crash-1-1", "u", 0, "user-renamed");
        stored("crash-1-1", "request-1", 0, "request-accepted");

        assertThat(verdict().faults()).isEmpty();
        assertThat(verdict().unknown()).isEqualTo(1);
    }

    @Test
    void finds_an_acknowledged_version_that_belongs_to_another_request() {
        asked(1, 1);
        answered(1, 1, 200, 7L);
        stored("crash-1-1", "u", 0, "user-renamed");
        stored("crash-1-1", "request-1", 0, "request-accepted");

        assertThat(verdict().faults()).singleElement().asString().startsWith("the acknowledged version is another's");
    }

    @Test
    void finds_facts_that_nobody_asked_for() {
        stored("crash-9-1", "u", 0, "user-renamed");

        assertThat(verdict().faults()).singleElement().asString().startsWith("stored and never asked");
    }

    @Test
    void finds_a_gap_between_versions() {
        stored("crash-1-1", "u", 0, "user-created");
        stored("crash-2-1", "u", 2, "user-renamed");

        assertThat(new Fold(facts).gaps()).containsExactly("u: version 2 follows 0");
    }

    @Test
    void finds_a_claim_that_outlives_its_owner() {
        facts.add(fact("", "claim-a", 0, "value-claimed", Map.of("claim", "claim-a", "owner", "nobody")));

        assertThat(new Fold(facts).guardsAtFault())
                .containsExactly("claims of nobody, who is gone,: should be 0, are 1");
    }

    @Test
    void believes_a_kill_only_with_evidence_that_it_landed() {
        assertThat(new Entry.Struck(1, Fault.JVM, 0, 1, 1, 8, 8).landed()).isTrue();
        assertThat(new Entry.Struck(1, Fault.JVM, 0, 1, 0, 8, 8).landed()).isFalse();
        assertThat(new Entry.Struck(1, Fault.POSTGRES, 0, 1, 9, 8, 0).landed()).isFalse();
    }

    private Verdict verdict() {
        return Judge.judge(history, facts);
    }

    private void asked(long errand, int attempt) {
        history.add(new Entry.Asked(
                errand,
                attempt,
                Wish.EDIT_NAMES,
                "crash-" + errand,
                "crash-" + errand + "-" + attempt,
                "PATCH /users/u",
                null,
                errand));
    }

    private void answered(long errand, int attempt, int status, Long version) {
        history.add(new Entry.Answered(errand, attempt, status, "", "u", version, null, errand));
    }

    private void stored(String correlation, String aggregate, long version, String name) {
        facts.add(fact(correlation, aggregate, version, name, Map.of("userId", aggregate)));
    }

    private static StoredFact fact(
            String correlation, String aggregate, long version, String name, Map<String, String> payload) {
        return new StoredFact(
                "1.1.1",
                "e",
                aggregate,
                version,
                name,
                Answer.JSON.valueToTree(payload),
                Answer.JSON.valueToTree(Map.of("correlation-id", correlation)));
    }
}
