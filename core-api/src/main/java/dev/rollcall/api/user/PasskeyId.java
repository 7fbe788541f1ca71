package dev.rollcall.api.user;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies one passkey of a user: the row that holds its public key, and nothing of the key itself. A UUID, version 7 where the program makes it (RFC 9562). */
public record PasskeyId(@JsonValue UUID value) {

    @JsonCreator
    public PasskeyId {}

    /** Refuses (IllegalArgumentException) everything but the 36 characters of a UUID. */
    public static PasskeyId parse(String text) {
        UUID uuid = UUID.fromString(text);
        if (!uuid.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("a UUID has 36 characters");
        }
        return new PasskeyId(uuid);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
