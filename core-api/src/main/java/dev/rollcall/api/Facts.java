package dev.rollcall.api;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.rollcall.api.claim.AdministratorJoined;
import dev.rollcall.api.claim.AdministratorLeft;
import dev.rollcall.api.claim.ClientDischarged;
import dev.rollcall.api.claim.ClientEnrolled;
import dev.rollcall.api.claim.RequestAccepted;
import dev.rollcall.api.claim.RosterClosed;
import dev.rollcall.api.claim.ValueClaimed;
import dev.rollcall.api.claim.ValueReleased;
import dev.rollcall.api.client.ClientDeregistered;
import dev.rollcall.api.client.ClientProvisioned;
import dev.rollcall.api.client.ClientReassigned;
import dev.rollcall.api.client.ClientRegistered;
import dev.rollcall.api.client.ClientRemoved;
import dev.rollcall.api.client.ClientRenamed;
import dev.rollcall.api.client.ClientReprovisioned;
import dev.rollcall.api.client.ClientReregistered;
import dev.rollcall.api.client.TokenRevealed;
import dev.rollcall.api.service.ServiceAccountCreated;
import dev.rollcall.api.service.ServiceAccountDisabled;
import dev.rollcall.api.service.ServiceAccountEnabled;
import dev.rollcall.api.service.ServiceAccountExternalSubjectChanged;
import dev.rollcall.api.service.ServiceAccountRenamed;
import dev.rollcall.api.service.ServiceAccountScopesChanged;
import dev.rollcall.api.service.ServiceAccountSecretRotated;
import dev.rollcall.api.user.AdminDropped;
import dev.rollcall.api.user.AdminGranted;
import dev.rollcall.api.user.PasskeyRegistered;
import dev.rollcall.api.user.PasskeyRemoved;
import dev.rollcall.api.user.PasswordChanged;
import dev.rollcall.api.user.PrimaryRoleChanged;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.api.user.UserEmailChanged;
import dev.rollcall.api.user.UserErased;
import dev.rollcall.api.user.UserLocked;
import dev.rollcall.api.user.UserRemoved;
import dev.rollcall.api.user.UserRenamed;
import dev.rollcall.api.user.UserUnlocked;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every fact there is, with the name and revision it is stored under. A stored fact outlives the code: names here are never
 * changed or reused, and nothing outside this list is ever read back from a store.
 */
public final class Facts {

    /**
     * A type of fact, as stored.
     *
     * @param revision what is written
     * @param earlier revisions that are read besides: personal data in clear, fields of later ones absent
     */
    public record Stored(String name, String revision, Class<? extends Fact> type, Set<String> earlier) {

        public Stored {
            earlier = Set.copyOf(earlier);
        }

        Stored(String name, String revision, Class<? extends Fact> type, String... earlier) {
            this(name, revision, type, Set.of(earlier));
        }
    }

    public static final List<Stored> ALL = List.of(
            new Stored("user-created", "2", UserCreated.class, "1"),
            new Stored("user-renamed", "2", UserRenamed.class, "1"),
            new Stored("user-email-changed", "2", UserEmailChanged.class, "1"),
            new Stored("user-primary-role-changed", "1", PrimaryRoleChanged.class),
            new Stored("user-admin-granted", "1", AdminGranted.class),
            new Stored("user-admin-dropped", "1", AdminDropped.class),
            new Stored("user-password-changed", "1", PasswordChanged.class),
            new Stored("user-passkey-registered", "1", PasskeyRegistered.class),
            new Stored("user-passkey-removed", "1", PasskeyRemoved.class),
            new Stored("user-locked", "1", UserLocked.class),
            new Stored("user-unlocked", "1", UserUnlocked.class),
            new Stored("user-removed", "1", UserRemoved.class),
            new Stored("user-erased", "1", UserErased.class),
            new Stored("client-provisioned", "2", ClientProvisioned.class, "1"),
            new Stored("client-registered", "2", ClientRegistered.class, "1"),
            new Stored("client-deregistered", "1", ClientDeregistered.class),
            new Stored("client-reregistered", "1", ClientReregistered.class),
            new Stored("client-reprovisioned", "1", ClientReprovisioned.class),
            new Stored("client-renamed", "1", ClientRenamed.class),
            new Stored("client-reassigned", "2", ClientReassigned.class, "1"),
            new Stored("client-token-revealed", "1", TokenRevealed.class),
            new Stored("client-removed", "1", ClientRemoved.class),
            new Stored("value-claimed", "1", ValueClaimed.class),
            new Stored("value-released", "1", ValueReleased.class),
            new Stored("roster-client-enrolled", "1", ClientEnrolled.class),
            new Stored("roster-client-discharged", "1", ClientDischarged.class),
            new Stored("roster-closed", "1", RosterClosed.class),
            new Stored("administrator-joined", "1", AdministratorJoined.class),
            new Stored("administrator-left", "1", AdministratorLeft.class),
            new Stored("request-accepted", "1", RequestAccepted.class),
            new Stored("service-account-created", "1", ServiceAccountCreated.class),
            new Stored("service-account-renamed", "1", ServiceAccountRenamed.class),
            new Stored("service-account-scopes-changed", "1", ServiceAccountScopesChanged.class),
            new Stored("service-account-external-subject-changed", "1", ServiceAccountExternalSubjectChanged.class),
            new Stored("service-account-secret-rotated", "1", ServiceAccountSecretRotated.class),
            new Stored("service-account-disabled", "1", ServiceAccountDisabled.class),
            new Stored("service-account-enabled", "1", ServiceAccountEnabled.class));

    private static final Map<String, Stored> BY_NAME = ALL.stream().collect(toUnmodifiableMap(Stored::name, s -> s));
    private static final Map<Class<?>, Stored> BY_TYPE = ALL.stream().collect(toUnmodifiableMap(Stored::type, s -> s));

    private Facts() {}

    public static Optional<Stored> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    public static Optional<Stored> of(Class<?> type) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }
}
