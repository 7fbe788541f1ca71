package dev.rollcall.query.projection;

import dev.rollcall.api.access.Assertions.Asserted;
import dev.rollcall.api.access.Uses;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Uses in table {@code query.used_assertion}: where messages are routed, the same one may come to any process. Unlogged: a
 * crash of the database forgets them, and takes longer than assertions live.
 */
final class StoredUses implements Uses {

    private static final Duration SWEEP_EVERY = Duration.ofSeconds(10);

    private final JdbcClient jdbc;
    private final TransactionTemplate apart;
    private final Clock clock;
    private final AtomicReference<Instant> swept = new AtomicReference<>(Instant.EPOCH);

    StoredUses(JdbcClient jdbc, TransactionTemplate apart, Clock clock) {
        this.jdbc = jdbc;
        this.apart = apart;
        this.clock = clock;
    }

    @Override
    public boolean first(Asserted asserted) {
        sweep();
        return Boolean.TRUE.equals(apart.execute(transaction ->
                jdbc.sql("insert into query.used_assertion (id, until) values (?, ?) on conflict do nothing")
                                .params(asserted.id(), asserted.until().atOffset(ZoneOffset.UTC))
                                .update()
                        == 1));
    }

    @Override
    public void giveBack(Asserted asserted) {
        apart.executeWithoutResult(transaction -> jdbc.sql("delete from query.used_assertion where id = ?")
                .param(asserted.id())
                .update());
    }

    private void sweep() {
        Instant now = clock.instant();
        Instant last = swept.get();
        if (now.isAfter(last.plus(SWEEP_EVERY)) && swept.compareAndSet(last, now)) {
            apart.executeWithoutResult(transaction -> jdbc.sql("delete from query.used_assertion where until < ?")
                    .param(now.atOffset(ZoneOffset.UTC))
                    .update());
        }
    }
}
