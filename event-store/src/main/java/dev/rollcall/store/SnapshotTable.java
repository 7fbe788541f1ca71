package dev.rollcall.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;

/** The last snapshot of each aggregate that has one. */
final class SnapshotTable {

    private static final String KEEP = """
            insert into store.snapshot as kept (aggregate_id, aggregate_type, sequence, event_id, name, revision, occurred_at,
                                                metadata, payload)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (aggregate_id) do update
                set aggregate_type = excluded.aggregate_type, sequence = excluded.sequence, event_id = excluded.event_id,
                    name = excluded.name, revision = excluded.revision, occurred_at = excluded.occurred_at,
                    metadata = excluded.metadata, payload = excluded.payload
                where kept.sequence <= excluded.sequence""";

    private final DataSource dataSource;

    SnapshotTable(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Whether there is any snapshot at all. */
    boolean inUse() throws SQLException {
        try (Connection connection = FactTable.autocommitting(dataSource);
                PreparedStatement statement =
                        connection.prepareStatement("select exists (select from store.snapshot)");
                ResultSet row = statement.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** Keeps a snapshot unless there is a later one. */
    void keep(DomainEventMessage<?> snapshot, Serializer serializer) throws SQLException {
        SerializedObject<byte[]> payload = snapshot.serializePayload(serializer, byte[].class);
        try (Connection connection = FactTable.autocommitting(dataSource);
                PreparedStatement statement = connection.prepareStatement(KEEP)) {
            statement.setString(1, snapshot.getAggregateIdentifier());
            statement.setString(2, snapshot.getType());
            statement.setLong(3, snapshot.getSequenceNumber());
            statement.setObject(4, UUID.fromString(snapshot.getIdentifier()));
            statement.setString(5, payload.getType().getName());
            statement.setString(6, payload.getType().getRevision());
            statement.setObject(7, snapshot.getTimestamp().atOffset(ZoneOffset.UTC));
            statement.setString(
                    8, snapshot.serializeMetaData(serializer, String.class).getData());
            statement.setBytes(9, payload.getData());
            statement.executeUpdate();
        }
    }

    Optional<DomainEventData<byte[]>> of(String aggregate) throws SQLException {
        String read = "select event_id, aggregate_id, aggregate_type, sequence, name, revision,"
                + " occurred_at, metadata, payload from store.snapshot where aggregate_id = ?";
        try (Connection connection = FactTable.autocommitting(dataSource);
                PreparedStatement statement = connection.prepareStatement(read)) {
            statement.setString(1, aggregate);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(StoredFact.snapshot(row)) : Optional.empty();
            }
        }
    }
}
