package dev.rollcall.resilience.store;

import tools.jackson.databind.JsonNode;

/**
 * A row of the store.
 *
 * @param position as answers write it: era, transaction and number, joined by dots
 * @param name the stored name of its type
 */
public record StoredFact(
        String position,
        String eventId,
        String aggregate,
        long version,
        String name,
        JsonNode payload,
        JsonNode metadata) {

    /** Of the request that caused it; empty where none did. */
    public String correlation() {
        return metadata.path("correlation-id").asString("");
    }

    public String text(String field) {
        return payload.path(field).asString("");
    }

    /** Whether it is about a user or a client, and not a guard's. */
    public boolean shown() {
        return name.startsWith("user-") || name.startsWith("client-");
    }
}
