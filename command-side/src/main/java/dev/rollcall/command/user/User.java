package dev.rollcall.command.user;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import dev.rollcall.api.Accepted;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.user.AdminDropped;
import dev.rollcall.api.user.AdminGranted;
import dev.rollcall.api.user.CreateFirstAdministrator;
import dev.rollcall.api.user.CreateUser;
import dev.rollcall.api.user.EditUser;
import dev.rollcall.api.user.EraseUser;
import dev.rollcall.api.user.PasskeyId;
import dev.rollcall.api.user.PasskeyRegistered;
import dev.rollcall.api.user.PasskeyRemoved;
import dev.rollcall.api.user.PasswordChanged;
import dev.rollcall.api.user.PasswordId;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.PrimaryRoleChanged;
import dev.rollcall.api.user.RemovePasskeys;
import dev.rollcall.api.user.RemoveUser;
import dev.rollcall.api.user.SecondaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UnlockUser;
import dev.rollcall.api.user.UpdateUser;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.api.user.UserEmailChanged;
import dev.rollcall.api.user.UserErased;
import dev.rollcall.api.user.UserEvent;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserLocked;
import dev.rollcall.api.user.UserRemoved;
import dev.rollcall.api.user.UserRenamed;
import dev.rollcall.api.user.UserUnlocked;
import dev.rollcall.command.claim.Administrators;
import dev.rollcall.command.claim.ClaimKind;
import dev.rollcall.command.claim.Claims;
import dev.rollcall.command.claim.Rosters;
import dev.rollcall.command.field.FieldErrors;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.serialization.Revision;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A user of the test-automation platform. */
@Aggregate(type = "User", repository = "userRepository", snapshotFilter = "userSnapshots")
@Revision(User.SNAPSHOT_REVISION)
@JsonAutoDetect(fieldVisibility = Visibility.ANY, getterVisibility = Visibility.NONE)
final class User {

    /** To be raised with every change of what a user, or its state, consists of: older snapshots are passed over then. */
    static final String SNAPSHOT_REVISION = "4";

    static final String FIRST_ADMINISTRATOR = "admin";

    private static final Logger LOG = LoggerFactory.getLogger(User.class);

    @AggregateIdentifier
    private @Nullable UserId id;

    private @Nullable UserState state;

    private User() {}

    /** As its facts left it. */
    User(UserState left) {
        id = left.user();
        state = left;
    }

    /** Removed or not. */
    UserState left() {
        return Objects.requireNonNull(state);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    Accepted decide(CreateUser command, Credentials credentials, Claims claims, Administrators administrators) {
        FieldErrors errors = new FieldErrors(command.flaws());
        String username = errors.username("/username", command.username());
        SignInConfiguration configuration = errors.present("/configuration", command.configuration());
        String email = errors.email("/email", command.email());
        String firstName = errors.name("/firstName", command.firstName());
        String lastName = errors.name("/lastName", command.lastName());
        PrimaryRole primaryRole = errors.present("/primaryRole", command.primaryRole());
        Edited.refuseAdmin(errors, command.secondaryRole(), primaryRole);
        String password = credentials.wanted(errors, command.password(), command.confirmPassword());
        credentials.refuseNames(errors, password, username, firstName, lastName, email);
        if (configuration == SignInConfiguration.DEFAULT && password.isEmpty()) {
            errors.required(Credentials.PASSWORD);
        } else if (configuration != null && configuration != SignInConfiguration.DEFAULT && !password.isEmpty()) {
            Edited.refuseForeign(errors, configuration);
        }
        errors.refuseAny();

        UserId user = command.user();
        claim(claims, user, username, email);
        apply(new UserCreated(
                user,
                username,
                Objects.requireNonNull(configuration),
                email,
                firstName,
                lastName,
                Objects.requireNonNull(primaryRole),
                command.secondaryRole() == SecondaryRole.ADMIN,
                password.isEmpty() ? null : credentials.keep(user, password)));
        return created(administrators);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    Accepted decide(
            CreateFirstAdministrator command, Credentials credentials, Claims claims, Administrators administrators) {
        Rejected.when(administrators.everHadOne(), Rejection.ALREADY_SET_UP);
        FieldErrors errors = new FieldErrors();
        String password = credentials.wanted(errors, command.password());
        credentials.refuseNames(errors, password, "", "", "", "");
        errors.refuseAny();

        UserId user = command.user();
        // A reserved domain: nobody's mail is sent astray until the administrator says where it should go.
        String email = "admin@rollcall.invalid";
        claim(claims, user, FIRST_ADMINISTRATOR, email);
        apply(new UserCreated(
                user,
                FIRST_ADMINISTRATOR,
                SignInConfiguration.DEFAULT,
                email,
                "First",
                "Administrator",
                PrimaryRole.QUALITY_MANAGER,
                true,
                credentials.keep(user, password)));
        return created(administrators);
    }

    private static void claim(Claims claims, UserId user, String username, String email) {
        FieldErrors.at(
                "/username",
                () -> claims.take(ClaimKind.USERNAME, username, user.toString(), Rejection.USERNAME_TAKEN));
        FieldErrors.at("/email", () -> claims.take(ClaimKind.EMAIL, email, user.toString(), Rejection.EMAIL_TAKEN));
    }

    private Accepted created(Administrators administrators) {
        if (known().activeAdministrator()) {
            administrators.join(known().user());
        }
        return Accepted.user(known().view(0), List.of());
    }

    @CommandHandler
    Accepted decide(
            EditUser command, Credentials credentials, Claims claims, Administrators administrators, Rosters rosters) {
        refuseStale(command.expectedVersion());
        FieldErrors errors = new FieldErrors(command.flaws());
        Edited edited = Edited.of(known(), command, errors, credentials);
        errors.refuseAny();
        record(edited, "", credentials, claims, administrators);
        return Accepted.user(known().view(rosters.size(known().user())), List.of());
    }

    @CommandHandler
    Accepted decide(
            UpdateUser command,
            Credentials credentials,
            Claims claims,
            Administrators administrators,
            Rosters rosters,
            Clients clients) {
        refuseStale(command.expectedVersion());
        EditUser details = command.details();
        Edited edited = null;
        FieldErrors errors = new FieldErrors();
        if (details != null) {
            FieldErrors detailErrors = new FieldErrors("/details", details.flaws());
            edited = Edited.of(known(), details, detailErrors, credentials);
            errors.addAll(detailErrors);
        }
        refuseStrangers(command.clients(), rosters.clients(known().user()), errors);
        errors.refuseAny();

        if (edited != null) {
            record(edited, "/details", credentials, claims, administrators);
        }
        Map<ClientId, ClientView> touched = new LinkedHashMap<>();
        for (int i = 0; i < command.clients().size(); i++) {
            UpdateUser.ClientStep step = command.clients().get(i);
            ClientView view = FieldErrors.at(
                    "/clients/" + i + "/action", () -> clients.act(step.client(), step.action(), step.reason()));
            touched.put(step.client(), view);
        }
        return Accepted.user(known().view(rosters.size(known().user())), List.copyOf(touched.values()));
    }

    private static void refuseStrangers(List<UpdateUser.ClientStep> steps, List<ClientId> own, FieldErrors errors) {
        for (int i = 0; i < steps.size(); i++) {
            UpdateUser.ClientStep step = steps.get(i);
            String pointer = "/clients/" + i;
            errors.present(pointer + "/action", step.action());
            if (errors.present(pointer + "/clientId", step.client()) != null && !own.contains(step.client())) {
                errors.add(
                        pointer + "/clientId",
                        Rejection.CLIENT_NOT_FOUND.code(),
                        "This user has no such client. Read the user's clients again.");
            }
        }
    }

    @CommandHandler
    Accepted decide(UnlockUser command, Administrators administrators, Rosters rosters) {
        unlock(administrators);
        return Accepted.user(known().view(rosters.size(known().user())), List.of());
    }

    @CommandHandler
    Accepted decide(RemovePasskeys command, Credentials credentials, Rosters rosters) {
        List<PasskeyId> lost = known().passkeys();
        credentials.doubt(command.user());
        lost.forEach(passkey -> apply(new PasskeyRemoved(command.user(), passkey)));
        afterwards(() -> credentials.forgetPasskeys(lost));
        return Accepted.user(known().view(rosters.size(command.user())), List.of());
    }

    /**
     * The user's own wish, once the password was proved and the authenticator has spoken.
     *
     * @param fresh since which fact the user was as the proof found it; else refused ({@code not_signed_in})
     */
    Accepted addPasskey(PasskeyId passkey, long fresh, Rosters rosters) {
        refuseOthers(fresh);
        apply(new PasskeyRegistered(known().user(), passkey));
        return Accepted.user(known().view(rosters.size(known().user())), List.of());
    }

    /** Likewise; nothing happens where there is no such passkey. */
    Accepted dropPasskey(PasskeyId passkey, long fresh, Rosters rosters) {
        refuseOthers(fresh);
        if (known().passkeys().contains(passkey)) {
            apply(new PasskeyRemoved(known().user(), passkey));
        }
        return Accepted.user(known().view(rosters.size(known().user())), List.of());
    }

    private void refuseOthers(long fresh) {
        Rejected.when(known().fresh() != fresh || known().locked(), Rejection.NOT_SIGNED_IN);
    }

    /** Its own user signed in where strangers cannot. */
    UserState free(Administrators administrators) {
        unlock(administrators);
        return known();
    }

    void unlock(Administrators administrators) {
        UserState before = known();
        if (before.locked()) {
            apply(new UserUnlocked(before.user()));
            adjust(before, administrators);
        }
    }

    @CommandHandler
    Accepted decide(
            RemoveUser command,
            Credentials credentials,
            Claims claims,
            Administrators administrators,
            Rosters rosters,
            Clients clients) {
        refuseStale(command.expectedVersion());
        remove(known(), credentials, claims, administrators, rosters, clients);
        return Accepted.removed(Objects.requireNonNull(state).version());
    }

    private static void remove(
            UserState before,
            Credentials credentials,
            Claims claims,
            Administrators administrators,
            Rosters rosters,
            Clients clients) {
        UserId user = before.user();
        if (before.activeAdministrator()) {
            administrators.leave(user);
        }
        clients.removeAll(rosters.clients(user));
        rosters.close(user);
        claims.release(ClaimKind.USERNAME, before.username());
        claims.release(ClaimKind.EMAIL, before.email());
        credentials.doubt(user);
        apply(new UserRemoved(user));
        afterwards(() -> {
            credentials.forget(before.passwords());
            credentials.forgetPasskeys(before.passkeys());
        });
    }

    /** Whoever was erased already is cleared up after once more, in case that was interrupted. */
    @CommandHandler
    Accepted decide(
            EraseUser command,
            Credentials credentials,
            Claims claims,
            Administrators administrators,
            Rosters rosters,
            Clients clients,
            Erasing erasing) {
        erase(credentials, claims, administrators, rosters, clients, erasing);
        return Accepted.removed(Objects.requireNonNull(state).version());
    }

    void erase(
            Credentials credentials,
            Claims claims,
            Administrators administrators,
            Rosters rosters,
            Clients clients,
            Erasing erasing) {
        UserState before = Objects.requireNonNull(state);
        UserId user = before.user();
        if (!before.erased()) {
            if (!before.removed()) {
                remove(before, credentials, claims, administrators, rosters, clients);
            }
            // after what can refuse it, and before any of the facts is stored
            erasing.announce(user);
            apply(new UserErased(user));
        }
        CurrentUnitOfWork.get().afterCommit(stored -> erasing.finish(user));
    }

    /**
     * Locks the user after so many wrong sign-ins in a row; nothing happens where the user began anew since they were
     * counted.
     *
     * @param fresh since which fact they were counted
     */
    void lock(int failures, long fresh, Administrators administrators) {
        UserState before = state;
        if (before == null || before.removed() || before.locked() || before.fresh() != fresh) {
            return;
        }
        apply(new UserLocked(before.user(), failures));
        if (before.activeAdministrator()) {
            administrators.suspend(before.user());
        }
    }

    private void record(
            Edited edited, String within, Credentials credentials, Claims claims, Administrators administrators) {
        UserState before = known();
        UserId user = before.user();
        if (!edited.firstName().equals(before.firstName()) || !edited.lastName().equals(before.lastName())) {
            apply(new UserRenamed(user, edited.firstName(), edited.lastName()));
        }
        if (!edited.email().equals(before.email())) {
            FieldErrors.at(
                    within + "/email",
                    () -> claims.move(
                            ClaimKind.EMAIL, before.email(), edited.email(), user.toString(), Rejection.EMAIL_TAKEN));
            apply(new UserEmailChanged(user, edited.email()));
        }
        if (edited.primaryRole() != before.primaryRole()) {
            apply(new PrimaryRoleChanged(user, edited.primaryRole()));
        }
        if (edited.admin() != before.admin()) {
            apply(edited.admin() ? new AdminGranted(user) : new AdminDropped(user));
        }
        if (!edited.password().isEmpty()) {
            setPassword(edited.password(), credentials);
            if (before.locked()) {
                apply(new UserUnlocked(user));
            }
        }
        adjust(before, administrators);
    }

    private void setPassword(String clear, Credentials credentials) {
        UserId user = known().user();
        PasswordId password = credentials.keep(user, clear);
        apply(new PasswordChanged(user, password));
        List<PasswordId> surplus = credentials.surplus(known().passwords());
        afterwards(() -> credentials.forget(surplus));
    }

    /**
     * The user's own wish, once the present password was proved. Refuses ({@code not_signed_in}) where the user began anew, or
     * was locked, since.
     *
     * @param clear satisfies the policy but for the history
     * @param fresh since which fact the user was as the proof found it
     */
    Accepted takePassword(String clear, long fresh, Credentials credentials, Rosters rosters) {
        UserState before = known();
        refuseOthers(fresh);
        FieldErrors errors = new FieldErrors();
        credentials.refuseUsed(errors, clear, before.passwords());
        errors.refuseAny();
        setPassword(clear, credentials);
        return Accepted.user(known().view(rosters.size(before.user())), List.of());
    }

    private void adjust(UserState before, Administrators administrators) {
        boolean was = before.activeAdministrator();
        boolean is = known().activeAdministrator();
        if (was && !is) {
            administrators.leave(before.user());
        } else if (!was && is) {
            administrators.join(before.user());
        }
    }

    private void refuseStale(@Nullable Long expectedVersion) {
        UserState now = known();
        if (expectedVersion != null && expectedVersion != now.version()) {
            throw Rejected.stale(now.version(), now.updatedBy());
        }
    }

    private UserState known() {
        UserState known = state;
        if (known == null || known.removed()) {
            throw new Rejected(Rejection.USER_NOT_FOUND);
        }
        return known;
    }

    static void afterwards(Runnable task) {
        CurrentUnitOfWork.get().afterCommit(stored -> {
            try {
                task.run();
            } catch (RuntimeException failure) {
                // The decision is stored and stays accepted; the sweeper will do this.
                LOG.warn("Passwords or passkeys that are not needed any more could not be removed yet", failure);
            }
        });
    }

    @EventSourcingHandler
    void evolve(
            UserEvent fact,
            @SequenceNumber long version,
            @Timestamp Instant at,
            @MetaDataValue(Provenance.ACTOR_ID) @Nullable String byId,
            @MetaDataValue(Provenance.ACTOR_NAME) @Nullable String by) {
        id = fact.user();
        state = UserState.after(
                state, fact, version, at, Objects.requireNonNullElse(byId, ""), Objects.requireNonNullElse(by, ""));
    }
}
