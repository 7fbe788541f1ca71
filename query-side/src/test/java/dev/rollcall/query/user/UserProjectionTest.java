package dev.rollcall.query.user;

import static dev.rollcall.query.Cast.client;
import static dev.rollcall.query.Cast.created;
import static dev.rollcall.query.Cast.password;
import static dev.rollcall.query.Cast.provisioned;
import static dev.rollcall.query.Cast.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Fact;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Via;
import dev.rollcall.api.claim.ValueClaimed;
import dev.rollcall.api.client.ClientReassigned;
import dev.rollcall.api.client.ClientRemoved;
import dev.rollcall.api.user.AdminDropped;
import dev.rollcall.api.user.AdminGranted;
import dev.rollcall.api.user.FindUser;
import dev.rollcall.api.user.PasswordChanged;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.PrimaryRoleChanged;
import dev.rollcall.api.user.SecondaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.api.user.UserEmailChanged;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserLocked;
import dev.rollcall.api.user.UserRemoved;
import dev.rollcall.api.user.UserRenamed;
import dev.rollcall.api.user.UserUnlocked;
import dev.rollcall.api.user.UserView;
import dev.rollcall.query.NoPast;
import dev.rollcall.query.Postgres;
import dev.rollcall.query.RowMissing;
import dev.rollcall.query.Story;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UserProjectionTest {

    private static final Postgres POSTGRES = new Postgres("users");
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final UserId BEN = user(2);
    private static final UserId CLEO = user(3);

    private final UserProjection projection = new UserProjection(POSTGRES.jdbc(), "view_users", new NoPast());
    private final Story story = new Story(POSTGRES.template(), projection);

    @BeforeEach
    void empty() {
        projection.reset();
    }

    @Test
    void remembers_each_user_that_is_created() {
        story.at(START.plusNanos(123_456_789))
                .tell(
                        new UserCreated(
                                BEN,
                                "Ben",
                                SignInConfiguration.LDAP,
                                "Ben@Example.org",
                                "Benjamin",
                                "Ärmel",
                                PrimaryRole.QUALITY_MANAGER,
                                true,
                                null),
                        created(CLEO, "cleo"));

        assertThat(find(BEN))
                .isEqualTo(new UserView(
                        BEN,
                        "Ben",
                        SignInConfiguration.LDAP,
                        "Ben@Example.org",
                        "Benjamin",
                        "Ärmel",
                        PrimaryRole.QUALITY_MANAGER,
                        SecondaryRole.ADMIN,
                        true,
                        false,
                        0,
                        0,
                        START.plusNanos(123_456_000),
                        START.plusNanos(123_456_000),
                        "anna"));
        UserView cleo = find(CLEO);
        assertThat(cleo.username()).isEqualTo("cleo");
        assertThat(cleo.secondaryRole()).isNull();
        assertThat(cleo.administrator()).isFalse();
    }

    @Test
    void changes_the_user_that_a_fact_is_about_and_nobody_else() {
        story.tell(created(BEN, "ben"), created(CLEO, "cleo"));
        UserView cleo = find(CLEO);

        story.tell(new UserRenamed(BEN, "Bendix", "Berg"));
        assertThat(find(BEN).firstName()).isEqualTo("Bendix");
        assertThat(find(BEN).lastName()).isEqualTo("Berg");
        story.tell(new UserEmailChanged(BEN, "new@example.org"));
        assertThat(find(BEN).email()).isEqualTo("new@example.org");
        story.tell(new PrimaryRoleChanged(BEN, PrimaryRole.QUALITY_MANAGER));
        assertThat(find(BEN).primaryRole()).isEqualTo(PrimaryRole.QUALITY_MANAGER);
        assertThat(find(BEN).administrator()).isFalse();
        story.tell(new AdminGranted(BEN));
        assertThat(find(BEN).secondaryRole()).isEqualTo(SecondaryRole.ADMIN);
        assertThat(find(BEN).administrator()).isTrue();
        story.tell(new AdminDropped(BEN));
        assertThat(find(BEN).secondaryRole()).isNull();
        story.tell(new UserLocked(BEN, 5));
        assertThat(find(BEN).locked()).isTrue();
        story.tell(new UserUnlocked(BEN));
        assertThat(find(BEN).locked()).isFalse();
        story.by(new Provenance(Actor.SYSTEM, Via.SYSTEM, "c-2")).tell(new PasswordChanged(BEN, password(7)));

        assertThat(find(BEN).version()).isEqualTo(8);
        assertThat(find(BEN).updatedAt()).isEqualTo(story.last());
        assertThat(find(BEN).updatedBy()).isEqualTo("system");
        assertThat(find(BEN).createdAt()).isEqualTo(START);
        assertThat(find(CLEO)).isEqualTo(cleo);
    }

    @Test
    void is_no_administrator_between_the_change_of_the_primary_role_and_the_loss_of_the_secondary_one() {
        story.tell(
                created(BEN, "ben"),
                new PrimaryRoleChanged(BEN, PrimaryRole.QUALITY_MANAGER),
                new AdminGranted(BEN),
                new PrimaryRoleChanged(BEN, PrimaryRole.QUALITY_LEAD));

        assertThat(find(BEN).administrator()).isFalse();
    }

    @Test
    void forgets_a_user_that_is_removed() {
        story.tell(created(BEN, "ben"), created(CLEO, "cleo"), new UserRemoved(BEN));

        assertThat(projection.answer(new FindUser(BEN, null))).isEmpty();
        assertThat(find(CLEO).username()).isEqualTo("cleo");
    }

    @Test
    void counts_the_clients_of_each_user() {
        story.tell(
                created(BEN, "ben"),
                created(CLEO, "cleo"),
                provisioned(client(1), BEN, "ben", "one"),
                provisioned(client(2), BEN, "ben", "two"),
                provisioned(client(3), CLEO, "cleo", "three"));
        assertThat(find(BEN).clientCount()).isEqualTo(2);
        assertThat(find(CLEO).clientCount()).isEqualTo(1);

        story.tell(new ClientReassigned(client(1), CLEO, "cleo"));
        assertThat(find(BEN).clientCount()).isEqualTo(1);
        assertThat(find(CLEO).clientCount()).isEqualTo(2);

        story.tell(new ClientRemoved(client(3)));
        assertThat(find(CLEO).clientCount()).isEqualTo(1);
        assertThat(find(CLEO).version()).isZero();
    }

    @Test
    void counts_a_client_whose_facts_come_before_those_of_its_user() {
        story.tell(provisioned(client(1), BEN, "ben", "one"), created(BEN, "ben"));

        assertThat(find(BEN).clientCount()).isEqualTo(1);
    }

    @Test
    void takes_every_fact_twice_without_a_difference() {
        tellEverything();
        String once = projection.checksum();
        List<Optional<UserView>> users =
                List.of(projection.answer(new FindUser(BEN, null)), projection.answer(new FindUser(CLEO, null)));

        for (int end = 1; end <= story.told().size(); end++) {
            story.again(end);
            assertThat(projection.checksum()).isEqualTo(once);
        }

        assertThat(users)
                .containsExactly(
                        projection.answer(new FindUser(BEN, null)), projection.answer(new FindUser(CLEO, null)));
    }

    @Test
    void has_the_same_content_after_a_replay_in_another_schema() {
        tellEverything();
        POSTGRES.make("users", "view_users_next");
        UserProjection aside = new UserProjection(POSTGRES.jdbc(), "view_users_next", new NoPast());
        assertThat(aside.checksum()).isNotEqualTo(projection.checksum());

        story.to(aside);

        assertThat(aside.checksum()).isEqualTo(projection.checksum());
        POSTGRES.jdbc()
                .sql("update view_users_next.users set locked = not locked where username = 'ben'")
                .update();
        assertThat(aside.checksum()).isNotEqualTo(projection.checksum());
        aside.reset();
        assertThat(find(BEN).username()).isEqualTo("ben");
    }

    @ParameterizedTest
    @MethodSource("later")
    void throws_when_a_fact_finds_no_row(Fact fact) {
        story.tell(created(CLEO, "cleo"), provisioned(client(2), CLEO, "cleo", "two"));

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
                new UserLocked(BEN, 5),
                new UserUnlocked(BEN),
                new UserRemoved(BEN),
                new ClientReassigned(client(1), CLEO, "cleo"),
                new ClientRemoved(client(1)));
    }

    @Test
    void throws_when_the_fact_before_is_missing() {
        story.tell(created(BEN, "ben"), created(CLEO, "cleo")).conceal(new UserLocked(BEN, 5));

        assertThatThrownBy(() -> story.tell(new UserUnlocked(BEN)))
                .isInstanceOf(RowMissing.class)
                .hasMessageContaining(BEN.toString());
        story.tell(new UserLocked(CLEO, 5));
        assertThat(find(CLEO).locked()).isTrue();
    }

    @Test
    void lets_facts_pass_that_are_no_concern_of_it() {
        story.tell(created(BEN, "ben"), new ValueClaimed("claim-1", BEN.toString()));

        assertThat(find(BEN).version()).isZero();
    }

    private void tellEverything() {
        story.tell(
                created(BEN, "ben"),
                created(CLEO, "cleo"),
                created(user(4), "dora"),
                new UserRenamed(BEN, "Bendix", "Berg"),
                provisioned(client(1), BEN, "ben", "one"),
                provisioned(client(2), user(4), "dora", "two"),
                new UserEmailChanged(BEN, "new@example.org"),
                new ClientReassigned(client(1), CLEO, "cleo"),
                new UserLocked(user(4), 5),
                new ClientReassigned(client(2), BEN, "ben"),
                new ClientRemoved(client(2)),
                new UserRemoved(user(4)));
    }

    private UserView find(UserId user) {
        return projection.answer(new FindUser(user, null)).orElseThrow();
    }
}
