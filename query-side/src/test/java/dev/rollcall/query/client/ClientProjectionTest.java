package dev.rollcall.query.client;

import static dev.rollcall.query.Cast.client;
import static dev.rollcall.query.Cast.provisioned;
import static dev.rollcall.query.Cast.token;
import static dev.rollcall.query.Cast.tokenId;
import static dev.rollcall.query.Cast.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.Fact;
import dev.rollcall.api.claim.ValueClaimed;
import dev.rollcall.api.client.ClientAction;
import dev.rollcall.api.client.ClientDeregistered;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientProvisioned;
import dev.rollcall.api.client.ClientReassigned;
import dev.rollcall.api.client.ClientRegistered;
import dev.rollcall.api.client.ClientRemoved;
import dev.rollcall.api.client.ClientRenamed;
import dev.rollcall.api.client.ClientReprovisioned;
import dev.rollcall.api.client.ClientReregistered;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.FindClient;
import dev.rollcall.api.client.Presence;
import dev.rollcall.api.client.TokenReference;
import dev.rollcall.api.client.TokenRevealed;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.api.client.TokenView;
import dev.rollcall.query.NoPast;
import dev.rollcall.query.Postgres;
import dev.rollcall.query.RowMissing;
import dev.rollcall.query.Story;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClientProjectionTest {

    private static final Postgres POSTGRES = new Postgres("clients");
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final ClientId ONE = client(1);
    private static final ClientId TWO = client(2);

    private final Sightings sightings = new Sightings(POSTGRES.jdbc(), Clock.systemUTC(), Duration.ofSeconds(90));
    private final ClientProjection projection =
            new ClientProjection(POSTGRES.jdbc(), "view_clients", sightings, new NoPast());
    private final Story story = new Story(POSTGRES.template(), projection);

    @BeforeEach
    void empty() {
        projection.reset();
    }

    @Test
    void remembers_each_client_that_is_provisioned() {
        Instant expiry = START.plusNanos(987_654_321);
        story.tell(
                new ClientProvisioned(
                        ONE,
                        user(1),
                        "Ben",
                        "build-1",
                        ClientType.CI_CD,
                        new TokenReference(tokenId(9), "digest", "rollcall_client_…wxyz", expiry)),
                provisioned(TWO, user(2), "cleo", "laptop"));

        assertThat(find(ONE))
                .isEqualTo(new ClientView(
                        ONE,
                        user(1),
                        "Ben",
                        "build-1",
                        ClientType.CI_CD,
                        ClientStatus.PROVISIONED,
                        false,
                        new TokenView(
                                tokenId(9),
                                "rollcall_client_…wxyz",
                                TokenState.ISSUED,
                                START,
                                null,
                                START.plusNanos(987_654_000),
                                null),
                        null,
                        Presence.OFFLINE,
                        List.of(ClientAction.DEREGISTER, ClientAction.REPROVISION),
                        0,
                        START,
                        null,
                        null,
                        START,
                        "anna"));
        assertThat(find(TWO).name()).isEqualTo("laptop");
        assertThat(find(TWO).token().expiresAt()).isNull();
    }

    @Test
    void follows_a_client_through_its_life_and_leaves_the_others_alone() {
        story.tell(provisioned(ONE, user(1), "ben", "one"), provisioned(TWO, user(1), "ben", "two"));
        ClientView two = find(TWO);

        story.tell(new ClientRegistered(ONE, tokenId(1), null, "Host-A"));
        ClientView registered = find(ONE);
        Instant claimedAt = story.last();
        assertThat(registered.status()).isEqualTo(ClientStatus.REGISTERED);
        assertThat(registered.active()).isTrue();
        assertThat(registered.hostName()).isEqualTo("Host-A");
        assertThat(registered.registeredAt()).isEqualTo(claimedAt);
        assertThat(registered.token().state()).isEqualTo(TokenState.CLAIMED);
        assertThat(registered.token().claimedAt()).isEqualTo(claimedAt);
        assertThat(registered.token().token()).isEqualTo(tokenId(1));

        story.tell(new ClientDeregistered(ONE));
        ClientView deregistered = find(ONE);
        Instant deregisteredAt = story.last();
        assertThat(deregistered.status()).isEqualTo(ClientStatus.DEREGISTERED);
        assertThat(deregistered.active()).isFalse();
        assertThat(deregistered.token().state()).isEqualTo(TokenState.REVOKED);
        assertThat(deregistered.deregisteredAt()).isEqualTo(deregisteredAt);
        assertThat(deregistered.registeredAt()).isEqualTo(claimedAt);
        assertThat(deregistered.availableActions()).containsExactly(ClientAction.REREGISTER);

        story.tell(new ClientReregistered(ONE, token(2)));
        ClientView reregistered = find(ONE);
        Instant reregisteredAt = story.last();
        assertThat(reregistered.status()).isEqualTo(ClientStatus.REGISTERED);
        assertThat(reregistered.registeredAt()).isEqualTo(reregisteredAt);
        assertThat(reregistered.deregisteredAt()).isEqualTo(deregisteredAt);
        assertThat(reregistered.hostName()).isEqualTo("Host-A");
        assertThat(reregistered.token())
                .isEqualTo(new TokenView(
                        tokenId(2), token(2).hint(), TokenState.ISSUED, reregisteredAt, null, null, null));

        story.tell(new TokenRevealed(ONE, tokenId(2)), new ClientReprovisioned(ONE, token(3)));
        assertThat(find(ONE).status()).isEqualTo(ClientStatus.PROVISIONED);
        assertThat(find(ONE).token().token()).isEqualTo(tokenId(3));
        assertThat(find(ONE).registeredAt()).isEqualTo(reregisteredAt);

        story.tell(new ClientRenamed(ONE, "uno"), new ClientReassigned(ONE, user(2), "cleo"));
        assertThat(find(ONE).name()).isEqualTo("uno");
        assertThat(find(ONE).user()).isEqualTo(user(2));
        assertThat(find(ONE).username()).isEqualTo("cleo");
        assertThat(find(ONE).version()).isEqualTo(7);
        assertThat(find(ONE).updatedAt()).isEqualTo(story.last());
        assertThat(find(TWO)).isEqualTo(two);

        story.tell(new ClientRemoved(ONE));
        assertThat(projection.answer(new FindClient(ONE, null))).isEmpty();
        assertThat(find(TWO)).isEqualTo(two);
    }

    @Test
    void takes_every_fact_twice_without_a_difference() {
        tellEverything();
        String once = projection.checksum();
        ClientView one = find(ONE);

        for (int end = 1; end <= story.told().size(); end++) {
            story.again(end);
            assertThat(projection.checksum()).isEqualTo(once);
        }

        assertThat(find(ONE)).isEqualTo(one);
        assertThat(projection.answer(new FindClient(client(3), null))).isEmpty();
    }

    @Test
    void has_the_same_content_after_a_replay_in_another_schema() {
        tellEverything();
        POSTGRES.make("clients", "view_clients_next");
        ClientProjection aside = new ClientProjection(POSTGRES.jdbc(), "view_clients_next", sightings, new NoPast());
        assertThat(aside.checksum()).isNotEqualTo(projection.checksum());

        story.to(aside);

        assertThat(aside.checksum()).isEqualTo(projection.checksum());
        assertThat(aside.answer(new FindClient(ONE, null))).isEqualTo(Optional.of(find(ONE)));
        POSTGRES.jdbc()
                .sql("update view_clients_next.clients set token_expires_at = now() where name = 'uno'")
                .update();
        assertThat(aside.checksum()).isNotEqualTo(projection.checksum());
        aside.reset();
        assertThat(find(ONE).name()).isEqualTo("uno");
    }

    @Test
    void tells_two_rows_that_swapped_a_value_from_the_original() {
        story.tell(provisioned(ONE, user(1), "ben", "one"), provisioned(TWO, user(1), "ben", "two"));
        String before = projection.checksum();

        POSTGRES.jdbc()
                .sql("update view_clients.clients set name = case name when 'one' then 'two' else 'one' end")
                .update();

        assertThat(projection.checksum()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("later")
    void throws_when_a_fact_finds_no_row(Fact fact) {
        story.tell(provisioned(TWO, user(1), "ben", "two"));

        assertThatThrownBy(() -> story.tell(fact)).isInstanceOf(RowMissing.class);
    }

    @ParameterizedTest
    @MethodSource("later")
    void throws_when_the_fact_before_is_missing(Fact fact) {
        story.tell(provisioned(ONE, user(1), "ben", "one"), provisioned(TWO, user(1), "ben", "two"))
                .conceal(new ClientRenamed(ONE, "uno"));

        assertThatThrownBy(() -> story.tell(fact)).isInstanceOf(RowMissing.class);
    }

    static Stream<Fact> later() {
        return Stream.of(
                new ClientRegistered(ONE, tokenId(1), null, "host"),
                new ClientDeregistered(ONE),
                new ClientReregistered(ONE, token(2)),
                new ClientReprovisioned(ONE, token(2)),
                new ClientRenamed(ONE, "uno"),
                new ClientReassigned(ONE, user(2), "cleo"),
                new TokenRevealed(ONE, tokenId(1)),
                new ClientRemoved(ONE));
    }

    @Test
    void lets_facts_pass_that_are_no_concern_of_it() {
        story.tell(provisioned(ONE, user(1), "ben", "one"), new ValueClaimed("claim-1", ONE.toString()));

        assertThat(find(ONE).version()).isZero();
    }

    private void tellEverything() {
        story.tell(
                provisioned(ONE, user(1), "ben", "one"),
                provisioned(TWO, user(1), "ben", "two"),
                provisioned(client(3), user(1), "ben", "three"),
                new ClientRegistered(ONE, tokenId(1), null, "host"),
                new ClientRegistered(TWO, tokenId(1), null, "host"),
                new ClientDeregistered(ONE),
                new ClientReregistered(ONE, token(2)),
                new ClientReprovisioned(TWO, token(3)),
                new ClientRenamed(ONE, "uno"),
                new ClientReassigned(ONE, user(2), "cleo"),
                new TokenRevealed(ONE, tokenId(2)),
                new ClientRemoved(client(3)));
    }

    private ClientView find(ClientId client) {
        return projection.answer(new FindClient(client, null)).orElseThrow();
    }
}
