package dev.rollcall.query.client;

import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.Heartbeat;
import dev.rollcall.api.client.Presence;
import dev.rollcall.api.client.TokenView;
import dev.rollcall.query.Columns;
import dev.rollcall.query.Filter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.axonframework.commandhandling.CommandHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** When the machine of each client was last heard of. No fact and so no part of a projection: a rebuild leaves it alone. */
class Sightings {

    static final String TABLE = "query.presence";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Duration lasting;

    /** @param lasting how long after a heartbeat a machine counts as there */
    Sightings(JdbcClient jdbc, Clock clock, Duration lasting) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.lasting = lasting;
    }

    @CommandHandler
    void decide(Heartbeat command) {
        Instant now = clock.instant();
        // a sender whose clock is ahead would seem present long after it has gone
        Instant heard = command.at().isAfter(now) ? now : command.at();
        jdbc.sql("insert into " + TABLE + " as p (client_id, heard_at) values (:client, :heard) on conflict (client_id)"
                        + " do update set heard_at = excluded.heard_at where p.heard_at < excluded.heard_at")
                .param("client", command.client().value())
                .param("heard", Columns.stored(heard))
                .update();
    }

    void forget(ClientId client) {
        jdbc.sql("delete from " + TABLE + " where client_id = :client")
                .param("client", client.value())
                .update();
    }

    /** The same as {@link #presence}, of a row of {@code clients c} beside its sighting {@code s}. */
    Filter filter(Filter filter, @Nullable Presence presence) {
        String there = "c.status = 'REGISTERED' and s.heard_at > :heardSince and s.heard_at >= c.token_claimed_at";
        return filter.and(
                presence == Presence.ONLINE ? there : "not coalesce(" + there + ", false)",
                "heardSince",
                presence == null ? null : clock.instant().minus(lasting));
    }

    /** A machine is there only where its client is registered and it was heard of since it claimed its token. */
    Presence presence(ClientStatus status, TokenView token, @Nullable Instant heard) {
        Instant claimed = token.claimedAt();
        boolean there = status.active()
                && heard != null
                && claimed != null
                && !heard.isBefore(claimed)
                && heard.plus(lasting).isAfter(clock.instant());
        return there ? Presence.ONLINE : Presence.OFFLINE;
    }
}
