package dev.rollcall.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fact as the chain sees it: its place, and the SHA-256 of every column of its row, each preceded by its length, so that
 * nothing can be moved from one into the next.
 */
record ChainedFact(FactToken place, UUID event, byte[] digest) {

    /** The columns of a row of facts. */
    record Row(
            FactToken place,
            UUID event,
            String aggregate,
            @Nullable String type,
            long sequence,
            String name,
            String revision,
            Instant occurredAt,
            String metaData,
            byte[] payload) {}

    static ChainedFact of(ResultSet row) throws SQLException {
        return of(new Row(
                new FactToken(row.getInt("era"), row.getLong("xid"), row.getLong("number")),
                row.getObject("event_id", UUID.class),
                row.getString("aggregate_id"),
                row.getString("aggregate_type"),
                row.getLong("sequence"),
                row.getString("name"),
                row.getString("revision"),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                row.getString("metadata"),
                row.getBytes("payload")));
    }

    static ChainedFact of(Row row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(row.payload.length + row.metaData.length() + 256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(row.place.era());
            out.writeLong(row.place.xid());
            out.writeLong(row.place.number());
            out.writeLong(row.event.getMostSignificantBits());
            out.writeLong(row.event.getLeastSignificantBits());
            write(out, row.aggregate.getBytes(UTF_8));
            out.writeBoolean(row.type != null);
            write(out, row.type == null ? new byte[0] : row.type.getBytes(UTF_8));
            out.writeLong(row.sequence);
            write(out, row.name.getBytes(UTF_8));
            write(out, row.revision.getBytes(UTF_8));
            out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, row.occurredAt));
            write(out, row.metaData.getBytes(UTF_8));
            write(out, row.payload);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new ChainedFact(row.place, row.event, sha256(bytes.toByteArray()));
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** What links this fact to the one before it, 32 bytes. */
    byte[] link(byte[] before) {
        return sha256(before, digest);
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                sha256.update(part);
            }
            return sha256.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is missing from this JDK", impossible);
        }
    }
}
