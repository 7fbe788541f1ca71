package dev.rollcall.command.service;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.access.Scope;
import dev.rollcall.api.service.CreateServiceAccount;
import dev.rollcall.api.service.DisableServiceAccount;
import dev.rollcall.api.service.EditServiceAccount;
import dev.rollcall.api.service.EnableServiceAccount;
import dev.rollcall.api.service.RotateServiceAccountSecret;
import dev.rollcall.api.service.ServiceAccountCreated;
import dev.rollcall.api.service.ServiceAccountDisabled;
import dev.rollcall.api.service.ServiceAccountEnabled;
import dev.rollcall.api.service.ServiceAccountExternalSubjectChanged;
import dev.rollcall.api.service.ServiceAccountId;
import dev.rollcall.api.service.ServiceAccountRenamed;
import dev.rollcall.api.service.ServiceAccountScopesChanged;
import dev.rollcall.api.service.ServiceAccountSecretRotated;
import dev.rollcall.api.service.ServiceEvent;
import dev.rollcall.command.claim.ClaimKind;
import dev.rollcall.command.claim.Claims;
import dev.rollcall.command.field.FieldErrors;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** Another program that acts with credentials of its own. */
@Aggregate(type = "ServiceAccount", repository = "serviceAccountRepository")
final class ServiceAccount {

    private static final String NAME = "/name";
    private static final String SUBJECT = "/externalSubject";
    private static final int LONGEST_SUBJECT = 255;

    @AggregateIdentifier
    private @Nullable ServiceAccountId id;

    private @Nullable ServiceState state;

    private ServiceAccount() {}

    /** As its facts left it. */
    ServiceAccount(ServiceState left) {
        id = left.account();
        state = left;
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    Accepted decide(CreateServiceAccount command, Claims claims, SecretIssuer secrets) {
        FieldErrors errors = new FieldErrors(command.flaws());
        String name = errors.name(NAME, command.name());
        String subject = command.externalSubject() == null ? "" : subject(errors, command.externalSubject());
        errors.refuseAny();

        ServiceAccountId account = command.account();
        takeName(claims, account, name);
        if (!subject.isEmpty()) {
            takeSubject(claims, account, subject);
        }
        SecretIssuer.Issued secret = secrets.issue(account);
        apply(new ServiceAccountCreated(
                account,
                name,
                ordered(Objects.requireNonNullElse(command.scopes(), List.of())),
                subject.isEmpty() ? null : subject,
                secret.reference()));
        return Accepted.service(known().view().withSecret(secret.value()));
    }

    @CommandHandler
    Accepted decide(EditServiceAccount command, Claims claims) {
        ServiceState before = known();
        if (command.expectedVersion() != null && command.expectedVersion() != before.version()) {
            throw Rejected.stale(before.version(), before.updatedBy());
        }
        FieldErrors errors = new FieldErrors(command.flaws());
        String name = command.name() == null ? before.name() : errors.name(NAME, command.name());
        String was = Objects.requireNonNullElse(before.externalSubject(), "");
        String subject = command.externalSubject() == null ? was : subject(errors, command.externalSubject());
        errors.refuseAny();

        rename(claims, before, name);
        List<Scope> scopes = command.scopes() == null ? before.scopes() : ordered(command.scopes());
        if (!scopes.equals(before.scopes())) {
            apply(new ServiceAccountScopesChanged(before.account(), scopes));
        }
        if (!subject.equals(was)) {
            if (!subject.isEmpty()) {
                takeSubject(claims, before.account(), subject);
            }
            if (!was.isEmpty() && !sameClaim(was, subject)) {
                claims.release(ClaimKind.EXTERNAL_SUBJECT, was);
            }
            apply(new ServiceAccountExternalSubjectChanged(before.account(), subject.isEmpty() ? null : subject));
        }
        return Accepted.service(known().view());
    }

    @CommandHandler
    Accepted decide(RotateServiceAccountSecret command, SecretIssuer secrets) {
        SecretIssuer.Issued secret = secrets.issue(known().account());
        apply(new ServiceAccountSecretRotated(known().account(), secret.reference()));
        return Accepted.service(known().view().withSecret(secret.value()));
    }

    @CommandHandler
    Accepted decide(DisableServiceAccount command) {
        if (known().enabled()) {
            apply(new ServiceAccountDisabled(known().account()));
        }
        return Accepted.service(known().view());
    }

    @CommandHandler
    Accepted decide(EnableServiceAccount command) {
        if (!known().enabled()) {
            apply(new ServiceAccountEnabled(known().account()));
        }
        return Accepted.service(known().view());
    }

    private static void rename(Claims claims, ServiceState before, String name) {
        if (!name.equals(before.name())) {
            FieldErrors.at(
                    NAME,
                    () -> claims.move(
                            ClaimKind.SERVICE_NAME,
                            before.name(),
                            name,
                            before.account().toString(),
                            Rejection.SERVICE_ACCOUNT_NAME_TAKEN));
            apply(new ServiceAccountRenamed(before.account(), name));
        }
    }

    private static void takeName(Claims claims, ServiceAccountId account, String name) {
        FieldErrors.at(
                NAME,
                () -> claims.take(
                        ClaimKind.SERVICE_NAME, name, account.toString(), Rejection.SERVICE_ACCOUNT_NAME_TAKEN));
    }

    private static void takeSubject(Claims claims, ServiceAccountId account, String subject) {
        FieldErrors.at(
                SUBJECT,
                () -> claims.take(
                        ClaimKind.EXTERNAL_SUBJECT, subject, account.toString(), Rejection.EXTERNAL_SUBJECT_TAKEN));
    }

    private static boolean sameClaim(String one, String other) {
        return ClaimKind.EXTERNAL_SUBJECT.normalised(one).equals(ClaimKind.EXTERNAL_SUBJECT.normalised(other));
    }

    /** Empty takes it away. */
    private static String subject(FieldErrors errors, String subject) {
        return subject.isEmpty() ? "" : errors.line(SUBJECT, subject, LONGEST_SUBJECT);
    }

    /** Each once, in the order in which they are declared: the same scopes are the same list. */
    private static List<Scope> ordered(List<Scope> scopes) {
        return scopes.stream().distinct().sorted().toList();
    }

    ServiceState known() {
        ServiceState known = state;
        if (known == null) {
            throw new Rejected(Rejection.SERVICE_ACCOUNT_NOT_FOUND);
        }
        return known;
    }

    @EventSourcingHandler
    void evolve(
            ServiceEvent fact,
            @SequenceNumber long version,
            @Timestamp Instant at,
            @MetaDataValue(Provenance.ACTOR_NAME) @Nullable String by) {
        id = fact.account();
        state = ServiceState.after(state, fact, version, at, Objects.requireNonNullElse(by, ""));
    }
}
