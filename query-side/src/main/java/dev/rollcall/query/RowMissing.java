package dev.rollcall.query;

import java.util.UUID;

/** A fact found no row to change, or one from which an earlier fact is missing: the view would be wrong from here on. */
public final class RowMissing extends IllegalStateException {

    /** @param version of the fact that was to be applied */
    public RowMissing(String table, UUID id, long version) {
        super(table + " has no row of " + id + " to apply fact " + version + " to");
    }
}
