package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.rollcall.api.audit.FindProjections;
import dev.rollcall.api.audit.FindRebuild;
import dev.rollcall.api.audit.FindRefusedAttempts;
import dev.rollcall.api.audit.ProjectionView;
import dev.rollcall.api.audit.RebuildProjection;
import dev.rollcall.api.audit.RebuildView;
import dev.rollcall.api.audit.RefusedAttemptPage;
import dev.rollcall.api.audit.RefusedAttemptView;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AuditApiTest extends WebTest {

    private static final FactView RENAMED = new FactView(
            Position.of(1L, 2L, 3L),
            USER.value(),
            "user-renamed",
            NOW,
            new Subject(Subject.Kind.USER, USER.toString(), "ada"),
            Stage.ADMIN,
            Via.API,
            "married",
            "c-1",
            List.of(new FactView.Change("lastName", "Lovelace", "King")));

    @Test
    void facts_are_found_as_it_was_described() {
        stage.on(FindFacts.class, query -> new FactPage(List.of(RENAMED), "1.2.3", null));

        Http.Reply reply = admin(
                        "GET",
                        "/audit?client=" + CLIENT
                                + "&actor=admin&type=client-renamed&from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z"
                                + "&after=1.2.2&limit=1000")
                .send();

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(stage.arrived(FindFacts.class))
                .isEqualTo(new FindFacts(
                        Subject.Kind.CLIENT,
                        CLIENT.toString(),
                        "admin",
                        "client-renamed",
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Instant.parse("2026-02-01T00:00:00Z"),
                        false,
                        1000,
                        "1.2.2"));
        assertThat(reply.json().at("/items/0").propertyNames())
                .containsExactly(
                        "position",
                        "eventId",
                        "type",
                        "occurredAt",
                        "subject",
                        "actor",
                        "via",
                        "reason",
                        "correlationId",
                        "changes");
        assertThat(reply.json().at("/items/0/position").asString()).isEqualTo("1.2.3");
        assertThat(reply.json().at("/items/0/actor").propertyNames()).containsExactly("kind", "id", "name", "roles");
        assertThat(reply.json().at("/items/0/changes/0/to").asString()).isEqualTo("King");
        assertThat(reply.json().get("nextCursor").asString()).isEqualTo("1.2.3");
    }

    @Test
    void the_history_of_one_is_newest_first() {
        stage.on(FindFacts.class, query -> new FactPage(List.of(RENAMED), null, null));

        assertThat(admin("GET", "/users/" + USER + "/history").send().status()).isEqualTo(200);
        assertThat(stage.arrived(FindFacts.class))
                .isEqualTo(new FindFacts(Subject.Kind.USER, USER.toString(), null, null, null, null, true, 50, null));

        admin("GET", "/clients/" + CLIENT + "/history?type=client-renamed&limit=5&cursor=1.2.3")
                .header("Rollcall-Position", "1.2.3")
                .send();
        assertThat(stage.arrived(FindFacts.class))
                .isEqualTo(new FindFacts(
                        Subject.Kind.CLIENT, CLIENT.toString(), null, "client-renamed", null, null, true, 5, "1.2.3"));
        assertThat(stage.metaData(FindFacts.class).get(Provenance.POSITION)).isEqualTo("1.2.3");
    }

    @Test
    void who_never_was_has_no_history_but_a_filter_may_leave_nothing() {
        stage.on(FindFacts.class, query -> new FactPage(List.of(), null, null));

        assertProblem(admin("GET", "/users/" + USER + "/history").send(), 404, "user_not_found");
        assertProblem(admin("GET", "/clients/" + CLIENT + "/history").send(), 404, "client_not_found");
        assertThat(admin("GET", "/users/" + USER + "/history?type=user-locked")
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_place_to_go_on_after_that_is_none_is_named_as_it_was_sent() {
        stage.fail(
                FindFacts.class,
                new Rejected(new Refusal(
                        Rejection.INVALID_VALUES,
                        List.of(new FieldError("/cursor", "invalid", "Use a position.")),
                        null,
                        null,
                        null)));

        Http.Reply reply = admin("GET", "/audit?after=here").send();

        assertProblem(reply, 400, "invalid_values");
        assertThat(reply.errors()).containsExactly("/after invalid");
    }

    @Test
    void refused_attempts_of_both_sides_are_one_list_newest_first() {
        Iterator<RefusedAttemptPage> sides = List.of(
                        RefusedAttemptPage.of(Stream.of(refused(1), refused(4)), 3),
                        RefusedAttemptPage.of(Stream.of(refused(3), refused(2)), 3))
                .iterator();
        stage.on(FindRefusedAttempts.class, query -> sides.next());

        Http.Reply reply = admin(
                        "GET",
                        "/audit/refused?actor=lead&type=UnlockUser&from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z"
                                + "&after=7_0199b000-0000-7000-8000-00000000000a&limit=3")
                .send();

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(stage.arrived(FindRefusedAttempts.class))
                .isEqualTo(new FindRefusedAttempts(
                        "lead",
                        "UnlockUser",
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Instant.parse("2026-02-01T00:00:00Z"),
                        "7_0199b000-0000-7000-8000-00000000000a",
                        3));
        assertThat(reply.json().get("items").valueStream())
                .extracting(item -> item.get("at").asString())
                .containsExactly("2026-03-01T09:30:04Z", "2026-03-01T09:30:03Z", "2026-03-01T09:30:02Z");
        assertThat(reply.json().get("nextCursor").asString())
                .isEqualTo("1772357402000000_" + refused(2).attemptId());
    }

    private static RefusedAttemptView refused(int second) {
        return new RefusedAttemptView(
                new UUID(7, second),
                NOW.plusSeconds(second),
                "UnlockUser",
                USER.toString(),
                Stage.LEAD,
                "API",
                "c-1",
                "not_permitted");
    }

    @Test
    void the_history_is_for_administrators() {
        stage.refuse(FindFacts.class, Rejection.FORBIDDEN);

        assertProblem(call("GET", "/audit").as("lead").send(), 403, "forbidden");
    }

    @Test
    void projections_say_how_they_are_doing() {
        stage.on(
                FindProjections.class,
                query -> List.of(
                        new ProjectionView("users", Position.of(9L), 0, ProjectionView.State.RUNNING, 0, null, null)));

        Http.Reply reply = admin("GET", "/projections").send();

        assertThat(reply.json().at("/0/name").asString()).isEqualTo("users");
        assertThat(reply.json().at("/0/position").asString()).isEqualTo("9");
    }

    @Test
    void a_rebuild_is_begun_and_followed() {
        RebuildView running = new RebuildView(
                "users", false, RebuildView.State.RUNNING, 12.5, 1, 8, 100, 3L, NOW, null, null, null, null);
        stage.on(RebuildProjection.class, command -> running);
        stage.on(FindRebuild.class, query -> Optional.of(running));

        Http.Reply begun = admin("POST", "/projections/users/rebuild")
                .json("{\"reason\": \"checking\"}")
                .send();
        assertThat(begun.status()).as(begun.toString()).isEqualTo(202);
        assertThat(begun.header("Location")).isEqualTo("/api/v1/projections/users/rebuild");
        assertThat(stage.arrived(RebuildProjection.class)).isEqualTo(new RebuildProjection("users"));
        assertThat(stage.metaData(RebuildProjection.class).get(Provenance.REASON))
                .isEqualTo("checking");

        Http.Reply followed = admin("GET", "/projections/users/rebuild").send();
        assertThat(followed.json().get("percent").asDouble()).isEqualTo(12.5);
        assertThat(stage.arrived(FindRebuild.class)).isEqualTo(new FindRebuild("users"));
    }

    @Test
    void what_is_not_rebuilt_or_not_there_is_not_found() {
        stage.on(FindRebuild.class, query -> Optional.empty());
        stage.refuse(RebuildProjection.class, Rejection.REBUILD_RUNNING);

        assertProblem(admin("GET", "/projections/users/rebuild").send(), 404, "rebuild_not_found");
        assertProblem(admin("POST", "/projections/users/rebuild").send(), 409, "rebuild_running");
        assertProblem(admin("POST", "/projections/No%20Such/rebuild").send(), 404, "projection_not_found");
    }
}
