package dev.rollcall.command.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.Actor;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Via;
import dev.rollcall.api.audit.FindRefusedAttempts;
import dev.rollcall.api.audit.RebuildProjection;
import dev.rollcall.api.audit.RefusedAttemptPage;
import dev.rollcall.api.audit.RefusedAttemptView;
import dev.rollcall.api.user.UnlockUser;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.Stage;
import dev.rollcall.command.StageClock;
import dev.rollcall.command.engine.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.junit.jupiter.api.Test;

class RefusedAttemptsTest {

    private static final UserId ADA = new UserId(new UUID(1, 1));

    private final StageClock clock = new StageClock(Instant.parse("2026-03-01T08:00:00Z"));
    private final Tables tables = Tables.of(Stage.database(), InstallationKey.random());
    private final RefusedAttempts attempts = new StoredRefusedAttempts(tables, clock);

    @Test
    void say_who_wanted_what_of_whom_when() {
        Actor lead = new Actor(Actor.Kind.USER, "u-1", "lead", List.of("QUALITY_LEAD"));

        attempts.record(
                new GenericCommandMessage<>(new UnlockUser(ADA), new Provenance(lead, Via.CONSOLE, "c-1").toMetaData()),
                "not_permitted");

        Map<String, Object> row = rows().get(0);
        assertThat(((java.sql.Timestamp) row.get("attempted_at")).toInstant()).isEqualTo(clock.instant());
        assertThat(row)
                .containsEntry("actor_kind", "USER")
                .containsEntry("actor_id", "u-1")
                .containsEntry("actor_name", "lead")
                .containsEntry("via", "CONSOLE")
                .containsEntry("correlation_id", "c-1")
                .containsEntry("message", "UnlockUser")
                .containsEntry("subject", ADA.toString());
    }

    @Test
    void of_nobody_to_nobody_are_recorded_too() {
        attempts.record(new GenericCommandMessage<>(new RebuildProjection("users"), Map.of()), "no_assertion");

        assertThat(rows().get(0))
                .containsEntry("actor_kind", null)
                .containsEntry("message", "RebuildProjection")
                .containsEntry("why", "no_assertion")
                .containsEntry("subject", "");
    }

    @Test
    void are_read_newest_first_a_page_at_a_time_each_once() {
        Actor lead = new Actor(Actor.Kind.USER, "u-1", "lead", List.of("QUALITY_LEAD"));
        for (int i = 0; i < 5; i++) {
            attempts.record(
                    new GenericCommandMessage<>(
                            new UnlockUser(ADA), new Provenance(lead, Via.API, "c-" + i).toMetaData()),
                    "not_permitted");
            // two at the same instant are told apart as well
            if (i != 2) {
                clock.move(Duration.ofSeconds(1));
            }
        }
        attempts.record(new GenericCommandMessage<>(new RebuildProjection("users"), Map.of()), "no_assertion");

        RefusedAttemptPage first = attempts.page(asked("LEAD", "UnlockUser", null, 3));
        RefusedAttemptPage second = attempts.page(asked("u-1", null, first.nextCursor(), 3));

        assertThat(first.items()).hasSize(3);
        assertThat(first.items().get(0).actor()).isEqualTo(lead);
        assertThat(first.items().get(0).at()).isEqualTo(Instant.parse("2026-03-01T08:00:03Z"));
        assertThat(second.nextCursor()).isNull();
        assertThat(Stream.of(first, second)
                        .flatMap(page -> page.items().stream())
                        .map(RefusedAttemptView::correlationId))
                .containsExactlyInAnyOrder("c-4", "c-3", "c-2", "c-1", "c-0");
        assertThat(attempts.page(asked(null, null, null, 1)).items())
                .singleElement()
                .satisfies(view -> assertThat(view.actor()).isNull());
        assertThat(attempts.page(new FindRefusedAttempts(
                                null,
                                null,
                                Instant.parse("2026-03-01T08:00:01Z"),
                                Instant.parse("2026-03-01T08:00:03Z"),
                                null,
                                10))
                        .items())
                .extracting(RefusedAttemptView::correlationId)
                .containsExactlyInAnyOrder("c-1", "c-2", "c-3");
        assertThatThrownBy(() -> attempts.page(asked(null, null, "here", 3))).isInstanceOf(Rejected.class);
        assertThatThrownBy(() -> attempts.page(asked(null, null, null, 201))).isInstanceOf(Rejected.class);
    }

    private static FindRefusedAttempts asked(String actor, String type, String after, int limit) {
        return new FindRefusedAttempts(actor, type, null, null, after, limit);
    }

    @Test
    void that_cannot_be_recorded_do_not_turn_into_something_else() {
        tables.jdbc().sql("DROP TABLE command.refused_attempt").update();

        attempts.record(new GenericCommandMessage<>(new UnlockUser(ADA), Map.of()), "no_assertion");
    }

    private List<Map<String, Object>> rows() {
        return tables.jdbc()
                .sql("SELECT * FROM command.refused_attempt")
                .query()
                .listOfRows();
    }
}
