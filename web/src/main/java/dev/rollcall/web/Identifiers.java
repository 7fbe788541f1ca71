package dev.rollcall.web;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.util.UUID;

/** Makes identifiers: UUIDs that sort by time (version 7). */
public final class Identifiers {

    private final TimeBasedEpochGenerator generator = Generators.timeBasedEpochGenerator();

    /** Refuses ({@link Declined}, 400, {@code /id}) what is no UUID of 36 characters. */
    static UUID parse(String text) {
        try {
            UUID uuid = UUID.fromString(text);
            if (uuid.toString().equalsIgnoreCase(text)) {
                return uuid;
            }
        } catch (IllegalArgumentException malformed) {
            // told below
        }
        throw new Declined(Problem.malformed("/id", "invalid_id", "An identifier is a UUID, 36 characters long."));
    }

    public UUID next() {
        return generator.generate();
    }
}
