package dev.rollcall.web;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Position;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Via;
import dev.rollcall.api.access.Scope;
import org.jspecify.annotations.Nullable;

/**
 * One request as the other rooms need to know it: who asks, through what, why, and under which conditions.
 *
 * @param key the {@code Idempotency-Key}, 1–255 visible ASCII characters
 * @param position what the view must have reached before it answers
 * @param target method and path
 */
public record Call(
        Actor actor,
        Via via,
        String correlation,
        @Nullable String reason,
        @Nullable String key,
        IfMatch ifMatch,
        @Nullable Position position,
        String target) {

    Call as(Actor other, Via through) {
        return new Call(other, through, correlation, reason, key, ifMatch, position, target);
    }

    /** With the reason from its body, where there is one. */
    Call because(@Nullable Reason inBody) {
        return inBody == null ? this : new Call(actor, via, correlation, inBody.text(), key, ifMatch, position, target);
    }

    /** Refuses ({@link Declined}, 400) a condition on something that has no version of its own to compare. */
    Call unconditional() {
        if (!ifMatch.versions().isEmpty()) {
            throw new Declined(Problem.malformed(
                    "/If-Match", "not_supported", "This does not depend on a version; leave If-Match away."));
        }
        return this;
    }

    /**
     * Based on a version, as a change must be. Refuses ({@link Declined}, 428) that of somebody who may make it. Somebody
     * else's goes on, to be refused and recorded where commands are handled; based on a version that never is, so that
     * nothing can come of it.
     */
    Call conditional() {
        if (ifMatch.given()) {
            return this;
        } else if (actor.administrator() || actor.roles().contains(Scope.USERS_WRITE.text())) {
            throw new Declined(new Problem(
                    428,
                    "precondition_required",
                    "Say in If-Match which version the change is based on: the ETag of what you read."));
        }
        return new Call(actor, via, correlation, reason, key, IfMatch.NEVER, position, target);
    }

    public Provenance provenance() {
        return new Provenance(actor, via, reason, correlation, null, null);
    }
}
