package dev.rollcall.command.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Actor;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Via;
import dev.rollcall.api.audit.RebuildProjection;
import dev.rollcall.api.user.UnlockUser;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.Stage;
import dev.rollcall.command.StageClock;
import dev.rollcall.command.engine.Tables;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

        attempts.record(new GenericCommandMessage<>(
                new UnlockUser(ADA), new Provenance(lead, Via.CONSOLE, "c-1").toMetaData()));

        Map<String, Object> row = rows().get(0);
        assertThat(((java.sql.Timestamp) row.get("attempted_at")).toInstant()).isEqualTo(clock.instant());
        assertThat(row)
                .containsEntry("actor_kind", "USER")
                .containsEntry("actor_id", "u-1")
                .containsEntry("actor_name", "lead")
                .containsEntry("via", "CONSOLE")
                .containsEntry("correlation_id", "c-1")
                .containsEntry("command", "UnlockUser")
                .containsEntry("subject", ADA.toString());
    }

    @Test
    void of_nobody_to_nobody_are_recorded_too() {
        attempts.record(new GenericCommandMessage<>(new RebuildProjection("users"), Map.of()));

        assertThat(rows().get(0))
                .containsEntry("actor_kind", null)
                .containsEntry("command", "RebuildProjection")
                .containsEntry("subject", "");
    }

    @Test
    void that_cannot_be_recorded_do_not_turn_into_something_else() {
        tables.jdbc().sql("DROP TABLE command.refused_attempt").update();

        attempts.record(new GenericCommandMessage<>(new UnlockUser(ADA), Map.of()));
    }

    private List<Map<String, Object>> rows() {
        return tables.jdbc()
                .sql("SELECT * FROM command.refused_attempt")
                .query()
                .listOfRows();
    }
}
