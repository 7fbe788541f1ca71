package dev.rollcall.resilience.crash;

/** What is done to the service. */
enum Fault {
    /** {@code kill -9} of the JVM; its PostgreSQL lives on as an orphan. */
    JVM,
    /** {@code kill -9} of every PostgreSQL process over the data folder; the JVM lives on without a store. */
    POSTGRES
}
