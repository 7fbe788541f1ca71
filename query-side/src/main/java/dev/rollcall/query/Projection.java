package dev.rollcall.query;

import java.util.List;
import org.axonframework.eventhandling.EventMessage;

/**
 * A view that is folded from the facts, in a PostgreSQL schema of its own. Its handlers are Axon event handlers, so it is
 * fed by a running processor or, while it is rebuilt aside, by whoever reads the facts again. Every fact may be applied
 * twice: the second time changes nothing. One thread at a time feeds an instance: {@link #begin}, its handlers,
 * {@link #flush}, all in one transaction.
 */
public interface Projection {

    /** What it is called, which is also its processing group: {@code users}, {@code clients}, {@code history}. */
    String name();

    /** These facts are going to be applied. What was applied since the last {@link #flush} and not written is forgotten. */
    void begin(List<? extends EventMessage<?>> facts);

    /** Writes what the facts since {@link #begin} have changed: few statements, however many facts there were. */
    void flush();

    /** Tells contents apart: equal for equal content, whatever the order in which and the schema where it was made. */
    String checksum();

    /** Forgets everything. */
    void reset();
}
