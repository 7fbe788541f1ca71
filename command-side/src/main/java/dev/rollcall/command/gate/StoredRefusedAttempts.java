package dev.rollcall.command.gate;

import dev.rollcall.api.Actor;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.audit.FindRefusedAttempts;
import dev.rollcall.api.audit.RefusedAttemptPage;
import dev.rollcall.api.audit.RefusedAttemptPage.Place;
import dev.rollcall.api.audit.RefusedAttemptView;
import dev.rollcall.command.engine.Tables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AnnotationCommandTargetResolver;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Refused attempts in table {@code command.refused_attempt}: who says to be who wanted what of whom. */
@Component
final class StoredRefusedAttempts implements RefusedAttempts {

    private static final Logger LOG = LoggerFactory.getLogger(StoredRefusedAttempts.class);
    private static final int MOST = 200;

    private final CommandTargetResolver targets =
            AnnotationCommandTargetResolver.builder().build();
    private final Tables tables;
    private final Clock clock;

    StoredRefusedAttempts(Tables tables, Clock clock) {
        this.tables = tables;
        this.clock = clock;
    }

    @Override
    public void record(Message<?> attempt, String why) {
        MetaData said = attempt.getMetaData();
        try {
            tables.apart(() -> tables.jdbc()
                    .sql("""
                            INSERT INTO command.refused_attempt (attempted_at, actor_kind, actor_id, actor_name,
                                actor_roles, via, correlation_id, message, subject, why)
                            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                    .param(1, clock.instant().atOffset(ZoneOffset.UTC))
                    .param(2, text(said, Provenance.ACTOR_KIND), Types.VARCHAR)
                    .param(3, text(said, Provenance.ACTOR_ID), Types.VARCHAR)
                    .param(4, text(said, Provenance.ACTOR_NAME), Types.VARCHAR)
                    .param(5, Objects.requireNonNullElse(text(said, Provenance.ACTOR_ROLES), ""))
                    .param(6, text(said, Provenance.VIA), Types.VARCHAR)
                    .param(7, text(said, Provenance.CORRELATION), Types.VARCHAR)
                    .param(8, attempt.getPayloadType().getSimpleName())
                    .param(9, subject(attempt))
                    .param(10, why)
                    .update());
        } catch (RuntimeException failure) {
            // It is refused all the same.
            LOG.error("A refused attempt could not be recorded", failure);
        }
    }

    @QueryHandler(queryName = FindRefusedAttempts.OF_WHAT_DECIDES)
    @Override
    public RefusedAttemptPage page(FindRefusedAttempts query) {
        if (query.limit() < 1 || query.limit() > MOST) {
            throw invalid("/limit", "out_of_range", "Ask for 1 to " + MOST + " at a time.");
        }
        Place after = place(query.after());
        var views = tables.jdbc()
                .sql("""
                        SELECT attempt_id, attempted_at, message, subject, actor_kind, actor_id, actor_name, actor_roles,
                            via, correlation_id, why
                        FROM command.refused_attempt
                        WHERE (cast(:actor AS text) IS NULL OR actor_id = :actor OR lower(actor_name) = lower(:actor))
                            AND (cast(:type AS text) IS NULL OR message = :type)
                            AND (cast(:from AS timestamptz) IS NULL OR attempted_at >= :from)
                            AND (cast(:to AS timestamptz) IS NULL OR attempted_at < :to)
                            AND (cast(:at AS timestamptz) IS NULL OR (attempted_at, attempt_id) < (:at, cast(:attempt AS uuid)))
                        ORDER BY attempted_at DESC, attempt_id DESC LIMIT :most""")
                .param("actor", query.actor(), Types.VARCHAR)
                .param("type", query.type(), Types.VARCHAR)
                .param("from", utc(query.from()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("to", utc(query.to()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("at", after == null ? null : utc(after.at()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("attempt", after == null ? null : after.attempt().toString(), Types.VARCHAR)
                .param("most", query.limit() + 1)
                .query((row, number) -> view(row))
                .list();
        return RefusedAttemptPage.of(views.stream(), query.limit());
    }

    private static RefusedAttemptView view(ResultSet row) throws SQLException {
        return new RefusedAttemptView(
                row.getObject("attempt_id", UUID.class),
                row.getObject("attempted_at", OffsetDateTime.class).toInstant(),
                row.getString("message"),
                row.getString("subject"),
                actor(row),
                row.getString("via"),
                row.getString("correlation_id"),
                row.getString("why"));
    }

    /** Nobody where what was said makes nobody. */
    private static @Nullable Actor actor(ResultSet row) throws SQLException {
        String kind = row.getString("actor_kind");
        String id = row.getString("actor_id");
        if (id == null
                || Arrays.stream(Actor.Kind.values())
                        .noneMatch(known -> known.name().equals(kind))) {
            return null;
        }
        String roles = row.getString("actor_roles");
        return new Actor(
                Actor.Kind.valueOf(kind),
                id,
                Objects.requireNonNullElse(row.getString("actor_name"), ""),
                roles.isEmpty() ? List.of() : List.of(roles.split(" ")));
    }

    private static @Nullable Place place(@Nullable String cursor) {
        try {
            return cursor == null ? null : Place.parse(cursor);
        } catch (IllegalArgumentException unreadable) {
            throw invalid("/after", "invalid", "Use the nextCursor of a page, or none.");
        }
    }

    private static Rejected invalid(String pointer, String code, String detail) {
        return new Rejected(new Refusal(
                Rejection.INVALID_VALUES, List.of(new FieldError(pointer, code, detail)), null, null, null));
    }

    /** As far as PostgreSQL can compare: nothing was tried beyond. */
    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        if (instant == null) {
            return null;
        }
        Instant latest = Instant.parse("9999-12-31T23:59:59Z");
        Instant within = instant.isBefore(Instant.EPOCH) ? Instant.EPOCH : instant.isAfter(latest) ? latest : instant;
        return within.atOffset(ZoneOffset.UTC);
    }

    private String subject(Message<?> attempt) {
        try {
            return attempt instanceof CommandMessage<?> command
                    ? targets.resolveTarget(command).getIdentifier()
                    : "";
        } catch (RuntimeException nobody) {
            return "";
        }
    }

    private static @Nullable String text(MetaData said, String key) {
        Object value = said.get(key);
        return value == null ? null : value.toString();
    }
}
