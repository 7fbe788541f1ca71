package dev.rollcall.api.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies one token of a client. A UUID, version 7 where the program makes it (RFC 9562). */
public record TokenId(@JsonValue UUID value) {

    @JsonCreator
    public TokenId {}

    /** Refuses (IllegalArgumentException) everything but the 36 characters of a UUID. */
    public static TokenId parse(String text) {
        UUID uuid = UUID.fromString(text);
        if (!uuid.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("a UUID has 36 characters");
        }
        return new TokenId(uuid);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
