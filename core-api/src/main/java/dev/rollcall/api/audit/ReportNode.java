package dev.rollcall.api.audit;

import dev.rollcall.api.Command;
import java.util.List;
import org.axonframework.commandhandling.RoutingKey;
import org.jspecify.annotations.Nullable;

/**
 * A process of this installation says that it is there. Remembered beside the views, never a fact.
 *
 * @param node what it is called, among all of them
 * @param roles which rooms it plays
 * @param version of the program; absent: built from sources that have none
 * @param upMillis for how long it has been running, by its own clock; when that began is told by the database's
 * @param ends whether this is its last word
 */
public record ReportNode(
        @RoutingKey String node,
        String host,
        long processId,
        List<String> roles,
        @Nullable String version,
        long upMillis,
        boolean ends)
        implements Command {}
