package dev.rollcall.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Reads instants as RFC 3339 writes them. */
final class Moments {

    private static final int LAST_YEAR = 9999;

    private Moments() {}

    /** Refuses (IllegalArgumentException) what is no date and time with an offset, in the years 0 to 9999. */
    static Instant parse(String text) {
        try {
            OffsetDateTime moment = OffsetDateTime.parse(text);
            if (moment.getYear() >= 0 && moment.getYear() <= LAST_YEAR) {
                return moment.toInstant();
            }
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException("no instant", malformed);
        }
        throw new IllegalArgumentException("no year of ours");
    }
}
