package dev.rollcall.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Command;
import dev.rollcall.api.Query;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.access.Policy.Verdict;
import dev.rollcall.api.audit.RebuildProjection;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.FindClients;
import dev.rollcall.api.client.IntrospectToken;
import dev.rollcall.api.client.RevealToken;
import dev.rollcall.api.service.FindExternalActor;
import dev.rollcall.api.user.ChangeOwnPassword;
import dev.rollcall.api.user.CreateUser;
import dev.rollcall.api.user.EditUser;
import dev.rollcall.api.user.FindUser;
import dev.rollcall.api.user.FindUsers;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.SecondaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UnlockUser;
import dev.rollcall.api.user.UpdateUser;
import dev.rollcall.api.user.UserId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PolicyTest {

    private static final UserId ADA = new UserId(new UUID(1, 1));
    private static final UserId BOB = new UserId(new UUID(1, 2));
    private static final Actor ADMINISTRATOR = user(ADA, "QUALITY_MANAGER", "ADMIN");
    private static final Sealed SECRET = new Sealed("x");

    @Test
    void every_message_has_a_row() throws Exception {
        assertThat(Policy.TABLE).extracting(Policy.Rule::message).doesNotHaveDuplicates();
        assertThat(Policy.TABLE.stream().map(rule -> rule.message().getName()))
                .containsExactlyInAnyOrderElementsOf(
                        messages().map(Class::getName).toList());
    }

    /** Found as they are, so that a new one cannot be forgotten. */
    private static Stream<Class<?>> messages() throws Exception {
        Path classes = Path.of(Command.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> names;
        try (Stream<Path> files = Files.walk(classes)) {
            names = files.map(file -> classes.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .map(file -> file.replace(".class", "").replace('/', '.'))
                    .toList();
        }
        return names.stream()
                .<Class<?>>map(PolicyTest::type)
                .filter(type -> Command.class.isAssignableFrom(type) || Query.class.isAssignableFrom(type))
                .filter(type -> !type.isInterface());
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, Command.class.getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException(missing);
        }
    }

    @Test
    void what_is_not_in_the_table_nobody_may_send() {
        assertThat(Policy.judge(ADMINISTRATOR, "a wish")).isEqualTo(Verdict.NO);
        assertThat(Policy.isAnybodys("a wish")).isFalse();
    }

    @Test
    void an_administrator_has_both_roles() {
        assertThat(Policy.judge(ADMINISTRATOR, new UnlockUser(BOB))).isEqualTo(Verdict.YES);
        assertThat(Policy.judge(user(ADA, "QUALITY_LEAD", "ADMIN"), new UnlockUser(BOB)))
                .isEqualTo(Verdict.NO);
        assertThat(Policy.judge(user(ADA, "QUALITY_MANAGER"), new UnlockUser(BOB)))
                .isEqualTo(Verdict.NO);
        assertThat(Policy.judge(null, new UnlockUser(BOB))).isEqualTo(Verdict.NO);
        assertThat(Policy.judge(ADMINISTRATOR, new FindExternalActor("sub"))).isEqualTo(Verdict.NO);
    }

    @Test
    void everybody_may_ask_about_themselves() {
        Actor bob = user(BOB, "QUALITY_ENGINEER");
        assertThat(Policy.judge(bob, new FindUser(BOB, null))).isEqualTo(Verdict.YES);
        assertThat(Policy.judge(bob, new FindUser(ADA, null))).isEqualTo(Verdict.NO);
        assertThat(Policy.judge(bob, clientsOf(BOB))).isEqualTo(Verdict.YES);
        assertThat(Policy.judge(bob, clientsOf(ADA))).isEqualTo(Verdict.NO);
        assertThat(Policy.judge(bob, clientsOf(null))).isEqualTo(Verdict.NO);
        assertThat(Policy.judge(bob, new IntrospectToken(SECRET))).isEqualTo(Verdict.NO);
    }

    @Test
    void a_password_is_changed_by_whose_it_is_and_not_even_an_administrator_does_it_for_somebody() {
        ChangeOwnPassword ofBob = new ChangeOwnPassword(BOB, "192.0.2.1", SECRET, SECRET, SECRET);
        assertThat(Policy.judge(user(BOB, "QUALITY_ENGINEER"), ofBob)).isEqualTo(Verdict.YES);
        assertThat(Policy.judge(user(BOB, "QUALITY_MANAGER", "ADMIN"), ofBob)).isEqualTo(Verdict.YES);
        assertThat(Policy.judge(ADMINISTRATOR, ofBob)).isEqualTo(Verdict.NO);
        assertThat(Policy.judge(service(Scope.values()), ofBob)).isEqualTo(Verdict.NO);
        assertThat(Policy.judge(Actor.SYSTEM, ofBob)).isEqualTo(Verdict.NO);
        assertThat(Policy.isOwnAffair(ofBob)).isTrue();
        assertThat(Policy.isOwnAffair(new UnlockUser(BOB))).isFalse();
    }

    @Test
    void a_service_needs_every_scope_and_no_scope_opens_what_is_left_to_administrators() {
        assertThat(Policy.judge(service(Scope.USERS_READ), new FindUser(ADA, null)))
                .isEqualTo(Verdict.YES);
        assertThat(Policy.judge(service(Scope.USERS_WRITE), new FindUser(ADA, null)))
                .isEqualTo(Verdict.NO);
        assertThat(Policy.judge(service(Scope.USERS_WRITE), new UpdateUser(ADA, null, null, List.of())))
                .isEqualTo(Verdict.NO);
        assertThat(Policy.judge(service(Scope.values()), new UpdateUser(ADA, null, null, List.of())))
                .isEqualTo(Verdict.UNLESS_ADMINISTRATOR);
        assertThat(Policy.judge(service(Scope.values()), new RebuildProjection("users")))
                .isEqualTo(Verdict.NO);
        assertThat(Policy.judge(service(Scope.values()), new RevealToken(new ClientId(new UUID(2, 1)))))
                .isEqualTo(Verdict.NO);
        Actor liar = new Actor(Actor.Kind.SERVICE, ADA.toString(), "ci", List.of("QUALITY_MANAGER", "ADMIN"));
        assertThat(Policy.judge(liar, new UnlockUser(BOB))).isEqualTo(Verdict.NO);
    }

    @Test
    void a_service_makes_no_administrators_and_sets_no_passwords() {
        Actor service = service(Scope.values());
        assertThat(Policy.judge(service, create(null, null))).isEqualTo(Verdict.YES);
        assertThat(Policy.judge(service, create(SECRET, null))).isEqualTo(Verdict.NO);
        assertThat(Policy.judge(service, create(null, SecondaryRole.ADMIN))).isEqualTo(Verdict.NO);
        assertThat(Policy.judge(service, edit(null, null))).isEqualTo(Verdict.UNLESS_ADMINISTRATOR);
        assertThat(Policy.judge(service, edit(SECRET, null))).isEqualTo(Verdict.NO);
        assertThat(Policy.judge(service, edit(null, SecondaryRole.ADMIN))).isEqualTo(Verdict.NO);
        assertThat(Policy.judge(service, new UpdateUser(BOB, null, edit(SECRET, null), List.of())))
                .isEqualTo(Verdict.NO);
        assertThat(Policy.judge(service, new UnlockUser(BOB))).isEqualTo(Verdict.UNLESS_ADMINISTRATOR);
        assertThat(Policy.target(new UnlockUser(BOB))).contains(BOB);
    }

    @Test
    void the_program_itself_asks_only_what_it_needs() {
        assertThat(Policy.TABLE.stream().filter(Policy.Rule::program).map(rule -> rule.message()
                        .getSimpleName()))
                .containsExactlyInAnyOrder(
                        "ResumeSession",
                        "ChallengePasskey",
                        "ProvePasskey",
                        "FindUsers",
                        "IntrospectToken",
                        "FindExternalActor",
                        "FindFacts",
                        "FindProjections",
                        "FindRebuild",
                        "ReportNode");
        assertThat(Policy.judge(Actor.SYSTEM, new UnlockUser(BOB))).isEqualTo(Verdict.NO);
        assertThat(Policy.judge(Actor.SYSTEM, new FindUsers(null, null, null, null, null, 2, null, false)))
                .isEqualTo(Verdict.YES);
    }

    @Test
    void scopes_are_written_as_resource_and_access() {
        assertThat(Arrays.stream(Scope.values()).map(Scope::text))
                .containsExactly(
                        "users:read",
                        "users:write",
                        "clients:read",
                        "clients:write",
                        "audit:read",
                        "tokens:introspect");
        assertThat(Scope.named("users:read")).contains(Scope.USERS_READ);
        assertThat(Scope.named("USERS_READ")).isEmpty();
    }

    private static Actor user(UserId user, String... roles) {
        return new Actor(Actor.Kind.USER, user.toString(), "u", List.of(roles));
    }

    private static Actor service(Scope... scopes) {
        return new Actor(
                Actor.Kind.SERVICE,
                "s",
                "s",
                Arrays.stream(scopes).map(Scope::text).toList());
    }

    private static FindClients clientsOf(UserId user) {
        return new FindClients(null, null, null, user, null, 10, null, false);
    }

    private static CreateUser create(Sealed password, SecondaryRole secondaryRole) {
        return new CreateUser(
                BOB,
                "bob",
                SignInConfiguration.LDAP,
                "bob@example.org",
                "Bob",
                "Example",
                password,
                null,
                PrimaryRole.QUALITY_MANAGER,
                secondaryRole,
                List.of());
    }

    private static EditUser edit(Sealed password, SecondaryRole secondaryRole) {
        return new EditUser(BOB, null, null, null, null, null, null, password, null, null, secondaryRole, List.of());
    }
}
