package dev.rollcall.command.claim;

import dev.rollcall.api.claim.RequestAccepted;
import java.time.Instant;
import java.util.Optional;

/** What was accepted under which idempotency key. */
public interface Requests {

    /** An accepted request, and when that was. */
    record Earlier(RequestAccepted fact, Instant at) {}

    /** What was last accepted under a key. */
    Optional<Earlier> earlier(String key);

    /** Whether it is accepted as the store says at this moment, whatever the decision under way has seen before. */
    boolean isAccepted(String key);

    /** Stores this together with the facts of the decision under way. */
    void accept(RequestAccepted fact);
}
