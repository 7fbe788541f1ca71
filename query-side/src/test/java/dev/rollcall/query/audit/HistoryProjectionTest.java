package dev.rollcall.query.audit;

import static dev.rollcall.query.Cast.client;
import static dev.rollcall.query.Cast.created;
import static dev.rollcall.query.Cast.password;
import static dev.rollcall.query.Cast.provisioned;
import static dev.rollcall.query.Cast.token;
import static dev.rollcall.query.Cast.tokenId;
import static dev.rollcall.query.Cast.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Fact;
import dev.rollcall.api.Facts;
import dev.rollcall.api.Position;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Via;
import dev.rollcall.api.audit.FactView;
import dev.rollcall.api.audit.FactView.Change;
import dev.rollcall.api.audit.FactView.Subject;
import dev.rollcall.api.audit.FindFacts;
import dev.rollcall.api.claim.ValueClaimed;
import dev.rollcall.api.client.ClientDeregistered;
import dev.rollcall.api.client.ClientEvent;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientProvisioned;
import dev.rollcall.api.client.ClientReassigned;
import dev.rollcall.api.client.ClientRegistered;
import dev.rollcall.api.client.ClientRemoved;
import dev.rollcall.api.client.ClientRenamed;
import dev.rollcall.api.client.ClientReprovisioned;
import dev.rollcall.api.client.ClientReregistered;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.TokenReference;
import dev.rollcall.api.client.TokenRevealed;
import dev.rollcall.api.user.AdminDropped;
import dev.rollcall.api.user.AdminGranted;
import dev.rollcall.api.user.PasskeyId;
import dev.rollcall.api.user.PasskeyRegistered;
import dev.rollcall.api.user.PasskeyRemoved;
import dev.rollcall.api.user.PasswordChanged;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.PrimaryRoleChanged;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.api.user.UserEmailChanged;
import dev.rollcall.api.user.UserErased;
import dev.rollcall.api.user.UserEvent;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserLocked;
import dev.rollcall.api.user.UserRemoved;
import dev.rollcall.api.user.UserRenamed;
import dev.rollcall.api.user.UserUnlocked;
import dev.rollcall.query.Postgres;
import dev.rollcall.query.RowMissing;
import dev.rollcall.query.Story;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HistoryProjectionTest {

    private static final PasskeyId KEY =
            new PasskeyId(java.util.UUID.fromString("0190c0de-0000-7000-8000-0000000000d1"));

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
    void writes_down_who_did_what_to_whom_and_when_and_why() {
        Actor gate = new Actor(Actor.Kind.SERVICE, "Gate", "The Gate", List.of());
        story.at(START.plusNanos(1_234))
                .by(new Provenance(Story.ANNA, Via.API, "as agreed", "c-7", null, null))
                .tell(created(BEN, "ben"))
                .by(new Provenance(gate, Via.SERVICE, "c-8"))
                .tell(created(CLEO, "cleo"));

        List<FactView> facts = facts();
        assertThat(facts).hasSize(2);
        FactView ben = facts.get(0);
        assertThat(ben.position()).isEqualTo(Position.of(1L, 700L, 1L));
        assertThat(ben.eventId()).isEqualTo(UUID.fromString(story.told().get(0).getIdentifier()));
        assertThat(ben.type()).isEqualTo("user-created");
        assertThat(ben.occurredAt()).isEqualTo(START.plusNanos(1_000));
        assertThat(ben.subject()).isEqualTo(new Subject(Subject.Kind.USER, BEN.toString(), "ben"));
        assertThat(ben.actor()).isEqualTo(Story.ANNA);
        assertThat(ben.via()).isEqualTo(Via.API);
        assertThat(ben.reason()).isEqualTo("as agreed");
        assertThat(ben.correlationId()).isEqualTo("c-7");
        assertThat(facts.get(1).actor()).isEqualTo(gate);
        assertThat(facts.get(1).reason()).isNull();
        assertThat(facts.get(1).subject().name()).isEqualTo("cleo");
    }

    @Test
    void a_user_reads_like_a_diff() {
        story.tell(
                new UserCreated(
                        BEN,
                        "Ben",
                        SignInConfiguration.DEFAULT,
                        "b@example.org",
                        "Ben",
                        "Berg",
                        PrimaryRole.QUALITY_MANAGER,
                        false,
                        password(1)),
                created(CLEO, "cleo"));
        assertThat(changes())
                .containsExactly(
                        new Change("username", null, "cleo"),
                        new Change("configuration", null, "DEFAULT"),
                        new Change("email", null, "cleo@example.org"),
                        new Change("firstName", null, "Given"),
                        new Change("lastName", null, "Family"),
                        new Change("primaryRole", null, "QUALITY_ENGINEER"),
                        new Change("locked", null, false),
                        new Change("password", null, null));

        assertThat(changes(new UserRenamed(BEN, "Bendix", "Berg")))
                .containsExactly(new Change("firstName", "Ben", "Bendix"));
        assertThat(changes(new UserEmailChanged(BEN, "new@example.org")))
                .containsExactly(new Change("email", "b@example.org", "new@example.org"));
        assertThat(changes(new AdminGranted(BEN))).containsExactly(new Change("secondaryRole", null, "ADMIN"));
        assertThat(changes(new PrimaryRoleChanged(BEN, PrimaryRole.QUALITY_LEAD)))
                .containsExactly(new Change("primaryRole", "QUALITY_MANAGER", "QUALITY_LEAD"));
        assertThat(changes(new AdminDropped(BEN))).containsExactly(new Change("secondaryRole", "ADMIN", null));
        assertThat(changes(new UserLocked(BEN, 5))).containsExactly(new Change("locked", false, true));
        assertThat(changes(new UserUnlocked(BEN))).containsExactly(new Change("locked", true, false));
        assertThat(changes(new PasswordChanged(BEN, password(2)))).containsExactly(new Change("password", null, null));
        assertThat(changes(new PasskeyRegistered(BEN, KEY)))
                .containsExactly(new Change("passkey", null, KEY.toString()));
        assertThat(changes(new PasskeyRemoved(BEN, KEY))).containsExactly(new Change("passkey", KEY.toString(), null));
        assertThat(changes(new UserEmailChanged(CLEO, "new@example.org")))
                .containsExactly(new Change("email", "cleo@example.org", "new@example.org"));
        assertThat(changes(new UserRemoved(BEN)))
                .containsExactly(
                        new Change("username", "Ben", null),
                        new Change("configuration", "DEFAULT", null),
                        new Change("email", "new@example.org", null),
                        new Change("firstName", "Bendix", null),
                        new Change("lastName", "Berg", null),
                        new Change("primaryRole", "QUALITY_LEAD", null),
                        new Change("locked", false, null));
        assertThat(last().subject().name()).isEqualTo("Ben");
    }

    @Test
    void a_user_without_a_password_of_its_own_has_none_in_the_diff() {
        assertThat(changes(new UserCreated(
                        BEN,
                        "Ben",
                        SignInConfiguration.LDAP,
                        "b@example.org",
                        "Ben",
                        "Berg",
                        PrimaryRole.QUALITY_MANAGER,
                        true,
                        null)))
                .extracting(Change::field)
                .contains("secondaryRole")
                .doesNotContain("password");
    }

    @Test
    void a_client_reads_like_a_diff() {
        Instant expiry = Instant.parse("2026-04-01T00:00:00Z");
        story.tell(provisioned(TWO, BEN, "ben", "two"));
        assertThat(changes(new ClientProvisioned(ONE, BEN, "ben", "one", ClientType.CI_CD, token(1))))
                .containsExactly(
                        new Change("name", null, "one"),
                        new Change("type", null, "CI_CD"),
                        new Change("userId", null, BEN.toString()),
                        new Change("username", null, "ben"),
                        new Change("status", null, "PROVISIONED"),
                        new Change("token.hint", null, token(1).hint()),
                        new Change("token.state", null, "ISSUED"));
        assertThat(changes(new TokenRevealed(ONE, tokenId(1)))).isEmpty();
        assertThat(changes(new ClientRegistered(ONE, tokenId(1), null, "host")))
                .containsExactly(
                        new Change("status", "PROVISIONED", "REGISTERED"),
                        new Change("hostName", null, "host"),
                        new Change("token.state", "ISSUED", "CLAIMED"));
        assertThat(changes(new ClientDeregistered(ONE)))
                .containsExactly(
                        new Change("status", "REGISTERED", "DEREGISTERED"),
                        new Change("token.state", "CLAIMED", "REVOKED"));
        assertThat(changes(
                        new ClientReregistered(ONE, new TokenReference(tokenId(2), "digest", token(2).hint(), expiry))))
                .containsExactly(
                        new Change("status", "DEREGISTERED", "REGISTERED"),
                        new Change("token.hint", token(1).hint(), token(2).hint()),
                        new Change("token.state", "REVOKED", "ISSUED"),
                        new Change("token.expiresAt", null, "2026-04-01T00:00:00Z"));
        assertThat(changes(new ClientReprovisioned(ONE, token(3))))
                .containsExactly(
                        new Change("status", "REGISTERED", "PROVISIONED"),
                        new Change("token.hint", token(2).hint(), token(3).hint()),
                        new Change("token.expiresAt", "2026-04-01T00:00:00Z", null));
        assertThat(changes(new ClientRenamed(ONE, "uno"))).containsExactly(new Change("name", "one", "uno"));
        assertThat(last().subject().name()).isEqualTo("uno");
        assertThat(changes(new ClientReassigned(ONE, CLEO, "cleo")))
                .containsExactly(
                        new Change("userId", BEN.toString(), CLEO.toString()), new Change("username", "ben", "cleo"));
        assertThat(changes(new ClientRemoved(ONE)))
                .containsExactly(
                        new Change("name", "uno", null),
                        new Change("type", "CI_CD", null),
                        new Change("userId", CLEO.toString(), null),
                        new Change("username", "cleo", null),
                        new Change("status", "PROVISIONED", null),
                        new Change("hostName", "host", null),
                        new Change("token.hint", token(3).hint(), null),
                        new Change("token.state", "ISSUED", "REVOKED"));
        assertThat(changes(new ClientRenamed(TWO, "dos"))).containsExactly(new Change("name", "two", "dos"));
    }

    @Test
    void keeps_nothing_of_a_password_or_a_tokens_digest() {
        story.tell(
                created(BEN, "ben"),
                new PasswordChanged(BEN, password(5)),
                new ClientProvisioned(ONE, BEN, "ben", "one", ClientType.NORMAL, token(1)));

        assertThat(POSTGRES.jdbc()
                        .sql("select string_agg(f::text, '') from view_history.facts f")
                        .query(String.class)
                        .single())
                .contains("token.hint")
                .doesNotContain("digest-1")
                .doesNotContain(password(5).toString());
    }

    @Test
    void knows_the_stored_name_of_every_fact_about_users_and_clients() {
        story.tell(everything());

        List<String> types = Facts.ALL.stream()
                .filter(stored -> UserEvent.class.isAssignableFrom(stored.type())
                        || ClientEvent.class.isAssignableFrom(stored.type()))
                .map(Facts.Stored::name)
                .toList();
        assertThat(facts()).extracting(FactView::type).containsOnly(types.toArray(String[]::new));
    }

    @Test
    void takes_every_fact_twice_without_a_difference() {
        story.tell(everything());
        String once = projection.checksum();
        List<FactView> facts = facts();

        for (int end = 1; end <= story.told().size(); end++) {
            story.again(end);
            assertThat(projection.checksum()).isEqualTo(once);
        }

        assertThat(facts()).isEqualTo(facts);
    }

    @Test
    void has_the_same_content_after_a_replay_in_another_schema() {
        story.tell(everything());
        POSTGRES.make("history", "view_history_next");
        HistoryProjection aside = new HistoryProjection(POSTGRES.template(), "view_history_next");
        assertThat(aside.checksum()).isNotEqualTo(projection.checksum());

        story.to(aside);

        assertThat(aside.checksum()).isEqualTo(projection.checksum());
        POSTGRES.jdbc()
                .sql("update view_history_next.facts set changes = changes || '[{\"field\": \"x\"}]' where version = 3")
                .update();
        assertThat(aside.checksum()).isNotEqualTo(projection.checksum());
        aside.reset();
        assertThat(facts()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("later")
    void throws_when_there_is_no_fact_before(Fact fact) {
        story.tell(created(CLEO, "cleo"), provisioned(TWO, CLEO, "cleo", "two"));

        assertThatThrownBy(() -> story.tell(fact)).isInstanceOf(RowMissing.class);
    }

    static Stream<Fact> later() {
        return Stream.of(
                new UserRenamed(BEN, "Bendix", "Berg"),
                new UserEmailChanged(BEN, "new@example.org"),
                new PrimaryRoleChanged(BEN, PrimaryRole.QUALITY_LEAD),
                new AdminGranted(BEN),
                new AdminDropped(BEN),
                new PasswordChanged(BEN, password(7)),
                new PasskeyRegistered(BEN, KEY),
                new PasskeyRemoved(BEN, KEY),
                new UserLocked(BEN, 5),
                new UserUnlocked(BEN),
                new UserRemoved(BEN),
                new ClientRegistered(ONE, tokenId(1), null, "host"),
                new ClientDeregistered(ONE),
                new ClientReregistered(ONE, token(2)),
                new ClientReprovisioned(ONE, token(2)),
                new ClientRenamed(ONE, "uno"),
                new ClientReassigned(ONE, CLEO, "cleo"),
                new TokenRevealed(ONE, tokenId(1)),
                new ClientRemoved(ONE),
                new UserErased(BEN));
    }

    @Test
    void throws_when_the_fact_before_is_missing_or_was_the_last() {
        story.tell(created(BEN, "ben"), created(CLEO, "cleo"), new UserRemoved(CLEO))
                .conceal(new UserLocked(BEN, 5));

        assertThatThrownBy(() -> story.tell(new UserUnlocked(BEN))).isInstanceOf(RowMissing.class);
        assertThatThrownBy(() -> story.tell(new UserUnlocked(CLEO))).isInstanceOf(RowMissing.class);
    }

    @Test
    void lets_facts_pass_that_are_about_no_user_or_client() {
        story.tell(created(BEN, "ben"), new ValueClaimed("claim-1", BEN.toString()));

        assertThat(facts()).hasSize(1);
    }

    private static Fact[] everything() {
        return Stream.concat(
                        Stream.of(
                                created(BEN, "ben"),
                                created(CLEO, "cleo"),
                                provisioned(ONE, BEN, "ben", "one"),
                                provisioned(TWO, CLEO, "cleo", "two"),
                                new UserLocked(CLEO, 5),
                                new ClientRegistered(TWO, tokenId(1), null, "elsewhere")),
                        later())
                .toArray(Fact[]::new);
    }

    private List<Change> changes(Fact fact) {
        story.tell(fact);
        return changes();
    }

    private List<Change> changes() {
        return last().changes();
    }

    private FactView last() {
        List<FactView> facts = facts();
        return facts.get(facts.size() - 1);
    }

    private List<FactView> facts() {
        return projection
                .answer(new FindFacts(null, null, null, null, null, null, false, 1000, null))
                .items();
    }
}
