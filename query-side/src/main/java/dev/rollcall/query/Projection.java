package dev.rollcall.query;

import dev.rollcall.api.user.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;

/**
 * A view that is folded from the facts, in a PostgreSQL schema of its own. Its handlers are Axon event handlers, so it is
 * fed by a running processor or, while it is rebuilt aside, by whoever reads the facts again. Every fact may be applied
 * twice: the second time changes nothing. One thread at a time feeds an instance: {@link #begin}, its handlers,
 * {@link #flush}, all in one transaction. A handler that throws has changed nothing.
 */
public interface Projection {

    /** What it is called, which is also its processing group: {@code users}, {@code clients}, {@code services}, {@code history}. */
    String name();

    /**
     * These facts are going to be applied, once what has to be known for it was read. What was applied since the last
     * {@link #flush} and not written is forgotten.
     *
     * @param reads takes the statements, few however many facts there are; the caller carries them out
     */
    void begin(List<? extends EventMessage<?>> facts, Together reads);

    /**
     * Writes what the facts since {@link #begin} have changed.
     *
     * @param writes takes the statements, few however many facts there were; the caller carries them out
     */
    void flush(Together writes);

    /** Whether it applies every fact of aggregates of this type. */
    boolean follows(String aggregateType);

    /**
     * Some of those whose facts it applied, gone ones included, in the order of their identifiers.
     *
     * @param after the last one before them; absent: from the first
     */
    List<UUID> subjects(@Nullable UUID after, int most);

    /** Which version each of these has come to; those it applied no fact of are left out. */
    Map<UUID, Long> versions(Collection<UUID> subjects);

    /** Tells contents apart: equal for equal content, whatever the order in which and the schema where it was made. */
    String checksum();

    /**
     * Makes what it holds about these users, and the names under which they acted, {@link dev.rollcall.api.Personal#ERASED}.
     * What it then holds is what it would hold if it were built anew. Called by the projection itself when it comes to the
     * fact, and once more from outside, in a transaction, when nobody can add to it any more.
     */
    void erase(Collection<UserId> users);

    /** Forgets everything. */
    void reset();
}
