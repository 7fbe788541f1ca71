package dev.rollcall.query;

/**
 * A view that is folded from the facts, in a PostgreSQL schema of its own. Its handlers are Axon event handlers, so it is
 * fed by a running processor or, while it is rebuilt aside, by whoever reads the facts again. Every fact may be applied
 * twice: the second time changes nothing.
 */
public interface Projection {

    /** What it is called, which is also its processing group: {@code users}, {@code clients}, {@code history}. */
    String name();

    /** Tells contents apart: equal for equal content, whatever the order in which and the schema where it was made. */
    String checksum();

    /** Forgets everything. */
    void reset();
}
