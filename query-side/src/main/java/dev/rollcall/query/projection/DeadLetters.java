package dev.rollcall.query.projection;

import static dev.rollcall.query.Sortable.id;
import static dev.rollcall.query.Sortable.number;
import static dev.rollcall.query.Sortable.text;
import static dev.rollcall.query.Sortable.time;

import dev.rollcall.api.Actor;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.audit.DeadLetterPage;
import dev.rollcall.api.audit.DeadLetterView;
import dev.rollcall.api.audit.DiscardDeadLetter;
import dev.rollcall.api.audit.FindDeadLetters;
import dev.rollcall.api.audit.RetryDeadLetter;
import dev.rollcall.query.Declined;
import dev.rollcall.query.Filter;
import dev.rollcall.query.Listing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.messaging.MetaData;
import org.axonframework.queryhandling.QueryHandler;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The facts that projections could not apply, as an administrator sees and settles them. */
class DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private static final String FROM = """
            (select *, sequence_index = min(sequence_index)
                over (partition by processing_group, sequence_identifier) as first
            from query.dead_letter) letter""";

    private static final String REMEDY =
            "Remove the cause, then retry it and what waits behind it. Or discard it: the view"
                    + " lacks it, and may be unable to apply what follows it, until the projection is rebuilt.";
    private static final String PATIENCE = "It waits behind an earlier one of the same subject; settle that one first.";

    private record Letter(String projection, String sequence, String event) {}

    private final JdbcTemplate jdbc;
    private final Mending mending;
    private final Tokens tokens;
    private final Serializer facts;
    private final Listing<DeadLetterView> listing = new Listing<>(
            "*",
            FROM,
            this::view,
            List.of(
                    text("projection", "processing_group"),
                    time("parkedAt", "enqueued_at::timestamptz"),
                    text("subject", "sequence_identifier"),
                    number("index", "sequence_index")),
            id("id", "id::uuid"),
            "projection,parkedAt,subject,index");

    DeadLetters(JdbcTemplate jdbc, Mending mending, Tokens tokens, Serializer facts) {
        this.jdbc = jdbc;
        this.mending = mending;
        this.tokens = tokens;
        this.facts = facts;
    }

    @QueryHandler
    DeadLetterPage answer(FindDeadLetters question) {
        if (question.projection() != null && mending.of(question.projection()).isEmpty()) {
            throw Declined.invalid(new FieldError("/projection", "unknown_value", "There is no such projection."));
        }
        Filter filter = new Filter().and("processing_group = :projection", "projection", question.projection());
        Listing.Page<DeadLetterView> page =
                listing.page(JdbcClient.create(jdbc), filter, null, question.limit(), question.cursor(), false);
        return new DeadLetterPage(page.items(), page.nextCursor());
    }

    private DeadLetterView view(ResultSet row, int number) throws SQLException {
        String projection = row.getString("processing_group");
        boolean first = row.getBoolean("first");
        int attempts = Retries.attempts(diagnostics(row.getBytes("diagnostics")));
        Instant touched = DateTimeUtils.parseInstant(row.getString("last_touched"));
        return new DeadLetterView(
                UUID.fromString(row.getString("id")),
                projection,
                row.getString("sequence_identifier"),
                row.getString("payload_type"),
                UUID.fromString(row.getString("event_identifier")),
                Places.position(tokens.read(row.getBytes("token"), row.getString("token_type")))
                        .orElse(null),
                DateTimeUtils.parseInstant(row.getString("occurred_at")),
                DateTimeUtils.parseInstant(row.getString("enqueued_at")),
                row.getString("cause_message"),
                attempts,
                first
                        ? mending.of(projection)
                                .map(retries -> touched.plus(retries.pause(attempts)))
                                .orElse(null)
                        : null,
                first ? REMEDY : PATIENCE);
    }

    private MetaData diagnostics(byte @Nullable [] written) {
        return written == null
                ? MetaData.emptyInstance()
                : facts.deserialize(
                        new SimpleSerializedObject<>(written, byte[].class, MetaData.class.getName(), null));
    }

    @CommandHandler
    boolean decide(RetryDeadLetter command) {
        Letter letter = find(command.id());
        return mending.of(letter.projection())
                .orElseThrow(() -> new Rejected(Rejection.DEAD_LETTER_NOT_FOUND))
                .retryNow(letter.sequence());
    }

    @CommandHandler
    void decide(DiscardDeadLetter command, MetaData metaData) {
        Actor actor = Provenance.from(metaData).actor();
        Letter letter = find(command.id());
        // facts of users and clients, whose absence from the view is then no news
        Integer discarded = jdbc.queryForObject("""
                with letter as (delete from query.dead_letter where id = ?
                    returning processing_group, aggregate_identifier, sequence_number),
                noted as (insert into query.discarded (projection, subject, version)
                    select processing_group, aggregate_identifier::uuid, sequence_number from letter
                    where aggregate_identifier ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                    on conflict do nothing)
                select count(*) from letter""", Integer.class, command.id().toString());
        Rejected.when(discarded == null || discarded == 0, Rejection.DEAD_LETTER_NOT_FOUND);
        LOG.warn(
                "User {} gave up applying fact {} of {} to projection {}: {}",
                actor.id(),
                letter.event(),
                letter.sequence(),
                letter.projection(),
                Objects.requireNonNullElse(metaData.get(Provenance.REASON), "no reason given"));
    }

    private Letter find(UUID id) {
        return jdbc
                .query(
                        "select processing_group, sequence_identifier, event_identifier from query.dead_letter"
                                + " where id = ?",
                        (row, number) -> new Letter(row.getString(1), row.getString(2), row.getString(3)),
                        id.toString())
                .stream()
                .findFirst()
                .orElseThrow(() -> new Rejected(Rejection.DEAD_LETTER_NOT_FOUND));
    }
}
