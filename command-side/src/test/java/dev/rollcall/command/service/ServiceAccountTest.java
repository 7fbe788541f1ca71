package dev.rollcall.command.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.Actor;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.Via;
import dev.rollcall.api.access.Scope;
import dev.rollcall.api.service.AuthenticateServiceAccount;
import dev.rollcall.api.service.CreateServiceAccount;
import dev.rollcall.api.service.DisableServiceAccount;
import dev.rollcall.api.service.EditServiceAccount;
import dev.rollcall.api.service.EnableServiceAccount;
import dev.rollcall.api.service.FindExternalActor;
import dev.rollcall.api.service.RotateServiceAccountSecret;
import dev.rollcall.api.service.ServiceAccountId;
import dev.rollcall.api.service.ServiceAccountView;
import dev.rollcall.api.user.UnlockUser;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.Room;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ServiceAccountTest {

    private static Room room;

    @BeforeAll
    static void open() {
        room = new Room();
    }

    @AfterAll
    static void close() {
        room.close();
    }

    private static String unique(String name) {
        return name + " " + UUID.randomUUID();
    }

    private static ServiceAccountView created(String name, String subject, Scope... scopes) {
        return send(new CreateServiceAccount(
                new ServiceAccountId(UUID.randomUUID()), name, List.of(scopes), subject, List.of()));
    }

    private static ServiceAccountView send(Object command) {
        return ((Accepted) room.send(command, room.byAdmin())).service();
    }

    private static Object authenticate(ServiceAccountView account, Sealed secret, String address) {
        return room.send(
                new AuthenticateServiceAccount(account.account().toString(), secret, address),
                new Provenance(Actor.SYSTEM, Via.API, "c-1").toMetaData());
    }

    private static void assertNotAuthenticated(ServiceAccountView account, Sealed secret) {
        assertThatThrownBy(() -> authenticate(account, secret, UUID.randomUUID().toString()))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        refused -> assertThat(refused.refusal().rejection()).isEqualTo(Rejection.NOT_SIGNED_IN));
    }

    private static Optional<Actor> external(String subject) {
        return room.ask(
                new FindExternalActor(subject),
                ResponseTypes.optionalInstanceOf(Actor.class),
                new Provenance(Actor.SYSTEM, Via.API, "c-1").toMetaData());
    }

    @Test
    void its_secret_is_in_the_answer_once_and_authenticates_it_with_its_scopes() {
        String name = unique("nightly");
        ServiceAccountView account = created(name, null, Scope.CLIENTS_WRITE, Scope.USERS_READ, Scope.USERS_READ);

        assertThat(account.scopes()).containsExactly(Scope.USERS_READ, Scope.CLIENTS_WRITE);
        assertThat(account.enabled()).isTrue();
        assertThat(account.version()).isZero();
        String clear = room.key().open(account.secret());
        assertThat(clear).matches("rollcall_service_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}");
        assertThat(account.hint()).isEqualTo("rollcall_service_…" + clear.substring(clear.length() - 4));
        assertThat(authenticate(account, account.secret(), "192.0.2.1"))
                .isEqualTo(new Actor(
                        Actor.Kind.SERVICE,
                        account.account().toString(),
                        name,
                        List.of("users:read", "clients:write")));
        assertThat(room.last(account.account()).getPayload().toString())
                .doesNotContain(clear)
                .doesNotContain(clear.substring(40));
    }

    @Test
    void another_secret_ends_the_old_one_at_once() {
        ServiceAccountView first = created(unique("rotated"), null);
        ServiceAccountView second = send(new RotateServiceAccountSecret(first.account()));

        assertNotAuthenticated(first, first.secret());
        assertThat(authenticate(first, second.secret(), "192.0.2.2")).isInstanceOf(Actor.class);
    }

    @Test
    void a_secret_is_worth_nothing_to_another_account_or_misspelt_or_sealed_elsewhere() {
        ServiceAccountView account = created(unique("one"), null);
        ServiceAccountView other = created(unique("other"), null);

        assertNotAuthenticated(account, other.secret());
        assertNotAuthenticated(account, room.key().seal(room.key().open(account.secret()) + "x"));
        assertNotAuthenticated(
                account, dev.rollcall.api.InstallationKey.random().seal("x"));
    }

    @Test
    void who_guesses_is_slowed_down_and_who_knows_is_not() {
        ServiceAccountView account = created(unique("guessed"), null);
        Sealed wrong = created(unique("wrong"), null).secret();
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> authenticate(account, wrong, "192.0.2.3"))
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            refused -> assertThat(refused.refusal().rejection()).isEqualTo(Rejection.NOT_SIGNED_IN));
        }
        assertThatThrownBy(() -> authenticate(account, wrong, "192.0.2.3"))
                .isInstanceOfSatisfying(Rejected.class, refused -> {
                    assertThat(refused.refusal().rejection()).isEqualTo(Rejection.TOO_MANY_ATTEMPTS);
                    assertThat(refused.refusal().retryAfter()).isBetween(1, 60);
                });
        assertThat(authenticate(account, account.secret(), "192.0.2.3")).isInstanceOf(Actor.class);
    }

    @Test
    void a_disabled_one_is_nobody_and_an_enabled_one_is_somebody_again() {
        String subject = unique("subject");
        ServiceAccountView account = created(unique("switched"), subject, Scope.USERS_WRITE);
        ServiceAccountView disabled = send(new DisableServiceAccount(account.account()));
        assertThat(disabled.enabled()).isFalse();
        assertThat(send(new DisableServiceAccount(account.account())).version()).isEqualTo(1);
        assertNotAuthenticated(account, account.secret());
        assertThat(external(subject)).isEmpty();
        Map<String, String> asIt = new Provenance(actor(account, "users:write"), Via.SERVICE, "c-1").toMetaData();
        UnlockUser unlock = new UnlockUser(UserId.parse(UUID.randomUUID().toString()));
        assertThat(room.refusal(unlock, asIt)).isEqualTo(Rejection.FORBIDDEN);

        send(new EnableServiceAccount(account.account()));
        assertThat(authenticate(account, account.secret(), "192.0.2.4")).isInstanceOf(Actor.class);
        assertThat(external(subject)).isPresent();
        assertThat(room.refusal(unlock, asIt)).isEqualTo(Rejection.USER_NOT_FOUND);
        send(new EditServiceAccount(account.account(), null, null, List.of(), null, List.of()));
        assertThat(room.refusal(unlock, asIt)).isEqualTo(Rejection.FORBIDDEN);
    }

    @Test
    void an_edit_changes_what_it_names_and_nothing_else() {
        ServiceAccountView account = created(unique("edited"), null, Scope.USERS_READ);
        String name = unique("renamed");
        ServiceAccountView edited = send(new EditServiceAccount(
                account.account(), 0L, name, List.of(Scope.AUDIT_READ), "subject of " + name, List.of()));

        assertThat(edited.name()).isEqualTo(name);
        assertThat(edited.scopes()).containsExactly(Scope.AUDIT_READ);
        assertThat(edited.externalSubject()).isEqualTo("subject of " + name);
        assertThat(edited.version()).isEqualTo(3);
        assertThat(send(new EditServiceAccount(account.account(), 3L, name, List.of(Scope.AUDIT_READ), null, List.of()))
                        .version())
                .isEqualTo(3);
        assertThat(room.refusal(
                        new EditServiceAccount(account.account(), 0L, "x", null, null, List.of()), room.byAdmin()))
                .isEqualTo(Rejection.VERSION_MISMATCH);
        assertThat(external("subject of " + name)).isPresent();
        assertThat(external("SUBJECT of " + name)).isEmpty();
        send(new EditServiceAccount(account.account(), null, null, null, "", List.of()));
        assertThat(external("subject of " + name)).isEmpty();
        assertThat(created(unique("heir"), "subject of " + name).externalSubject())
                .isEqualTo("subject of " + name);
    }

    @Test
    void names_and_subjects_are_unique_and_what_is_wrong_is_told_at_once() {
        String name = unique("taken");
        created(name, "subject of " + name);

        assertThat(refused(name.toUpperCase(java.util.Locale.ROOT), null))
                .containsExactly(new FieldError(
                        "/name", "service_account_name_taken", Rejection.SERVICE_ACCOUNT_NAME_TAKEN.sentence()));
        assertThat(refused(unique("another"), "subject of " + name))
                .extracting(FieldError::code)
                .containsExactly("external_subject_taken");
        assertThat(refused("a*b", "x\u0000"))
                .extracting(FieldError::pointer)
                .containsExactly("/name", "/externalSubject");
        assertThat(room.refusal(
                        new RotateServiceAccountSecret(new ServiceAccountId(UUID.randomUUID())), room.byAdmin()))
                .isEqualTo(Rejection.SERVICE_ACCOUNT_NOT_FOUND);
    }

    @Test
    void the_same_request_again_is_answered_again_but_the_secret_is_not_shown_twice() {
        Map<String, String> once = new HashMap<>(room.byAdmin());
        once.put(Provenance.REQUEST, UUID.randomUUID().toString());
        once.put(Provenance.REQUEST_DIGEST, "d");
        CreateServiceAccount command = new CreateServiceAccount(
                new ServiceAccountId(UUID.randomUUID()), unique("repeated"), List.of(), null, List.of());

        ServiceAccountView first = ((Accepted) room.send(command, once)).service();
        ServiceAccountView again = ((Accepted) room.send(command, once)).service();

        assertThat(first.secret()).isNotNull();
        assertThat(again).isEqualTo(first.withSecret(null));
    }

    private static List<FieldError> refused(String name, String subject) {
        try {
            created(name, subject);
            throw new AssertionError("created");
        } catch (Rejected refused) {
            return refused.refusal().errors();
        }
    }

    private static Actor actor(ServiceAccountView account, String... scopes) {
        return new Actor(Actor.Kind.SERVICE, account.account().toString(), "said", List.of(scopes));
    }
}
