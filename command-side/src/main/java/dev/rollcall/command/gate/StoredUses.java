package dev.rollcall.command.gate;

import dev.rollcall.api.access.Assertions.Asserted;
import dev.rollcall.api.access.Uses;
import dev.rollcall.command.engine.Tables;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Uses in table {@code command.used_assertion}: where messages are routed, the same one may come to any process. Unlogged: a
 * crash of the database forgets them, and takes longer than assertions live.
 */
final class StoredUses implements Uses {

    private static final Duration SWEEP_EVERY = Duration.ofSeconds(10);

    private final Tables tables;
    private final Clock clock;
    private final AtomicReference<Instant> swept = new AtomicReference<>(Instant.EPOCH);

    StoredUses(Tables tables, Clock clock) {
        this.tables = tables;
        this.clock = clock;
    }

    @Override
    public boolean first(Asserted asserted) {
        sweep();
        boolean[] first = new boolean[1];
        tables.apart(() -> first[0] = tables.jdbc()
                        .sql("INSERT INTO command.used_assertion (id, until) VALUES (?, ?) ON CONFLICT DO NOTHING")
                        .params(asserted.id(), asserted.until().atOffset(ZoneOffset.UTC))
                        .update()
                == 1);
        return first[0];
    }

    @Override
    public void giveBack(Asserted asserted) {
        tables.apart(() -> tables.jdbc()
                .sql("DELETE FROM command.used_assertion WHERE id = ?")
                .param(asserted.id())
                .update());
    }

    private void sweep() {
        Instant now = clock.instant();
        Instant last = swept.get();
        if (now.isAfter(last.plus(SWEEP_EVERY)) && swept.compareAndSet(last, now)) {
            tables.apart(() -> tables.jdbc()
                    .sql("DELETE FROM command.used_assertion WHERE until < ?")
                    .param(now.atOffset(ZoneOffset.UTC))
                    .update());
        }
    }
}
