package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.Position;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Via;
import dev.rollcall.api.audit.FactPage;
import dev.rollcall.api.audit.FactView;
import dev.rollcall.api.audit.FactView.Subject;
import dev.rollcall.api.audit.FindFacts;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FactExportTest extends WebTest {

    private static final int MANY = 2_345;

    private static FactView fact(long number, String reason) {
        return new FactView(
                Position.of(1L, 7L, number),
                new UUID(0, number),
                "user-renamed",
                NOW,
                new Subject(Subject.Kind.USER, USER.toString(), "ada"),
                Stage.ADMIN,
                Via.API,
                reason,
                "c-" + number,
                List.of(new FactView.Change("lastName", "Lovelace", "King")));
    }

    private void history() {
        stage.on(FindFacts.class, query -> page(query, MANY));
    }

    private static FactPage page(FindFacts query, long many) {
        String cursor = query.cursor();
        long first = cursor == null ? 1 : Position.parse(cursor).parts().get(2) + 1;
        long last = Math.min(many, first + query.limit() - 1);
        List<FactView> facts = LongStream.rangeClosed(first, last)
                .mapToObj(number -> fact(number, "because"))
                .toList();
        return new FactPage(facts, last < many ? "1.7." + last : null, null);
    }

    @Test
    void all_that_match_are_one_json_value_a_line() {
        history();

        Http.Reply reply = admin("GET", "/audit?actor=admin")
                .header("Accept", "application/x-ndjson")
                .send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).startsWith("application/x-ndjson");
        assertThat(reply.header("Content-Disposition")).isEqualTo("attachment; filename=\"rollcall-audit.ndjson\"");
        List<String> lines = reply.text().lines().toList();
        assertThat(lines).hasSize(MANY);
        JsonNode last = JsonMapper.shared().readTree(lines.get(MANY - 1));
        assertThat(last.get("position").asString()).isEqualTo("1.7." + MANY);
        assertThat(last.at("/changes/0/to").asString()).isEqualTo("King");
        assertThat(stage.arrived(FindFacts.class).actor()).isEqualTo("admin");
    }

    @Test
    void a_limit_is_how_many_at_most() {
        history();

        assertThat(admin("GET", "/audit?limit=7")
                        .header("Accept", "application/x-ndjson")
                        .send()
                        .text()
                        .lines())
                .hasSize(7);
        assertProblem(
                admin("GET", "/audit?limit=0")
                        .header("Accept", "application/x-ndjson")
                        .send(),
                400,
                "out_of_range");
    }

    @Test
    void a_table_has_a_row_for_each_and_no_formulas() {
        stage.on(
                FindFacts.class,
                query -> new FactPage(
                        List.of(fact(1, "=HYPERLINK(\"x\")"), fact(2, "two\nlines, \"quoted\""), fact(3, "plain")),
                        null,
                        null));

        Http.Reply reply = admin("GET", "/audit").header("Accept", "text/csv").send();

        assertThat(reply.header("Content-Type")).startsWith("text/csv");
        assertThat(reply.text())
                .startsWith(
                        "position,eventId,type,occurredAt,subjectKind,subjectId,subjectName,actorKind,actorId,actorName,"
                                + "actorRoles,via,reason,correlationId,changes\r\n1.7.1,")
                .contains(",\"'=HYPERLINK(\"\"x\"\")\",c-1,")
                .contains(",\"two\nlines, \"\"quoted\"\"\",c-2,")
                .contains(",plain,c-3,\"[{\"\"field\"\":\"\"lastName\"\"")
                .endsWith("\r\n");
    }

    @Test
    void what_is_wrong_with_the_question_is_answered_as_ever() {
        stage.fail(FindFacts.class, new Rejected(Rejection.FORBIDDEN));

        assertProblem(admin("GET", "/audit").header("Accept", "text/csv").send(), 403, "forbidden");
    }

    @Test
    void an_export_that_cannot_be_completed_breaks_off() {
        stage.on(FindFacts.class, query -> {
            if (query.cursor() != null) {
                throw new Rejected(Rejection.FORBIDDEN);
            }
            return page(query, MANY);
        });

        assertThatThrownBy(() -> admin("GET", "/audit")
                        .header("Accept", "application/x-ndjson")
                        .send())
                .hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void json_is_what_everybody_else_gets() {
        history();

        Http.Reply reply = admin("GET", "/audit").header("Accept", "*/*").send();

        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.json().get("items")).hasSize(50);
        assertProblem(admin("GET", "/audit").header("Accept", "text/html").send(), 406, "not_acceptable");
    }
}
