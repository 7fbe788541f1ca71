package dev.rollcall.query.projection;

import dev.rollcall.api.Actor;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.audit.FindRefusedAttempts;
import dev.rollcall.api.audit.RefusedAttemptPage;
import dev.rollcall.api.audit.RefusedAttemptPage.Place;
import dev.rollcall.api.audit.RefusedAttemptView;
import dev.rollcall.query.Declined;
import dev.rollcall.query.Filter;
import dev.rollcall.query.Listing;
import dev.rollcall.query.Recorded;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MetaData;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What this room refused, in table {@code query.refused_attempt}: who says to be who asked what. */
class RefusedAttempts {

    /** Why an attempt is refused where nothing is wrong with the message itself. */
    static final String NOT_PERMITTED = "not_permitted";

    private static final Logger LOG = LoggerFactory.getLogger(RefusedAttempts.class);
    private static final int MOST = 200;

    private final JdbcClient jdbc;
    private final TransactionTemplate apart;
    private final Clock clock;

    /** @param apart in transactions of its own: that of a refused message comes to nothing */
    RefusedAttempts(JdbcClient jdbc, TransactionTemplate apart, Clock clock) {
        this.jdbc = jdbc;
        this.apart = apart;
        this.clock = clock;
    }

    /** @param why a word or two, joined by underlines */
    void record(Message<?> attempt, String why) {
        MetaData said = attempt.getMetaData();
        try {
            apart.executeWithoutResult(transaction -> jdbc.sql("""
                            insert into query.refused_attempt (attempted_at, actor_kind, actor_id, actor_name, actor_roles,
                                via, correlation_id, message, subject, why)
                            values (:at, :kind, :id, :name, :roles, :via, :correlation, :message, :subject, :why)""")
                    .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("kind", text(said, Provenance.ACTOR_KIND), Types.VARCHAR)
                    .param("id", text(said, Provenance.ACTOR_ID), Types.VARCHAR)
                    .param("name", text(said, Provenance.ACTOR_NAME), Types.VARCHAR)
                    .param("roles", Objects.requireNonNullElse(text(said, Provenance.ACTOR_ROLES), ""))
                    .param("via", text(said, Provenance.VIA), Types.VARCHAR)
                    .param("correlation", text(said, Provenance.CORRELATION), Types.VARCHAR)
                    .param("message", attempt.getPayloadType().getSimpleName())
                    .param("subject", Subjects.asked(attempt.getPayload()))
                    .param("why", why)
                    .update());
        } catch (RuntimeException failure) {
            // it is refused all the same
            LOG.error("A refused attempt could not be recorded: {}", Reason.of(failure));
        }
    }

    @QueryHandler(queryName = FindRefusedAttempts.OF_WHAT_REMEMBERS)
    RefusedAttemptPage page(FindRefusedAttempts query) {
        Listing.between(query.limit(), MOST);
        Filter filter = new Filter()
                .and("actor_id = :actor or lower(actor_name) = lower(:actor)", "actor", query.actor())
                .and("message = :type", "type", query.type())
                .and("attempted_at >= :from", "from", within(query.from()))
                .and("attempted_at < :to", "to", within(query.to()));
        Place after = place(query.after());
        if (after != null) {
            filter.and(
                    "(attempted_at, attempt_id) < (:at, :attempt)",
                    Map.of("at", after.at().atOffset(ZoneOffset.UTC), "attempt", after.attempt()));
        }
        List<RefusedAttemptView> views = jdbc.sql("select * from query.refused_attempt" + filter.where()
                        + " order by attempted_at desc, attempt_id desc limit " + (query.limit() + 1))
                .params(filter.parameters())
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
            throw Declined.invalid(new FieldError("/after", "invalid", "Use the nextCursor of a page, or none."));
        }
    }

    private static @Nullable Instant within(@Nullable Instant instant) {
        return instant == null ? null : Recorded.within(instant);
    }

    private static @Nullable String text(MetaData said, String key) {
        Object value = said.get(key);
        return value == null ? null : value.toString();
    }
}
