package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.api.FieldError;
import dev.rollcall.api.Position;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Via;
import dev.rollcall.api.audit.FactPage;
import dev.rollcall.api.audit.FactView;
import dev.rollcall.api.audit.FactView.Subject;
import dev.rollcall.api.audit.FindFacts;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FactStreamTest extends WebTest {

    private static final String PATH = "/audit/stream";

    private final List<FactView> facts = new CopyOnWriteArrayList<>();

    @Autowired
    Followers<Position> followers;

    @AfterEach
    void nobody_follows_any_more() {
        // a connection that nobody reads is found out when something is sent over it
        stage.fail(FindFacts.class, new Rejected(Rejection.FORBIDDEN));
        followers.stop();
        followers.start();
        await().until(() -> followers.following() == 0);
    }

    private static FactView fact(long number, String type) {
        return new FactView(
                Position.of(1L, 7L, number),
                new UUID(0, number),
                type,
                NOW,
                new Subject(Subject.Kind.USER, USER.toString(), "ada"),
                Stage.ADMIN,
                Via.API,
                null,
                "c-" + number,
                List.of());
    }

    /** As the history answers: in order, behind the cursor, no more than were asked for. */
    private void history() {
        stage.on(FindFacts.class, query -> {
            Stream<FactView> matching = facts.stream()
                    .filter(fact -> query.type() == null || query.type().equals(fact.type()));
            List<FactView> found = query.newestFirst()
                    ? List.copyOf(facts.subList(Math.max(0, facts.size() - 1), facts.size()))
                    : matching.filter(fact -> fact.position().compareTo(Position.parse(query.cursor())) > 0)
                            .toList();
            boolean more = found.size() > query.limit();
            List<FactView> shown = more ? found.subList(0, query.limit()) : found;
            return new FactPage(
                    shown, more ? shown.get(shown.size() - 1).position().toString() : null, null);
        });
    }

    @Test
    void facts_come_as_cloud_events_as_they_happen() throws Exception {
        facts.add(fact(1, "user-created"));
        history();
        try (EventStream stream = new EventStream(port, PATH)) {
            facts.add(fact(2, "user-locked"));

            assertThat(stream.response.headers().firstValue("Content-Type").orElse(""))
                    .startsWith("text/event-stream");
            assertThat(stream.until("id:")).isEqualTo("id:1.7.2");
            JsonNode event = JsonMapper.shared().readTree(stream.until("data:").substring("data:".length()));
            assertThat(event.get("specversion").asString()).isEqualTo("1.0");
            assertThat(event.get("id").asString()).isEqualTo(new UUID(0, 2).toString());
            assertThat(event.get("source").asString()).isEqualTo("/rollcall");
            assertThat(event.get("type").asString()).isEqualTo("dev.rollcall.user-locked");
            assertThat(event.get("subject").asString()).isEqualTo(USER.toString());
            assertThat(event.get("time").asString()).isEqualTo("2026-03-01T09:30:00Z");
            assertThat(event.get("position").asString()).isEqualTo("1.7.2");
            assertThat(event.at("/data/type").asString()).isEqualTo("user-locked");
            assertThat(event.at("/data/correlationId").asString()).isEqualTo("c-2");
        }
    }

    @Test
    void whoever_names_the_last_one_it_has_seen_goes_on_right_behind_it() throws Exception {
        Stream.iterate(1L, number -> number + 1).limit(450).forEach(number -> facts.add(fact(number, "user-renamed")));
        history();
        try (EventStream stream = new EventStream(port, PATH + "?after=1.7.9", "Last-Event-ID", "1.7.3")) {
            for (int number = 4; number <= 450; number++) {
                assertThat(stream.until("id:")).isEqualTo("id:1.7." + number);
            }
            facts.add(fact(451, "user-renamed"));
            assertThat(stream.until("id:")).isEqualTo("id:1.7.451");
        }
        try (EventStream stream = new EventStream(port, PATH + "?after=1.7.450")) {
            assertThat(stream.until("id:")).isEqualTo("id:1.7.451");
        }
    }

    @Test
    void only_those_that_match_are_sent() throws Exception {
        history();
        try (EventStream stream = new EventStream(port, PATH + "?type=user-locked&user=" + USER)) {
            facts.addAll(List.of(fact(1, "user-renamed"), fact(2, "user-locked"), fact(3, "user-renamed")));
            assertThat(stream.until("id:")).isEqualTo("id:1.7.2");
            facts.add(fact(4, "user-locked"));
            assertThat(stream.until("id:")).isEqualTo("id:1.7.4");
        }
    }

    @Test
    void everybody_asks_as_who_they_are_and_is_let_go_when_that_is_no_longer_enough() throws Exception {
        facts.add(fact(1, "user-created"));
        history();
        try (EventStream stream = new EventStream(port, PATH + "?after=0")) {
            assertThat(stream.until("id:")).isEqualTo("id:1.7.1");
            stage.on(FindFacts.class, query -> {
                if (query.newestFirst()) {
                    return new FactPage(List.of(fact(2, "user-locked")), null, null);
                }
                throw new Rejected(Rejection.FORBIDDEN);
            });
            assertThat(stream.rest()).noneMatch(line -> line.startsWith("id:"));
        }
    }

    @Test
    void what_is_wrong_with_the_question_is_answered_before_anything_is_sent() {
        stage.fail(
                FindFacts.class,
                new Rejected(new Refusal(
                        Rejection.INVALID_VALUES,
                        List.of(new FieldError("/cursor", "invalid", "Use a position.")),
                        null,
                        null,
                        null)));
        Http.Reply reply = admin("GET", PATH)
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", "here")
                .send();
        assertProblem(reply, 400, "invalid_values");
        assertThat(reply.errors()).containsExactly("/Last-Event-ID invalid");

        stage.fail(FindFacts.class, new Rejected(Rejection.FORBIDDEN));
        assertProblem(admin("GET", PATH).header("Accept", "text/event-stream").send(), 403, "forbidden");
        assertThat(stage.metaData(FindFacts.class).get(Provenance.ACTOR_NAME)).isEqualTo("admin");
    }
}
