package dev.rollcall.query.client;

import static dev.rollcall.query.Cast.client;
import static dev.rollcall.query.Cast.provisioned;
import static dev.rollcall.query.Cast.token;
import static dev.rollcall.query.Cast.tokenId;
import static dev.rollcall.query.Cast.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.client.ClientDeregistered;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientRegistered;
import dev.rollcall.api.client.ClientRemoved;
import dev.rollcall.api.client.ClientReprovisioned;
import dev.rollcall.api.client.ClientReregistered;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.FindClient;
import dev.rollcall.api.client.FindClients;
import dev.rollcall.api.client.Heartbeat;
import dev.rollcall.api.client.Presence;
import dev.rollcall.query.NoPast;
import dev.rollcall.query.Postgres;
import dev.rollcall.query.Story;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SightingsTest {

    private static final Postgres POSTGRES = new Postgres("clients");
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final ClientId ONE = client(1);
    private static final ClientId TWO = client(2);

    private Instant now = START.plusSeconds(60);
    private final InstantSource time = () -> now;
    private final Sightings sightings =
            new Sightings(POSTGRES.jdbc(), time.withZone(ZoneOffset.UTC), Duration.ofSeconds(90));
    private final ClientProjection projection =
            new ClientProjection(POSTGRES.jdbc(), "view_clients", sightings, new NoPast());
    private final Story story = new Story(POSTGRES.template(), projection);

    /** Both claim their tokens ten seconds before now. */
    @BeforeEach
    void two_registered_clients() {
        projection.reset();
        POSTGRES.jdbc().sql("truncate query.presence").update();
        story.tell(provisioned(ONE, user(1), "ben", "one"), provisioned(TWO, user(1), "ben", "two"))
                .at(now.minusSeconds(10))
                .tell(new ClientRegistered(ONE, tokenId(1), null, "host"))
                .at(now.minusSeconds(10))
                .tell(new ClientRegistered(TWO, tokenId(1), null, "host"));
    }

    @Test
    void a_machine_is_there_for_ninety_seconds_after_its_heartbeat() {
        assertThat(presence(ONE)).isEqualTo(Presence.OFFLINE);
        beat(ONE, now);
        assertThat(presence(ONE)).isEqualTo(Presence.ONLINE);
        assertThat(presence(TWO)).isEqualTo(Presence.OFFLINE);

        now = now.plusSeconds(90).minusMillis(1);
        assertThat(presence(ONE)).isEqualTo(Presence.ONLINE);
        now = now.plusMillis(1);
        assertThat(presence(ONE)).isEqualTo(Presence.OFFLINE);

        beat(ONE, now);
        assertThat(presence(ONE)).isEqualTo(Presence.ONLINE);
    }

    @Test
    void lists_say_the_same_of_each() {
        beat(TWO, now);

        assertThat(projection
                        .answer(new FindClients(null, null, null, null, null, 10, null, false))
                        .items())
                .extracting(client -> client.name() + " " + client.presence())
                .containsExactly("one OFFLINE", "two ONLINE");
    }

    @Test
    void those_that_are_there_are_found_as_they_are_shown() {
        beat(ONE, now.minusSeconds(10).minusMillis(1));
        beat(TWO, now.minusSeconds(10));
        assertThat(names(Presence.ONLINE)).containsExactly("two");
        assertThat(names(Presence.OFFLINE)).containsExactly("one");

        now = now.plusSeconds(80);
        assertThat(names(Presence.ONLINE)).isEmpty();
        assertThat(names(Presence.OFFLINE)).containsExactly("one", "two");

        beat(ONE, now);
        beat(TWO, now);
        story.tell(new ClientDeregistered(ONE));
        assertThat(names(Presence.ONLINE)).containsExactly("two");
        assertThat(names(Presence.OFFLINE)).containsExactly("one");
    }

    private List<String> names(Presence presence) {
        return projection
                .answer(new FindClients(null, null, null, null, null, presence, null, 10, null, false))
                .items()
                .stream()
                .map(ClientView::name)
                .toList();
    }

    @Test
    void a_heartbeat_counts_only_from_the_claim_of_the_token_on() {
        beat(ONE, now.minusSeconds(10).minusMillis(1));
        beat(TWO, now.minusSeconds(10));

        assertThat(presence(ONE)).isEqualTo(Presence.OFFLINE);
        assertThat(presence(TWO)).isEqualTo(Presence.ONLINE);
    }

    @Test
    void only_the_machine_of_a_registered_client_with_a_claimed_token_is_there() {
        beat(ONE, now);
        beat(TWO, now);

        story.tell(new ClientDeregistered(ONE), new ClientReprovisioned(TWO, token(2)));
        assertThat(presence(ONE)).isEqualTo(Presence.OFFLINE);
        assertThat(presence(TWO)).isEqualTo(Presence.OFFLINE);

        story.tell(new ClientReregistered(ONE, token(3)));
        assertThat(presence(ONE)).isEqualTo(Presence.OFFLINE);
    }

    @Test
    void heartbeats_that_come_late_or_twice_or_from_the_future_do_not_count_more() {
        beat(ONE, now);
        beat(ONE, now);
        beat(ONE, now.minusSeconds(5));
        beat(TWO, now.plusSeconds(3600));

        now = now.plusSeconds(89);
        assertThat(presence(ONE)).isEqualTo(Presence.ONLINE);
        assertThat(presence(TWO)).isEqualTo(Presence.ONLINE);
        now = now.plusSeconds(1);
        assertThat(presence(ONE)).isEqualTo(Presence.OFFLINE);
        assertThat(presence(TWO)).isEqualTo(Presence.OFFLINE);
    }

    @Test
    void a_removed_client_is_forgotten_and_a_reset_view_forgets_nobody() {
        beat(ONE, now);
        beat(TWO, now);
        story.tell(new ClientRemoved(ONE));
        assertThat(heardOf()).isEqualTo(1);

        projection.reset();
        story.again();

        assertThat(heardOf()).isEqualTo(1);
        assertThat(presence(TWO)).isEqualTo(Presence.ONLINE);
    }

    private void beat(ClientId client, Instant at) {
        sightings.decide(new Heartbeat(client, at));
    }

    private long heardOf() {
        return POSTGRES.jdbc()
                .sql("select count(*) from query.presence")
                .query(Long.class)
                .single();
    }

    private Presence presence(ClientId client) {
        return projection.answer(new FindClient(client, null)).orElseThrow().presence();
    }
}
