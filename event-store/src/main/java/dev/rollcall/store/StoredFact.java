package dev.rollcall.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.serialization.SerializedMetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;

/** A fact as it lies in its row. */
final class StoredFact implements TrackedEventData<byte[]> {

    /** The columns that {@link #of} reads. */
    static final String COLUMNS = "era, xid, number, event_id, aggregate_id, aggregate_type, sequence, name, revision,"
            + " occurred_at, metadata, payload";

    private final FactToken token;
    private final String identifier;
    private final Instant occurredAt;
    private final SerializedObject<byte[]> metaData;
    private final SerializedObject<byte[]> payload;

    private StoredFact(FactToken token, ResultSet row) throws SQLException {
        this.token = token;
        this.identifier = row.getString("event_id");
        this.occurredAt = row.getObject("occurred_at", OffsetDateTime.class).toInstant();
        this.metaData = new SerializedMetaData<>(row.getString("metadata").getBytes(UTF_8), byte[].class);
        this.payload = new SimpleSerializedObject<>(
                row.getBytes("payload"), byte[].class, row.getString("name"), row.getString("revision"));
    }

    /** A row as Axon wants it: something that happened to an aggregate, or else plainly something that happened. */
    static TrackedEventData<byte[]> of(ResultSet row) throws SQLException {
        FactToken token = new FactToken(row.getInt("era"), row.getLong("xid"), row.getLong("number"));
        StoredFact fact = new StoredFact(token, row);
        return row.getString("aggregate_type") == null
                ? fact
                : new TrackedDomainEventData<>(token, fact.ofAggregate(row));
    }

    /** A row of snapshots, which have no place in the order. */
    static DomainEventData<byte[]> snapshot(ResultSet row) throws SQLException {
        return new StoredFact(FactToken.START, row).ofAggregate(row);
    }

    private DomainEventData<byte[]> ofAggregate(ResultSet row) throws SQLException {
        return new OfAggregate(
                this, row.getString("aggregate_type"), row.getString("aggregate_id"), row.getLong("sequence"));
    }

    @Override
    public FactToken trackingToken() {
        return token;
    }

    @Override
    public String getEventIdentifier() {
        return identifier;
    }

    @Override
    public Instant getTimestamp() {
        return occurredAt;
    }

    @Override
    public SerializedObject<byte[]> getMetaData() {
        return metaData;
    }

    @Override
    public SerializedObject<byte[]> getPayload() {
        return payload;
    }

    private record OfAggregate(StoredFact fact, @Nullable String type, String aggregate, long sequence)
            implements DomainEventData<byte[]> {

        @Override
        public String getEventIdentifier() {
            return fact.identifier;
        }

        @Override
        public Instant getTimestamp() {
            return fact.occurredAt;
        }

        @Override
        public SerializedObject<byte[]> getMetaData() {
            return fact.metaData;
        }

        @Override
        public SerializedObject<byte[]> getPayload() {
            return fact.payload;
        }

        @Override
        public @Nullable String getType() {
            return type;
        }

        @Override
        public String getAggregateIdentifier() {
            return aggregate;
        }

        @Override
        public long getSequenceNumber() {
            return sequence;
        }
    }
}
