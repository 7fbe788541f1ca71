package dev.rollcall.query.audit;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Facts;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Position;
import dev.rollcall.api.Via;
import dev.rollcall.api.audit.FactPage;
import dev.rollcall.api.audit.FactRateView;
import dev.rollcall.api.audit.FactView;
import dev.rollcall.api.audit.FactView.Subject;
import dev.rollcall.api.audit.FindFactRates;
import dev.rollcall.api.audit.FindFacts;
import dev.rollcall.query.Columns;
import dev.rollcall.query.Declined;
import dev.rollcall.query.Filter;
import dev.rollcall.query.Folded;
import dev.rollcall.query.Listing;
import dev.rollcall.query.Recorded;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the history a page at a time. Its cursor is the position of a fact, so that whoever has seen a fact can go on
 * from it, in either direction.
 */
class FactListing {

    /** How many facts a page can have at most. */
    static final int MOST = 1000;

    private static final String COLUMNS = """
            position, event_id, type, occurred_at, subject_kind, subject_id, subject_name, owner_id, actor_kind, actor_id, \
            actor_name, actor_roles, via, reason, correlation_id, changes""";

    private static final int HOUR = 3600;

    private final JdbcClient jdbc;
    private final String table;

    FactListing(JdbcClient jdbc, String schema) {
        this.jdbc = jdbc;
        this.table = schema + ".facts";
    }

    /** Refuses ({@code invalid_values}) limits other than 1–{@value #MOST}, unknown types and cursors that are no position. */
    FactPage page(FindFacts query) {
        Listing.between(query.limit(), MOST);
        if (query.subject() != null && !isId(query.subject())) {
            return new FactPage(List.of(), null, null);
        }
        Filter filter = filter(query);
        if (query.subject() != null) {
            UUID subject = UUID.fromString(query.subject());
            filter.and(query.clients() ? withClients() : "subject_id = :subject", "subject", subject);
        }
        List<FactView> facts = jdbc.sql("select " + COLUMNS + " from " + table + filter.where() + " order by position "
                        + (query.newestFirst() ? "desc" : "asc") + " limit " + (query.limit() + 1))
                .params(filter.parameters())
                .query((row, number) -> view(row))
                .list();
        boolean more = facts.size() > query.limit();
        List<FactView> shown = more ? facts.subList(0, query.limit()) : facts;
        return new FactPage(shown, more ? shown.get(shown.size() - 1).position().toString() : null, null);
    }

    /** Refuses ({@code invalid_values}) spans that are not of 1–{@value #HOUR} seconds. */
    List<FactRateView> rates(FindFactRates query) {
        if (query.seconds() < 1 || query.seconds() > HOUR) {
            throw Declined.invalid(new FieldError("/seconds", "out_of_range", "A span has 1 to " + HOUR + " seconds."));
        }
        return jdbc.sql("select date_bin(make_interval(secs => :seconds), occurred_at, timestamptz 'epoch') as span,"
                        + " count(*) as facts from " + table
                        + " where occurred_at >= :from group by span order by span")
                .param("seconds", query.seconds())
                .param("from", Columns.stored(Recorded.within(query.from())))
                .query((row, number) -> new FactRateView(
                        row.getObject("span", OffsetDateTime.class).toInstant(), row.getLong("facts")))
                .list();
    }

    /** A fact that takes a client away is the one after the last that left it this user's. */
    private String withClients() {
        return "position in (select position from " + table
                + " where subject_id = :subject union all select position from "
                + table + " where owner_id = :subject union all select gone.position from " + table + " as last join "
                + table + " as gone on gone.subject_id = last.subject_id and gone.version = last.version + 1"
                + " where last.owner_id = :subject)";
    }

    private static Filter filter(FindFacts query) {
        Filter filter = new Filter()
                .and("subject_kind = :kind", "kind", query.clients() ? null : query.kind())
                .and("type = :type", "type", known(query.type()))
                .and("occurred_at >= :from", "from", within(query.from()))
                .and("occurred_at < :to", "to", within(query.to()))
                .and(
                        query.newestFirst()
                                ? "position < cast(:cursor as bigint[])"
                                : "position > cast(:cursor as bigint[])",
                        "cursor",
                        cursor(query.cursor()));
        String actor = query.actor();
        return actor == null
                ? filter
                : filter.and(
                        "actor_id = :actor or actor_name_key = :actorKey",
                        Map.of("actor", Folded.storable(actor), "actorKey", Folded.of(Folded.storable(actor))));
    }

    private static boolean isId(String text) {
        try {
            return UUID.fromString(text).toString().equalsIgnoreCase(text);
        } catch (IllegalArgumentException other) {
            return false;
        }
    }

    private static @Nullable String known(@Nullable String type) {
        if (type != null && Facts.named(type).isEmpty()) {
            throw Declined.invalid(
                    new FieldError("/type", "unknown", "There is no such type of fact. Use one as client-registered."));
        }
        return type;
    }

    private static @Nullable Instant within(@Nullable Instant instant) {
        return instant == null ? null : Recorded.within(instant);
    }

    private static @Nullable String cursor(@Nullable String cursor) {
        try {
            return cursor == null ? null : Chronicle.array(Position.parse(cursor));
        } catch (IllegalArgumentException unreadable) {
            throw Declined.invalid(new FieldError(
                    "/cursor", "invalid", "Use the nextCursor of a page, or the position of a fact, or none."));
        }
    }

    private static FactView view(ResultSet row) throws SQLException {
        return new FactView(
                new Position(Arrays.asList((Long[]) row.getArray("position").getArray())),
                row.getObject("event_id", UUID.class),
                row.getString("type"),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                new Subject(
                        Subject.Kind.valueOf(row.getString("subject_kind")),
                        row.getString("subject_id"),
                        row.getString("subject_name"),
                        row.getString("owner_id")),
                new Actor(
                        Actor.Kind.valueOf(row.getString("actor_kind")),
                        row.getString("actor_id"),
                        row.getString("actor_name"),
                        roles(row.getString("actor_roles"))),
                Via.valueOf(row.getString("via")),
                row.getString("reason"),
                row.getString("correlation_id"),
                Json.changes(row.getString("changes")));
    }

    private static List<String> roles(String written) {
        return written.isEmpty() ? List.of() : Arrays.asList(written.split(" "));
    }
}
