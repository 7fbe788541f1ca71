package dev.rollcall.api.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process of this installation, in the times of the database.
 *
 * @param node what it is called, among all of them
 * @param roles which rooms it plays
 * @param version of the program; absent: built from sources that have none
 * @param seenAt its last sign of life
 * @param silentSeconds how long ago that was
 * @param gone whether that is so long ago that it must have ended without a word
 * @param feeding whether it applies facts to the views at this moment
 */
public record NodeView(
        String node,
        String host,
        long processId,
        List<String> roles,
        @Nullable String version,
        Instant startedAt,
        Instant seenAt,
        long silentSeconds,
        boolean gone,
        boolean feeding) {}
