package dev.rollcall.api;

import java.util.Map;

/** A store that can read the facts of several aggregates at once, before they are asked for one after the other. */
public interface FactsAhead {

    /** Where a store cannot: everything is read when it is asked for. */
    FactsAhead NOT = first -> {};

    /**
     * Reads them for the unit of work under way. What is asked for later, unless this process has stored facts of that aggregate
     * meanwhile, is answered from what was read; once.
     *
     * @param first identifiers of aggregates, and the sequence number from which on their facts are wanted; two to four; of another number nothing is read
     */
    void read(Map<String, Long> first);
}
