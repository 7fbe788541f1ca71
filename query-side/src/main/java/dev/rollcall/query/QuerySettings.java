package dev.rollcall.query;

import dev.rollcall.api.WrongSetting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The defaults of this room, {@code rollcall.query.*}. Refuses (WrongSetting) values outside their ranges.
 *
 * @param batchSize how many facts a projection applies in one transaction at most; 1 to 10,000
 * @param claimTimeout after how long another process takes over a projection whose process is gone; 1 s to 10 min
 * @param node how this process is called in the token table; absent: process id and host
 * @param longestWait how long a query waits for a position before it is refused ({@code view_behind}); 0 to 1 min
 * @param catchingUp from how many facts on a projection that lags counts as catching up; 1 or more
 * @param retryFirst how long after its failure a parked fact is tried again for the first time; doubles each time
 * @param retryAtMost the longest that the time between two tries grows to
 * @param parkedUsersAndClients for how many users and clients a projection parks facts before it stops; 1 or more
 * @param parkedFacts how many facts of one user or client a projection parks before it stops; 1 or more
 * @param rebuildBatchSize how many facts a rebuild applies in one transaction; 1 to 10,000
 * @param comparedAtOnce of how many aggregates is compared each second what is stored with what is applied; 1 to 100,000
 * @param presence how long after its last heartbeat the machine of a client counts as there; 1 s to 1 day
 */
@ConfigurationProperties("rollcall.query")
public record QuerySettings(
        @DefaultValue("200") int batchSize,
        @DefaultValue("10s") Duration claimTimeout,
        @Nullable String node,
        @DefaultValue("2s") Duration longestWait,
        @DefaultValue("1000") long catchingUp,
        @DefaultValue("5s") Duration retryFirst,
        @DefaultValue("10m") Duration retryAtMost,
        @DefaultValue("1024") int parkedUsersAndClients,
        @DefaultValue("1024") int parkedFacts,
        @DefaultValue("500") int rebuildBatchSize,
        @DefaultValue("1000") int comparedAtOnce,
        @DefaultValue("90s") Duration presence) {

    private static final int LARGEST_BATCH = 10_000;
    private static final int MOST_COMPARED = 100_000;

    public QuerySettings {
        require(batchSize >= 1 && batchSize <= LARGEST_BATCH, "batch-size", "1 to 10000");
        require(between(claimTimeout, Duration.ofSeconds(1), Duration.ofMinutes(10)), "claim-timeout", "1s to 10m");
        require(between(longestWait, Duration.ZERO, Duration.ofMinutes(1)), "longest-wait", "0s to 1m");
        require(catchingUp >= 1, "catching-up", "1 or more");
        require(retryFirst.toMillis() >= 1, "retry-first", "1ms or more");
        require(retryAtMost.compareTo(retryFirst) >= 0, "retry-at-most", "no less than retry-first");
        require(parkedUsersAndClients >= 1, "parked-users-and-clients", "1 or more");
        require(parkedFacts >= 1, "parked-facts", "1 or more");
        require(rebuildBatchSize >= 1 && rebuildBatchSize <= LARGEST_BATCH, "rebuild-batch-size", "1 to 10000");
        require(comparedAtOnce >= 1 && comparedAtOnce <= MOST_COMPARED, "compared-at-once", "1 to 100000");
        require(between(presence, Duration.ofSeconds(1), Duration.ofDays(1)), "presence", "1s to 1d");
    }

    private static boolean between(Duration value, Duration least, Duration most) {
        return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    }

    private static void require(boolean held, String key, String range) {
        if (!held) {
            throw new WrongSetting("rollcall.query." + key + " must be " + range + ". Change it, or leave it out.");
        }
    }
}
