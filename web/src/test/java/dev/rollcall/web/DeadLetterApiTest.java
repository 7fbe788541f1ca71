package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.FieldError;
import dev.rollcall.api.Position;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.audit.DeadLetterPage;
import dev.rollcall.api.audit.DeadLetterView;
import dev.rollcall.api.audit.DiscardDeadLetter;
import dev.rollcall.api.audit.FindDeadLetters;
import dev.rollcall.api.audit.RetryDeadLetter;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeadLetterApiTest extends WebTest {

    private static final UUID LETTER = UUID.fromString("0199c000-0000-4000-8000-00000000000d");
    private static final String PATH = "/dead-letters/" + LETTER;
    private static final DeadLetterView PARKED = new DeadLetterView(
            LETTER,
            "users",
            USER.toString(),
            "user-renamed",
            UUID.fromString("0199c000-0000-4000-8000-00000000000e"),
            Position.of(1L, 2L, 3L),
            NOW,
            NOW,
            "DataIntegrityViolationException: SQL state 23514, constraint no_such_name",
            2,
            NOW.plusSeconds(60),
            "Remove the cause.");

    @Test
    void they_are_listed_page_by_page_and_say_what_failed_why_and_what_to_do() {
        stage.on(FindDeadLetters.class, query -> new DeadLetterPage(List.of(PARKED), "next"));

        Http.Reply reply = admin("GET", "/dead-letters?projection=users&limit=7&cursor=here")
                .send();

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(stage.arrived(FindDeadLetters.class)).isEqualTo(new FindDeadLetters("users", 7, "here"));
        assertThat(reply.json().get("nextCursor").asString()).isEqualTo("next");
        assertThat(reply.json().at("/items/0").propertyNames())
                .containsExactly(
                        "id",
                        "projection",
                        "subject",
                        "type",
                        "eventId",
                        "position",
                        "occurredAt",
                        "parkedAt",
                        "cause",
                        "attempts",
                        "nextAttemptAt",
                        "remedy");
        assertThat(reply.json().at("/items/0/cause").asString()).contains("no_such_name");
    }

    @Test
    void a_list_that_cannot_be_is_a_bad_request() {
        assertThat(admin("GET", "/dead-letters?limit=0").send().errors()).containsExactly("/limit out_of_range");
        assertThat(admin("GET", "/dead-letters?limit=201").send().errors()).containsExactly("/limit out_of_range");
        stage.fail(
                FindDeadLetters.class,
                new Rejected(new Refusal(
                        Rejection.INVALID_VALUES,
                        List.of(new FieldError("/projection", "unknown_value", "There is no such projection.")),
                        null,
                        null,
                        null)));

        Http.Reply reply = admin("GET", "/dead-letters?projection=nothing").send();

        assertProblem(reply, 400, "invalid_values");
        assertThat(reply.errors()).containsExactly("/projection unknown_value");
    }

    @Test
    void one_is_tried_again_and_the_answer_says_whether_it_is_applied() {
        stage.on(RetryDeadLetter.class, command -> false);
        Http.Reply inVain =
                admin("POST", PATH + "/retry").json("{\"reason\": \"mended\"}").send();
        assertThat(inVain.status()).as(inVain.toString()).isEqualTo(200);
        assertThat(inVain.json().get("applied").asBoolean()).isFalse();
        assertThat(stage.arrived(RetryDeadLetter.class)).isEqualTo(new RetryDeadLetter(LETTER));
        assertThat(stage.metaData(RetryDeadLetter.class).get(Provenance.REASON)).isEqualTo("mended");

        stage.on(RetryDeadLetter.class, command -> true);
        assertThat(admin("POST", PATH + "/retry").send().json().get("applied").asBoolean())
                .isTrue();
    }

    @Test
    void one_is_given_up_with_the_reason_and_the_request_it_came_with() {
        stage.on(DiscardDeadLetter.class, command -> null);

        Http.Reply reply = admin("DELETE", PATH)
                .header("Rollcall-Reason", "cannot be mended")
                .header("Idempotency-Key", "k")
                .header("X-Correlation-Id", "c-1")
                .send();

        assertThat(reply.status()).as(reply.toString()).isEqualTo(204);
        assertThat(reply.text()).isEmpty();
        assertThat(stage.arrived(DiscardDeadLetter.class)).isEqualTo(new DiscardDeadLetter(LETTER));
        assertThat(stage.metaData(DiscardDeadLetter.class).get(Provenance.REASON))
                .isEqualTo("cannot be mended");
        assertThat(stage.metaData(DiscardDeadLetter.class).get(Provenance.CORRELATION))
                .isEqualTo("c-1");
        assertThat(stage.metaData(DiscardDeadLetter.class)).containsKeys(Provenance.REQUEST, Provenance.REQUEST_DIGEST);
    }

    @Test
    void what_is_not_there_is_not_found_and_what_is_no_identifier_is_named() {
        stage.refuse(RetryDeadLetter.class, Rejection.DEAD_LETTER_NOT_FOUND);
        stage.refuse(DiscardDeadLetter.class, Rejection.DEAD_LETTER_NOT_FOUND);

        assertProblem(admin("POST", PATH + "/retry").send(), 404, "dead_letter_not_found");
        assertProblem(admin("DELETE", PATH).send(), 404, "dead_letter_not_found");
        for (String wrong : List.of("17", "1-1-1-1-1")) {
            Http.Reply reply = admin("DELETE", "/dead-letters/" + wrong).send();
            assertProblem(reply, 400, "invalid_id");
            assertThat(reply.errors()).containsExactly("/id invalid_id");
        }
    }

    @Test
    void they_are_for_administrators() {
        stage.refuse(FindDeadLetters.class, Rejection.FORBIDDEN);
        stage.refuse(RetryDeadLetter.class, Rejection.FORBIDDEN);
        stage.refuse(DiscardDeadLetter.class, Rejection.FORBIDDEN);

        assertProblem(call("GET", "/dead-letters").as("lead").send(), 403, "forbidden");
        assertProblem(call("POST", PATH + "/retry").as("lead").send(), 403, "forbidden");
        assertProblem(call("DELETE", PATH).as("lead").send(), 403, "forbidden");
        assertProblem(call("GET", "/dead-letters").send(), 401, "not_signed_in");
    }
}
