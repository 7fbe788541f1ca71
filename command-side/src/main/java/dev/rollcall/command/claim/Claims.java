package dev.rollcall.command.claim;

import dev.rollcall.api.Rejection;
import java.util.Optional;

/**
 * Claims on unique values, changed in the unit of work of the decision that asks. Values are compared regardless of case,
 * of surrounding blanks and of how Unicode composes them.
 */
public interface Claims {

    /** Makes a value the owner's; nothing happens where it is already. Refuses ({@code whenTaken}) one of another owner. */
    void take(ClaimKind kind, String value, String owner, Rejection whenTaken);

    /** Frees a value; nothing happens where nobody has it. */
    void release(ClaimKind kind, String value);

    /**
     * Gives up one value of an owner for another, which may be the same one written differently. Refuses
     * ({@code whenTaken}) one of another owner.
     */
    default void move(ClaimKind kind, String from, String to, String owner, Rejection whenTaken) {
        if (kind.normalised(from).equals(kind.normalised(to))) {
            return;
        }
        take(kind, to, owner, whenTaken);
        release(kind, from);
    }

    /** Who has a value: the identifier of a user, client or service account. */
    Optional<String> owner(ClaimKind kind, String value);
}
