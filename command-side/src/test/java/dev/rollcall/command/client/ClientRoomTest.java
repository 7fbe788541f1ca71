package dev.rollcall.command.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.Deregister;
import dev.rollcall.api.client.EditClient;
import dev.rollcall.api.client.IntrospectToken;
import dev.rollcall.api.client.PresentedToken;
import dev.rollcall.api.client.Provision;
import dev.rollcall.api.client.ReassignClient;
import dev.rollcall.api.client.Register;
import dev.rollcall.api.client.RemoveClient;
import dev.rollcall.api.client.RenameClient;
import dev.rollcall.api.client.Reprovision;
import dev.rollcall.api.client.RevealToken;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.api.user.CreateUser;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.RemoveUser;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UnlockUser;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.Room;
import dev.rollcall.command.Stage;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of clients in the whole room, with everything around them real. */
class ClientRoomTest {

    private static Room room;

    private UserId ada;
    private UserId bob;

    @BeforeAll
    static void open() {
        room = new Room();
    }

    @AfterAll
    static void close() {
        room.close();
    }

    @BeforeEach
    void create_two_users() {
        ada = user();
        bob = user();
    }

    private static UserId user() {
        UserId user = new UserId(UUID.randomUUID());
        send(new CreateUser(
                user,
                "u" + user,
                SignInConfiguration.LDAP,
                "e" + user + "@example.org",
                "First",
                "Last",
                null,
                null,
                PrimaryRole.QUALITY_ENGINEER,
                null,
                List.of()));
        return user;
    }

    private static Accepted send(Object command) {
        return (Accepted) room.send(command, room.byAdmin());
    }

    private static Rejection refusal(Object command) {
        return room.refusal(command, room.byAdmin());
    }

    private static ClientView provision(UserId user, String name) {
        return send(provisionOf(user, name)).clients().get(0);
    }

    private static Provision provisionOf(UserId user, String name) {
        return new Provision(new ClientId(UUID.randomUUID()), user, name, ClientType.NORMAL, null, List.of());
    }

    private static String unique(String name) {
        return name + " " + UUID.randomUUID();
    }

    /** Sent as by somebody nobody knows. */
    private static ClientView register(ClientId client, Sealed token) {
        return ((Accepted) room.send(new Register(client, token, "lab-1"), Map.of()))
                .clients()
                .get(0);
    }

    private static Optional<ClientView> introspect(Sealed token) {
        return room.ask(new IntrospectToken(token), ResponseTypes.optionalInstanceOf(ClientView.class), room.byAdmin());
    }

    private static Optional<Sealed> kept(ClientView client) {
        return room.bean(TokenSecrets.class).find(client.token().token());
    }

    @Test
    void a_client_claims_its_token_and_nobody_can_show_it_from_then_on() {
        ClientView client = provision(ada, unique("probe"));
        Sealed token = client.token().value();
        assertThat(kept(client)).isPresent();
        assertThat(room.key()
                        .open(send(new RevealToken(client.client()))
                                .clients()
                                .get(0)
                                .token()
                                .value()))
                .isEqualTo(room.key().open(token));
        assertThat(introspect(token)).isPresent();

        ClientView registered = register(client.client(), token);

        assertThat(registered.status()).isEqualTo(ClientStatus.REGISTERED);
        assertThat(kept(client)).isEmpty();
        assertThat(refusal(new RevealToken(client.client()))).isEqualTo(Rejection.TOKEN_NOT_REVEALABLE);
        assertThat(introspect(token)).get().extracting(ClientView::status).isEqualTo(ClientStatus.REGISTERED);
        assertThat(room.last(client.client()).getMetaData())
                .containsEntry(Provenance.ACTOR_KIND, "CLIENT")
                .containsEntry(Provenance.ACTOR_ID, client.client().toString())
                .containsEntry(Provenance.ACTOR_NAME, client.name())
                .containsEntry(Provenance.VIA, "CLIENT");
    }

    @Test
    void a_token_is_refused_from_the_moment_it_is_revoked() {
        ClientView client = provision(ada, unique("probe"));
        Sealed token = client.token().value();
        register(client.client(), token);

        send(new Deregister(client.client()));

        assertThat(introspect(token)).isEmpty();
        assertThat(room.refusal(new Register(client.client(), token, "lab-1"), Map.of()))
                .isEqualTo(Rejection.CLIENT_DEREGISTERED);
    }

    @Test
    void one_token_presented_many_times_at_once_is_claimed_once() throws Exception {
        ClientView client = provision(ada, unique("probe"));
        Runnable claim = () -> register(client.client(), client.token().value());

        List<Throwable> failures =
                Stage.race(Stream.generate(() -> claim).limit(6).toList());

        assertThat(failures).filteredOn(Objects::isNull).hasSize(1);
        assertThat(failures).filteredOn(Objects::nonNull).allSatisfy(failure -> assertThat(Room.rejection(failure))
                .isEqualTo(Rejection.TOKEN_ALREADY_USED));
        assertThat(room.last(client.client()).getSequenceNumber()).isEqualTo(1);
    }

    @Test
    void whoever_guesses_a_client_learns_no_more_than_that_the_token_is_not_valid() {
        ClientId nobody = new ClientId(UUID.randomUUID());
        ClientView removed = provision(ada, unique("probe"));
        send(new RemoveClient(removed.client()));
        for (ClientId client : List.of(nobody, removed.client())) {
            Sealed guess = room.key()
                    .seal(PresentedToken.create(client, new SecureRandom()).clear());

            assertThat(room.refusal(new Register(client, guess, "lab-1"), Map.of()))
                    .isEqualTo(Rejection.TOKEN_INVALID);
            assertThat(introspect(guess)).isEmpty();
        }
        assertThat(refusal(new Deregister(nobody))).isEqualTo(Rejection.CLIENT_NOT_FOUND);
    }

    @Test
    void a_name_is_taken_freed_and_taken_again() {
        String name = unique("probe");
        ClientView first = provision(ada, name);
        assertThat(refusal(provisionOf(bob, " " + name.toUpperCase(java.util.Locale.ROOT))))
                .isEqualTo(Rejection.CLIENT_NAME_TAKEN);

        send(new RenameClient(first.client(), 0L, unique("other")));
        ClientView second = provision(bob, name);
        assertThat(refusal(new RenameClient(first.client(), null, name))).isEqualTo(Rejection.CLIENT_NAME_TAKEN);

        send(new RemoveClient(second.client()));
        assertThat(send(new RenameClient(first.client(), null, name))
                        .clients()
                        .get(0)
                        .name())
                .isEqualTo(name);
    }

    @Test
    void a_name_that_only_looks_different_stays_the_clients_own() {
        String ending = unique("ne");
        ClientView client = provision(ada, "ﬁ" + ending);

        send(new RenameClient(client.client(), null, "fi" + ending));

        assertThat(refusal(provisionOf(bob, "ﬁ" + ending))).isEqualTo(Rejection.CLIENT_NAME_TAKEN);
    }

    @Test
    void one_name_wanted_many_times_at_once_is_given_once() throws Exception {
        String name = unique("probe");
        Runnable wish = () -> provision(ada, name);

        List<Throwable> failures =
                Stage.race(Stream.generate(() -> wish).limit(6).toList());

        assertThat(failures).filteredOn(Objects::isNull).hasSize(1);
        assertThat(failures).filteredOn(Objects::nonNull).allSatisfy(failure -> assertThat(Room.rejection(failure))
                .isEqualTo(Rejection.CLIENT_NAME_TAKEN));
        assertThat(clientsOf(ada)).isEqualTo(1);
    }

    private static int clientsOf(UserId user) {
        return send(new UnlockUser(user)).user().clientCount();
    }

    @Test
    void a_client_is_counted_with_the_user_it_belongs_to() {
        ClientView client = provision(ada, unique("probe"));

        send(new ReassignClient(client.client(), null, bob));
        assertThat(clientsOf(ada)).isZero();
        assertThat(clientsOf(bob)).isEqualTo(1);

        send(new RemoveUser(ada, null));
        assertThat(refusal(new ReassignClient(client.client(), null, ada))).isEqualTo(Rejection.USER_NOT_FOUND);
        assertThat(refusal(new EditClient(client.client(), null, unique("other"), ada)))
                .isEqualTo(Rejection.USER_NOT_FOUND);
        assertThat(room.last(client.client()).getSequenceNumber()).isEqualTo(1);

        send(new RemoveUser(bob, null));
        assertThat(refusal(new Reprovision(client.client()))).isEqualTo(Rejection.CLIENT_NOT_FOUND);
        assertThat(introspect(client.token().value())).isEmpty();
        assertThat(kept(client)).isEmpty();
    }

    @Test
    void a_user_removed_while_clients_are_provisioned_leaves_none_behind() throws Exception {
        List<Provision> wishes = Stream.generate(() -> provisionOf(ada, unique("probe")))
                .limit(5)
                .toList();
        List<Runnable> all = Stream.concat(
                        wishes.stream().<Runnable>map(wish -> () -> send(wish)),
                        Stream.<Runnable>of(() -> send(new RemoveUser(ada, null))))
                .toList();

        Throwable removal = Stage.race(all).get(5);
        if (removal != null) {
            // the others were always faster
            assertThat(Room.rejection(removal)).isEqualTo(Rejection.BUSY);
            send(new RemoveUser(ada, null));
        }

        assertThat(wishes).allSatisfy(wish -> assertThat(refusal(new Deregister(wish.client())))
                .isEqualTo(Rejection.CLIENT_NOT_FOUND));
    }

    @Test
    void a_replaced_token_leaves_only_its_successor_to_be_shown() {
        ClientView first = provision(ada, unique("probe"));

        ClientView second = send(new Reprovision(first.client())).clients().get(0);

        assertThat(kept(first)).isEmpty();
        assertThat(kept(second)).isPresent();
        assertThat(second.token().state()).isEqualTo(TokenState.ISSUED);
        assertThat(room.refusal(new Register(first.client(), first.token().value(), "lab-1"), Map.of()))
                .isEqualTo(Rejection.TOKEN_INVALID);
        assertThat(register(first.client(), second.token().value()).active()).isTrue();
    }
}
