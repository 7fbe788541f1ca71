package dev.rollcall.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.Actor;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.Via;
import dev.rollcall.api.client.ClientAction;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.Provision;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.api.user.CreateUser;
import dev.rollcall.api.user.EditUser;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.RemoveUser;
import dev.rollcall.api.user.SecondaryRole;
import dev.rollcall.api.user.SignIn;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UnlockUser;
import dev.rollcall.api.user.UpdateUser;
import dev.rollcall.api.user.UserId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.messaging.correlation.MessageOriginProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole room, on a real database, spoken to by messages only. */
class RoomTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static Room room;
    private static InstallationKey key;
    private static Actor admin;

    @BeforeAll
    static void open() {
        room = new Room();
        key = room.key();
        admin = room.admin();
    }

    @AfterAll
    static void close() {
        room.close();
    }

    @Test
    void the_first_administrator_signs_in_and_is_one() {
        assertThat(admin.administrator()).isTrue();
        assertThat(admin.name()).isEqualTo("admin");
        assertThat(admin.kind()).isEqualTo(Actor.Kind.USER);
    }

    @Test
    void axons_own_correlation_is_kept_beside_ours() {
        assertThat(room.beans(CorrelationDataProvider.class))
                .hasSize(2)
                .hasAtLeastOneElementOfType(MessageOriginProvider.class);
    }

    @Test
    void facts_say_who_why_through_what_and_in_which_request_as_verified_and_not_as_claimed() {
        UserId user = user();
        Map<String, String> said =
                new Provenance(admin, Via.CONSOLE, "a new colleague", "c-42", null, null).toMetaData();
        said.put(Provenance.ACTOR_NAME, "somebody else");
        said.put(Provenance.ACTOR_ROLES, "GOD");

        send(creation(user, "u" + user, null), said);

        var metaData = last(user).getMetaData();
        assertThat(metaData.get(Provenance.ACTOR_ID)).isEqualTo(admin.id());
        assertThat(metaData.get(Provenance.ACTOR_NAME)).isEqualTo("admin");
        assertThat(metaData.get(Provenance.ACTOR_ROLES)).isEqualTo("QUALITY_MANAGER ADMIN");
        assertThat(metaData.get(Provenance.VIA)).isEqualTo("CONSOLE");
        assertThat(metaData.get(Provenance.REASON)).isEqualTo("a new colleague");
        assertThat(metaData.get(Provenance.CORRELATION)).isEqualTo("c-42");
        assertThat(metaData).containsKey("traceId");
    }

    @Test
    void an_accepted_command_says_where_its_facts_are_and_one_without_facts_does_not() {
        UserId user = create(null);
        Accepted first = edit(user, "Ada");
        Accepted second = edit(user, "Grace");

        assertThat(second.position()).isGreaterThan(first.position());
        assertThat(edit(user, "Grace").position()).isNull();
    }

    @Test
    void who_is_not_an_administrator_at_this_moment_may_not_command() {
        UserId user = create(PrimaryRole.QUALITY_MANAGER, SecondaryRole.ADMIN);
        Actor second = actor(user);
        send(new EditUser(user, null, null, null, null, null, null, null, null, null, SecondaryRole.NONE, List.of()));

        assertThat(refusal(new UnlockUser(user), new Provenance(second, Via.API, "c").toMetaData()))
                .isEqualTo(Rejection.FORBIDDEN);
    }

    @Test
    void a_user_who_never_was_is_not_found() {
        assertThat(refusal(new UnlockUser(user()), admin())).isEqualTo(Rejection.USER_NOT_FOUND);
    }

    @Test
    void five_wrong_passwords_lock_an_unlock_opens_at_once_and_another_password_counts_at_once() {
        UserId user = create(null);
        String name = "u" + user;
        assertThat(send(signIn(name, "First.Word.1"), Map.of())).isInstanceOf(Actor.class);
        for (int i = 0; i < 5; i++) {
            assertThat(refusal(signIn(name, "Wrong.Word." + i), Map.of())).isEqualTo(Rejection.NOT_SIGNED_IN);
        }

        assertThat(last(user).getPayload().getClass().getSimpleName()).isEqualTo("UserLocked");
        assertThat(last(user).getMetaData().get(Provenance.ACTOR_KIND)).isEqualTo("SYSTEM");
        assertThat(refusal(signIn(name, "First.Word.1"), Map.of()))
                .as("remembered, and yet locked out at once")
                .isEqualTo(Rejection.NOT_SIGNED_IN);

        send(new UnlockUser(user));
        assertThat(send(signIn(name, "First.Word.1"), Map.of())).isInstanceOf(Actor.class);

        Sealed next = key.seal("Second.Word.2");
        send(new EditUser(user, null, null, null, null, null, null, next, next, null, null, List.of()));
        assertThat(refusal(signIn(name, "First.Word.1"), Map.of())).isEqualTo(Rejection.NOT_SIGNED_IN);
        assertThat(send(signIn(name, "Second.Word.2"), Map.of())).isInstanceOf(Actor.class);
    }

    @Test
    void details_and_clients_are_saved_together_or_not_at_all() {
        UserId user = create(null);
        ClientId client = provision(user);
        EditUser rename =
                new EditUser(user, null, null, null, null, "Augusta", null, null, null, null, null, List.of());

        Accepted saved = (Accepted) send(new UpdateUser(
                user, null, rename, List.of(new UpdateUser.ClientStep(client, ClientAction.DEREGISTER, "lost"))));

        assertThat(saved.user().firstName()).isEqualTo("Augusta");
        assertThat(saved.user().clientCount()).isEqualTo(1);
        assertThat(saved.clients().get(0).status()).isEqualTo(ClientStatus.DEREGISTERED);
        assertThat(last(client).getMetaData().get(Provenance.REASON)).isEqualTo("lost");

        EditUser again = new EditUser(user, null, null, null, null, "Ada", null, null, null, null, null, List.of());
        long before = last(user).getSequenceNumber();
        assertThat(refusal(
                        new UpdateUser(
                                user,
                                null,
                                again,
                                List.of(
                                        new UpdateUser.ClientStep(client, ClientAction.REREGISTER, null),
                                        new UpdateUser.ClientStep(client, ClientAction.REREGISTER, null))),
                        admin()))
                .isEqualTo(Rejection.CLIENT_NOT_DEREGISTERED);
        assertThat(last(user).getSequenceNumber()).isEqualTo(before);
        assertThat(last(client).getSequenceNumber())
                .isEqualTo(saved.clients().get(0).version());
    }

    @Test
    void a_removed_user_leaves_its_clients_removed_and_its_names_free() {
        UserId user = create(null);
        ClientId client = provision(user);

        Accepted removed = (Accepted) send(new RemoveUser(user, null));

        assertThat(removed.version()).isEqualTo(last(user).getSequenceNumber());
        assertThat(last(client).getPayload().getClass().getSimpleName()).isEqualTo("ClientRemoved");
        assertThat(refusal(new UnlockUser(user), admin())).isEqualTo(Rejection.USER_NOT_FOUND);
        assertThat(refusal(provisionOf(new ClientId(UUID.randomUUID()), user), admin()))
                .isEqualTo(Rejection.USER_NOT_FOUND);
        assertThat(send(creation(user(), "u" + user, null))).isInstanceOf(Accepted.class);
        assertThat(JdbcClient.create(room.bean(DataSource.class))
                        .sql("SELECT count(*) FROM command.password WHERE user_id = ?")
                        .param(user.value())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void the_same_request_again_is_answered_and_not_done_again() {
        UserId user = create(null);
        ClientId client = new ClientId(UUID.randomUUID());
        Map<String, String> once = request("key-" + client, "digest");

        Accepted first = (Accepted) send(provisionOf(client, user), once);
        long facts = last(client).getSequenceNumber();
        Accepted second = (Accepted) send(provisionOf(client, user), once);

        assertThat(last(client).getSequenceNumber()).isEqualTo(facts);
        assertThat(second.version()).isEqualTo(first.version());
        assertThat(second.clients().get(0).token().state()).isEqualTo(TokenState.ISSUED);
        assertThat(open(second)).isEqualTo(open(first));
        assertThat(second.position()).isGreaterThanOrEqualTo(first.position());
        assertThat(refusal(provisionOf(client, user), request("key-" + client, "another digest")))
                .isEqualTo(Rejection.IDEMPOTENCY_KEY_REUSED);
    }

    @Test
    void an_answer_is_repeated_as_it_was_whatever_happened_since() {
        UserId user = create(null);
        Map<String, String> once = request("key-" + user, "digest");
        provision(user);
        EditUser rename = new EditUser(user, null, null, null, null, "Ada", null, null, null, null, null, List.of());
        Accepted first = (Accepted) send(rename, once);
        edit(user, "Grace");
        provision(user);

        Accepted again = (Accepted) send(rename, once);

        assertThat(again.user()).isEqualTo(first.user());
    }

    @Test
    void the_same_request_many_times_at_once_happens_once() throws Exception {
        UserId user = create(null);
        Map<String, String> once = request("key-" + user, "digest");
        EditUser rename = new EditUser(user, null, null, null, null, "Ada", null, null, null, null, null, List.of());
        long before = last(user).getSequenceNumber();
        List<Accepted> answers = Collections.synchronizedList(new ArrayList<>());

        List<Throwable> failures =
                Stage.race(Collections.nCopies(6, (Runnable) () -> answers.add((Accepted) send(rename, once))));

        assertThat(failures).containsOnlyNulls();
        assertThat(last(user).getSequenceNumber()).isEqualTo(before + 1);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.version()).isEqualTo(before + 1));
    }

    @Test
    void one_username_wanted_many_times_at_once_is_given_once() throws Exception {
        String wanted = "wanted" + NUMBER.incrementAndGet();
        List<Runnable> wishes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            UserId user = user();
            String name = i % 2 == 0 ? wanted : wanted.toUpperCase(Locale.ROOT);
            wishes.add(() -> send(creation(user, name, null)));
        }

        List<Throwable> failures = Stage.race(wishes);

        assertThat(failures).filteredOn(Objects::isNull).hasSize(1);
        assertThat(failures).filteredOn(Objects::nonNull).allSatisfy(failure -> assertThat(Room.rejection(failure))
                .isEqualTo(Rejection.USERNAME_TAKEN));
    }

    @Test
    void two_edits_of_one_user_at_the_same_moment_both_happen() throws Exception {
        UserId user = create(null);
        long before = last(user).getSequenceNumber();
        List<Runnable> edits = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String name = "Name" + i;
            edits.add(() -> edit(user, name));
        }

        assertThat(Stage.race(edits)).containsOnlyNulls();
        assertThat(last(user).getSequenceNumber()).isEqualTo(before + 6);
    }

    private static String open(Accepted answer) {
        return key.open(answer.clients().get(0).token().value());
    }

    private static UserId create(PrimaryRole role) {
        return create(role, null);
    }

    private static UserId create(PrimaryRole role, SecondaryRole secondary) {
        UserId user = user();
        CreateUser wish = creation(user, "u" + user, role);
        send(new CreateUser(
                user,
                wish.username(),
                wish.configuration(),
                wish.email(),
                wish.firstName(),
                wish.lastName(),
                wish.password(),
                wish.confirmPassword(),
                wish.primaryRole(),
                secondary,
                List.of()));
        return user;
    }

    private static CreateUser creation(UserId user, String username, PrimaryRole role) {
        Sealed password = key.seal("First.Word.1");
        return new CreateUser(
                user,
                username,
                SignInConfiguration.DEFAULT,
                "e" + user + "@example.org",
                "First",
                "Last",
                password,
                password,
                role == null ? PrimaryRole.QUALITY_ENGINEER : role,
                null,
                List.of());
    }

    private static ClientId provision(UserId user) {
        ClientId client = new ClientId(UUID.randomUUID());
        send(provisionOf(client, user));
        return client;
    }

    private static Provision provisionOf(ClientId client, UserId user) {
        return new Provision(client, user, "c" + client, ClientType.NORMAL, null, List.of());
    }

    private static Accepted edit(UserId user, String firstName) {
        return (Accepted)
                send(new EditUser(user, null, null, null, null, firstName, null, null, null, null, null, List.of()));
    }

    private static SignIn signIn(String username, String password) {
        return new SignIn(username, key.seal(password), "192.0.2." + NUMBER.get());
    }

    private static UserId user() {
        NUMBER.incrementAndGet();
        return new UserId(UUID.randomUUID());
    }

    private static Actor actor(UserId user) {
        return new Actor(Actor.Kind.USER, user.toString(), "", List.of("QUALITY_MANAGER", "ADMIN"));
    }

    private static Map<String, String> admin() {
        return room.byAdmin();
    }

    private static Map<String, String> request(String key, String digest) {
        return new Provenance(admin, Via.API, null, "c-1", key, digest).toMetaData();
    }

    private static Object send(Object command) {
        return send(command, admin());
    }

    private static Object send(Object command, Map<String, String> metaData) {
        return room.send(command, metaData);
    }

    private static Rejection refusal(Object command, Map<String, String> metaData) {
        return room.refusal(command, metaData);
    }

    private static DomainEventMessage<?> last(Object aggregate) {
        return room.last(aggregate);
    }
}
