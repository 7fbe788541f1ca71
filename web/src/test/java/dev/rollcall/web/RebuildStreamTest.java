package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.audit.CancelRebuild;
import dev.rollcall.api.audit.FindRebuild;
import dev.rollcall.api.audit.RebuildView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RebuildStreamTest extends WebTest {

    private static final String PATH = "/projections/users/rebuild";

    private final AtomicReference<RebuildView> now = new AtomicReference<>(at(RebuildView.State.RUNNING, 10));

    @Autowired
    Followers<RebuildView> viewers;

    @AfterEach
    void nobody_follows_any_more() {
        stage.on(FindRebuild.class, query -> Optional.of(at(RebuildView.State.DONE, 100)));
        await().until(() -> viewers.following() == 0);
    }

    private static RebuildView at(RebuildView.State state, double percent) {
        boolean running = state == RebuildView.State.RUNNING;
        return new RebuildView(
                "users",
                false,
                state,
                percent,
                8,
                80,
                100,
                running ? 3L : null,
                NOW,
                running ? null : NOW,
                null,
                null,
                null);
    }

    private EventStream follow() throws Exception {
        stage.on(FindRebuild.class, query -> Optional.of(now.get()));
        return new EventStream(port, PATH);
    }

    @ParameterizedTest
    @EnumSource(
            value = RebuildView.State.class,
            names = {"DONE", "CANCELLED", "FAILED"})
    void every_change_is_sent_and_after_the_last_one_the_stream_ends(RebuildView.State end) throws Exception {
        try (EventStream stream = follow()) {
            assertThat(stream.response.headers().firstValue("Content-Type").orElse(""))
                    .startsWith("text/event-stream");
            assertThat(stream.until("event:")).isEqualTo("event:progress");
            assertThat(stream.until("data:")).contains("\"percent\":10.0", "\"eventsPerSecond\":", "\"secondsLeft\":3");

            now.set(at(RebuildView.State.RUNNING, 60));
            assertThat(stream.until("event:")).isEqualTo("event:progress");
            assertThat(stream.until("data:")).contains("\"percent\":60.0");

            now.set(at(end, 60));
            assertThat(stream.until("event:")).isEqualTo("event:" + end.name().toLowerCase(java.util.Locale.ROOT));
            assertThat(stream.until("data:")).contains("\"state\":\"" + end + "\"");
            assertThat(stream.rest()).containsOnly("");
        }
    }

    @Test
    void one_that_has_ended_is_shown_once() throws Exception {
        now.set(at(RebuildView.State.DONE, 100));
        try (EventStream stream = follow()) {
            assertThat(stream.rest())
                    .filteredOn(line -> line.startsWith("event:"))
                    .containsExactly("event:done");
        }
    }

    @Test
    void where_nothing_changes_a_comment_keeps_the_connection() throws Exception {
        try (EventStream stream = follow()) {
            stream.until("data:");
            assertThat(stream.until(":")).isEqualTo(":still here");
        }
    }

    @Test
    void no_more_than_there_are_places_for_may_follow_and_who_leaves_makes_room() throws Exception {
        try (EventStream first = follow();
                EventStream second = follow();
                EventStream third = follow()) {
            Http.Reply full =
                    admin("GET", PATH).header("Accept", "text/event-stream").send();
            assertProblem(full, 503, "too_many_viewers");
            assertThat(full.header("Retry-After")).isEqualTo("5");
            assertThat(admin("GET", PATH).send().status()).isEqualTo(200);

            now.set(at(RebuildView.State.DONE, 100));
            for (EventStream each : List.of(first, second, third)) {
                each.until("event:done");
                each.rest();
            }
        }
        await().until(() -> viewers.following() == 0);
        now.set(at(RebuildView.State.RUNNING, 10));
        try (EventStream fourth = follow()) {
            fourth.until("data:");
        }
    }

    @Test
    void who_follows_when_the_server_ends_is_let_go_and_nobody_else_let_in() throws Exception {
        try (EventStream stream = follow()) {
            stream.until("data:");
            viewers.stop();
            assertThat(stream.rest()).noneMatch(line -> line.startsWith("event:done"));
            assertProblem(
                    admin("GET", PATH).header("Accept", "text/event-stream").send(), 503, "too_many_viewers");
        } finally {
            viewers.start();
        }
    }

    @Test
    void json_is_what_everybody_else_gets() {
        stage.on(FindRebuild.class, query -> Optional.of(now.get()));

        for (String accept : List.of("*/*", "application/json", "application/json, text/event-stream;q=0.5")) {
            Http.Reply reply = admin("GET", PATH).header("Accept", accept).send();
            assertThat(reply.header("Content-Type")).isEqualTo("application/json");
            assertThat(reply.json().get("percent").asDouble()).isEqualTo(10);
        }
        assertProblem(admin("GET", PATH).header("Accept", "text/html").send(), 406, "not_acceptable");
    }

    @Test
    void who_asks_for_a_stream_of_what_is_not_there_or_not_theirs_gets_a_problem() {
        stage.on(FindRebuild.class, query -> Optional.empty());
        assertProblem(admin("GET", PATH).header("Accept", "text/event-stream").send(), 404, "rebuild_not_found");

        stage.refuse(FindRebuild.class, Rejection.FORBIDDEN);
        assertProblem(
                call("GET", PATH)
                        .as("lead")
                        .header("Accept", "text/event-stream")
                        .send(),
                403,
                "forbidden");
    }

    @Test
    void a_rebuild_is_given_up_unless_there_is_none() {
        stage.on(CancelRebuild.class, command -> at(RebuildView.State.CANCELLED, 10));
        Http.Reply reply =
                admin("DELETE", PATH).header("Rollcall-Reason", "later").send();
        assertThat(reply.status()).as(reply.toString()).isEqualTo(204);
        assertThat(stage.arrived(CancelRebuild.class)).isEqualTo(new CancelRebuild("users"));
        assertThat(stage.metaData(CancelRebuild.class).get(Provenance.REASON)).isEqualTo("later");

        stage.refuse(CancelRebuild.class, Rejection.REBUILD_NOT_RUNNING);
        assertProblem(admin("DELETE", PATH).send(), 409, "rebuild_not_running");
        assertProblem(admin("DELETE", "/projections/No%20Such/rebuild").send(), 404, "projection_not_found");
    }
}
