package dev.rollcall.api.service;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies a service account. A UUID, version 7 where the program makes it (RFC 9562). */
public record ServiceAccountId(@JsonValue UUID value) {

    @JsonCreator
    public ServiceAccountId {}

    /** Refuses (IllegalArgumentException) everything but the 36 characters of a UUID. */
    public static ServiceAccountId parse(String text) {
        UUID uuid = UUID.fromString(text);
        if (!uuid.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("a UUID has 36 characters");
        }
        return new ServiceAccountId(uuid);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
