package dev.rollcall.api.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a service account can be permitted; none of them opens what {@link Policy} leaves to administrators. */
public enum Scope {
    USERS_READ,
    USERS_WRITE,
    CLIENTS_READ,
    CLIENTS_WRITE,
    AUDIT_READ,
    TOKENS_INTROSPECT;

    /** As it is written everywhere outside the code: {@code users:read}. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ':');
    }

    public static Optional<Scope> named(String text) {
        return Arrays.stream(values())
                .filter(scope -> scope.text().equals(text))
                .findFirst();
    }

    /** Refuses (IllegalArgumentException) what is no scope. */
    @JsonCreator
    public static Scope parse(String text) {
        return named(text).orElseThrow(() -> new IllegalArgumentException("there is no such scope"));
    }
}
