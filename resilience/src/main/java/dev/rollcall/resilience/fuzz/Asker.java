package dev.rollcall.resilience.fuzz;

import java.util.Set;

/**
 * Somebody who asks.
 *
 * @param authorization the header; empty: none
 * @param operations whose answers may be other than a refusal; {@code *}: all
 * @param own operations that are allowed as far as they are about what is its own
 * @param ids what is its own: its user and its clients
 */
record Asker(String name, String authorization, Set<String> operations, Set<String> own, Set<String> ids) {

    /** @param ofItsOwn whether it asks about what is its own */
    boolean may(Contract.Operation operation, boolean ofItsOwn) {
        return operation.open()
                || operations.contains("*")
                || operations.contains(operation.id())
                || (ofItsOwn && own.contains(operation.id()));
    }

    @Override
    public String toString() {
        return name;
    }
}
