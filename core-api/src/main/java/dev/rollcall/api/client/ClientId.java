package dev.rollcall.api.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies a provisioned client. A UUID, version 7 where the program makes it (RFC 9562). */
public record ClientId(@JsonValue UUID value) {

    @JsonCreator
    public ClientId {}

    /** Refuses (IllegalArgumentException) everything but the 36 characters of a UUID. */
    public static ClientId parse(String text) {
        UUID uuid = UUID.fromString(text);
        if (!uuid.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("a UUID has 36 characters");
        }
        return new ClientId(uuid);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
