package dev.rollcall.query.audit;

import static dev.rollcall.query.Cast.client;
import static dev.rollcall.query.Cast.created;
import static dev.rollcall.query.Cast.provisioned;
import static dev.rollcall.query.Cast.tokenId;
import static dev.rollcall.query.Cast.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientReassigned;
import dev.rollcall.api.client.ClientRegistered;
import dev.rollcall.api.client.ClientRemoved;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.Presence;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserLocked;
import dev.rollcall.api.user.UserRemoved;
import dev.rollcall.api.user.UserRenamed;
import dev.rollcall.api.user.UserView;
import dev.rollcall.query.Postgres;
import dev.rollcall.query.Story;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetrospectTest {

    private static final Postgres POSTGRES = new Postgres("history");
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final UserId BEN = user(2);
    private static final UserId CLEO = user(3);
    private static final ClientId ONE = client(1);
    private static final ClientId TWO = client(2);

    private final HistoryProjection projection = new HistoryProjection(POSTGRES.template(), "view_history");
    private final Story story = new Story(POSTGRES.template(), projection);

    @BeforeEach
    void empty() {
        projection.reset();
    }

    @Test
    void a_user_is_what_its_last_fact_up_to_that_instant_made_of_it() {
        story.at(START)
                .tell(created(BEN, "ben"), created(CLEO, "cleo"))
                .at(START.plusSeconds(10))
                .tell(new UserRenamed(BEN, "Bendix", "Berg"))
                .at(START.plusSeconds(20))
                .tell(new UserLocked(BEN, 5), new UserRemoved(CLEO));

        assertThat(projection.user(BEN, START.minusNanos(1_000))).isEmpty();
        assertThat(ben(START).firstName()).isEqualTo("Given");
        assertThat(ben(START.plusSeconds(10).minusNanos(1_000)).firstName()).isEqualTo("Given");
        assertThat(ben(START.plusSeconds(10)).firstName()).isEqualTo("Bendix");
        assertThat(ben(START.plusSeconds(10)).version()).isEqualTo(1);
        assertThat(ben(START.plusSeconds(10)).updatedAt()).isEqualTo(START.plusSeconds(10));
        assertThat(ben(START.plusSeconds(10)).createdAt()).isEqualTo(START);
        assertThat(ben(START.plusSeconds(10)).locked()).isFalse();
        assertThat(ben(Instant.MAX).locked()).isTrue();
        assertThat(projection.user(CLEO, START.plusSeconds(20))).isPresent();
        assertThat(projection.user(CLEO, START.plusSeconds(21).minusNanos(1_000)))
                .isPresent();
        assertThat(projection.user(CLEO, START.plusSeconds(21))).isEmpty();
        assertThat(projection.user(CLEO, Instant.MAX)).isEmpty();
        assertThat(projection.user(BEN, Instant.MIN)).isEmpty();
        assertThat(projection.user(user(9), Instant.MAX)).isEmpty();
        assertThat(projection.user(new UserId(ONE.value()), Instant.MAX)).isEmpty();
    }

    @Test
    void an_instant_finer_than_what_is_kept_has_the_fact_of_its_microsecond_in_it() {
        story.at(START.plusNanos(123_456_789)).tell(created(BEN, "ben"), created(CLEO, "cleo"));

        assertThat(ben(START.plusNanos(123_456_789)).updatedAt()).isEqualTo(START.plusNanos(123_456_000));
        assertThat(projection.user(BEN, START.plusNanos(123_455_999))).isEmpty();
    }

    @Test
    void of_facts_of_the_same_instant_the_last_one_counts() {
        story.at(START)
                .tell(created(BEN, "ben"))
                .at(START)
                .tell(new UserRenamed(BEN, "Second", "x"))
                .at(START)
                .tell(new UserRenamed(BEN, "Third", "x"))
                .at(START)
                .tell(created(CLEO, "cleo"));

        assertThat(ben(START).firstName()).isEqualTo("Third");
    }

    @Test
    void a_user_had_as_many_clients_as_were_its_own_at_that_instant() {
        story.at(START)
                .tell(
                        created(BEN, "ben"),
                        created(CLEO, "cleo"),
                        provisioned(ONE, BEN, "ben", "one"),
                        provisioned(TWO, BEN, "ben", "two"),
                        new ClientReassigned(ONE, CLEO, "cleo"),
                        new ClientRemoved(TWO),
                        new ClientReassigned(ONE, BEN, "ben"));

        assertThat(ben(START.plusSeconds(1)).clientCount()).isZero();
        assertThat(ben(START.plusSeconds(2)).clientCount()).isEqualTo(1);
        assertThat(ben(START.plusSeconds(3)).clientCount()).isEqualTo(2);
        assertThat(ben(START.plusSeconds(4)).clientCount()).isEqualTo(1);
        assertThat(ben(START.plusSeconds(5)).clientCount()).isZero();
        assertThat(ben(START.plusSeconds(6)).clientCount()).isEqualTo(1);
        UserView cleo = projection.user(CLEO, START.plusSeconds(5)).orElseThrow();
        assertThat(cleo.clientCount()).isEqualTo(1);
        assertThat(projection.user(CLEO, START.plusSeconds(6)).orElseThrow().clientCount())
                .isZero();
    }

    @Test
    void a_client_is_what_its_last_fact_up_to_that_instant_made_of_it() {
        story.at(START)
                .tell(
                        provisioned(ONE, BEN, "ben", "one"),
                        provisioned(TWO, BEN, "ben", "two"),
                        new ClientRegistered(ONE, tokenId(1), null, "host"),
                        new ClientRemoved(ONE));

        assertThat(projection.client(ONE, START.minusSeconds(1))).isEmpty();
        ClientView first = projection.client(ONE, START.plusSeconds(1)).orElseThrow();
        assertThat(first.status()).isEqualTo(ClientStatus.PROVISIONED);
        assertThat(first.registeredAt()).isNull();
        ClientView second = projection.client(ONE, START.plusSeconds(2)).orElseThrow();
        assertThat(second.active()).isTrue();
        assertThat(second.token().claimedAt()).isEqualTo(START.plusSeconds(2));
        assertThat(second.presence()).isEqualTo(Presence.OFFLINE);
        assertThat(projection.client(ONE, START.plusSeconds(3))).isEmpty();
        assertThat(projection.client(TWO, START.plusSeconds(3)).orElseThrow().name())
                .isEqualTo("two");
    }

    private UserView ben(Instant asOf) {
        return projection.user(BEN, asOf).orElseThrow();
    }
}
