package dev.rollcall.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A secret on its way between rooms: AES-256-GCM under the installation's key, Base64. Made and opened by
 * {@link InstallationKey}. Says nothing about its content, not even in {@code toString()}.
 */
public record Sealed(@JsonValue String box) {

    @JsonCreator
    public Sealed {}

    @Override
    public String toString() {
        return "sealed";
    }
}
