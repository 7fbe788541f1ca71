package dev.rollcall.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the chain: the links of facts that follow each other, signed.
 *
 * @param number from 1
 * @param facts how many facts there are up to and with these
 * @param signedBy fingerprint of the key
 * @param certificate by which the installation vouches for that key; absent: it needs none
 */
record ChainBlock(
        long number,
        long facts,
        byte[] entries,
        Instant signedAt,
        String signedBy,
        byte[] signature,
        byte @Nullable [] certificate) {

    /** The columns that {@link #of} reads. */
    static final String COLUMNS = "block, facts, entries, signed_at, signed_by, signature, certificate";

    private static final int LINK_BYTES = 32;
    private static final int ENTRY_BYTES = Integer.BYTES + 2 * Long.BYTES + LINK_BYTES;

    /** Before the first fact. */
    static final byte[] NO_LINK = new byte[LINK_BYTES];

    /** A fact of the chain. */
    record Entry(FactToken place, byte[] link) {}

    static ChainBlock of(ResultSet row) throws SQLException {
        return new ChainBlock(
                row.getLong("block"),
                row.getLong("facts"),
                row.getBytes("entries"),
                row.getObject("signed_at", OffsetDateTime.class).toInstant(),
                row.getString("signed_by"),
                row.getBytes("signature"),
                row.getBytes("certificate"));
    }

    /**
     * Chains and signs facts.
     *
     * @param before the block before; absent: these are the first facts
     * @param chained one or more, in order
     */
    static ChainBlock of(@Nullable ChainBlock before, List<ChainedFact> chained, ChainKey key, Instant now) {
        ByteBuffer entries = ByteBuffer.allocate(chained.size() * ENTRY_BYTES);
        byte[] link = before == null ? NO_LINK : before.last().link();
        for (ChainedFact fact : chained) {
            link = fact.link(link);
            entries.putInt(fact.place().era())
                    .putLong(fact.place().xid())
                    .putLong(fact.place().number())
                    .put(link);
        }
        ChainBlock unsigned = new ChainBlock(
                before == null ? 1 : before.number + 1,
                (before == null ? 0 : before.facts) + chained.size(),
                entries.array(),
                now.truncatedTo(ChronoUnit.MICROS),
                key.fingerprint(),
                new byte[0],
                key.certificate());
        return new ChainBlock(
                unsigned.number,
                unsigned.facts,
                unsigned.entries,
                unsigned.signedAt,
                unsigned.signedBy,
                key.sign(unsigned.toBeSigned()),
                unsigned.certificate);
    }

    /** Everything in it; the link of its last fact stands for all facts up to there. */
    byte[] toBeSigned() {
        byte[] last = Arrays.copyOfRange(entries, Math.max(0, entries.length - ENTRY_BYTES), entries.length);
        byte[] domain = "rollcall chain 1".getBytes(US_ASCII);
        return ByteBuffer.allocate(domain.length + 4 * Long.BYTES + last.length)
                .put(domain)
                .putLong(number)
                .putLong(facts)
                .putLong(entries.length)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, signedAt))
                .put(last)
                .array();
    }

    /** Refuses (IllegalArgumentException) bytes that are no entries. */
    List<Entry> list() {
        if (entries.length == 0 || entries.length % ENTRY_BYTES != 0) {
            throw new IllegalArgumentException("its entries are no entries");
        }
        ByteBuffer bytes = ByteBuffer.wrap(entries);
        List<Entry> list = new ArrayList<>();
        while (bytes.hasRemaining()) {
            FactToken place = new FactToken(bytes.getInt(), bytes.getLong(), bytes.getLong());
            byte[] link = new byte[LINK_BYTES];
            bytes.get(link);
            list.add(new Entry(place, link));
        }
        return list;
    }

    Entry last() {
        List<Entry> list = list();
        return list.get(list.size() - 1);
    }
}
