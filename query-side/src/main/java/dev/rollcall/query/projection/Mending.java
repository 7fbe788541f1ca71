package dev.rollcall.query.projection;

import dev.rollcall.query.QuerySettings;
import java.time.Clock;
import java.util.List;
import org.axonframework.common.transaction.TransactionManager;
import org.springframework.jdbc.core.JdbcTemplate;

/** Sees to the parked facts of every projection. */
final class Mending {

    private final List<Retries> retries;

    Mending(Feeds feeds, TransactionManager transactions, JdbcTemplate jdbc, QuerySettings settings, Clock clock) {
        this.retries = feeds.all().stream()
                .map(feed -> new Retries(feed.name(), feed.letters(), feed.feed(), transactions, jdbc, settings, clock))
                .toList();
    }

    void run() {
        retries.forEach(Retries::run);
    }
}
