package dev.rollcall.query.projection;

import dev.rollcall.api.Actor;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.audit.DeadLetterView;
import dev.rollcall.api.audit.DiscardDeadLetter;
import dev.rollcall.api.audit.FindDeadLetters;
import dev.rollcall.api.audit.RetryDeadLetter;
import dev.rollcall.query.Declined;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
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

/** The facts that projections could not apply, as an administrator sees and settles them. */
class DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private static final int MOST = 1_000;

    private record Letter(String projection, String sequence, String event) {}

    private final JdbcTemplate jdbc;
    private final Mending mending;
    private final Tokens tokens;
    private final Serializer facts;

    DeadLetters(JdbcTemplate jdbc, Mending mending, Tokens tokens, Serializer facts) {
        this.jdbc = jdbc;
        this.mending = mending;
        this.tokens = tokens;
        this.facts = facts;
    }

    @QueryHandler
    List<DeadLetterView> answer(FindDeadLetters question) {
        if (question.limit() < 1 || question.limit() > MOST) {
            throw Declined.invalid(new FieldError("/limit", "out_of_range", "The limit is 1 to 1000."));
        }
        return jdbc.query("""
                select *, sequence_index = min(sequence_index)
                    over (partition by processing_group, sequence_identifier) as first
                from query.dead_letter where ?::text is null or processing_group = ?
                order by processing_group, enqueued_at, sequence_identifier, sequence_index limit ?""", this::view, question.projection(), question.projection(), question.limit());
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
                        : null);
    }

    private MetaData diagnostics(byte @Nullable [] written) {
        return written == null
                ? MetaData.emptyInstance()
                : facts.deserialize(
                        new SimpleSerializedObject<>(written, byte[].class, MetaData.class.getName(), null));
    }

    @CommandHandler
    boolean decide(RetryDeadLetter command, MetaData metaData) {
        Policy.administrator(metaData);
        Letter letter = find(command.id());
        return mending.of(letter.projection())
                .orElseThrow(() -> new Rejected(Rejection.DEAD_LETTER_NOT_FOUND))
                .retryNow(letter.sequence());
    }

    @CommandHandler
    void decide(DiscardDeadLetter command, MetaData metaData) {
        Actor actor = Policy.administrator(metaData);
        Letter letter = find(command.id());
        int discarded = jdbc.update(
                "delete from query.dead_letter where id = ?", command.id().toString());
        Rejected.when(discarded == 0, Rejection.DEAD_LETTER_NOT_FOUND);
        LOG.warn(
                "{} gave up applying fact {} of {} to projection {}",
                actor.name(),
                letter.event(),
                letter.sequence(),
                letter.projection());
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
