package dev.rollcall.api.audit;

import dev.rollcall.api.Position;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A check of the chain of facts: how far it is, or what came of it.
 *
 * @param percent 0–100
 * @param facts how many facts were found as they were recorded
 * @param unsigned how many facts at the end are not part of the chain yet; they follow within seconds
 * @param firstBad the first place where history is not as it was recorded; only if {@link State#BROKEN}
 * @param head the end of the chain, for comparison with what was noted elsewhere; absent while there is none
 * @param detail why there is no result; only if {@link State#FAILED}
 */
public record ChainView(
        State state,
        double percent,
        long facts,
        long unsigned,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Fault firstBad,
        @Nullable Head head,
        @Nullable String detail) {

    public enum State {
        RUNNING,
        /** Every fact is as it was recorded, and none is missing. */
        INTACT,
        BROKEN,
        /** It could not be brought to its end, which says nothing about the facts. */
        FAILED
    }

    /** What was done to the history. Facts that changed places are altered, or missing from where they were. */
    public enum Kind {
        /** The fact, or its link, is not what was recorded. */
        ALTERED,
        REMOVED,
        INSERTED,
        /** The end of the history is missing: the second place knows more of it. */
        TAIL_CUT,
        /** A row of the chain is missing, is out of place, or carries no valid signature. */
        CHAIN_FORGED
    }

    /**
     * The first place where history is not as it was recorded.
     *
     * @param position of the fact; of a row of the chain: of its first fact
     * @param eventId of the fact, where it is still there
     */
    public record Fault(
            Kind kind,
            @Nullable Position position,
            @Nullable UUID eventId,
            String detail) {}

    /**
     * The end of the chain.
     *
     * @param block number of its last row, from 1
     * @param facts how many facts it chains
     * @param position of its last fact
     * @param link of its last fact, 64 hexadecimal digits
     * @param publicKey with which anybody can check the signatures: an Ed25519 key (RFC 8032), 64 hexadecimal digits
     */
    public record Head(long block, long facts, Position position, String link, Instant signedAt, String publicKey) {}
}
