package dev.rollcall.query.projection;

import static java.util.stream.Collectors.toMap;

import dev.rollcall.query.QuerySettings;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.axonframework.common.transaction.TransactionManager;
import org.springframework.jdbc.core.JdbcTemplate;

/** Sees to the parked facts of every projection. */
final class Mending {

    private final Map<String, Retries> retries;

    Mending(Feeds feeds, TransactionManager transactions, JdbcTemplate jdbc, QuerySettings settings, Clock clock) {
        this.retries = feeds.all().stream()
                .collect(toMap(
                        Feeds.One::name,
                        feed -> new Retries(
                                feed.name(),
                                feed.letters(),
                                feed.feed().beside(),
                                transactions,
                                jdbc,
                                settings,
                                clock)));
    }

    void run() {
        retries.values().forEach(Retries::run);
    }

    Optional<Retries> of(String projection) {
        return Optional.ofNullable(retries.get(projection));
    }
}
