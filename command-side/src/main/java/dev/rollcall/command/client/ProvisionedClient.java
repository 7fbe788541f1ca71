package dev.rollcall.command.client;

import static dev.rollcall.api.client.ClientStatus.DEREGISTERED;
import static java.util.Objects.requireNonNull;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.Actor;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.Via;
import dev.rollcall.api.client.ClientAction;
import dev.rollcall.api.client.ClientDeregistered;
import dev.rollcall.api.client.ClientEvent;
import dev.rollcall.api.client.ClientProvisioned;
import dev.rollcall.api.client.ClientReassigned;
import dev.rollcall.api.client.ClientRegistered;
import dev.rollcall.api.client.ClientRemoved;
import dev.rollcall.api.client.ClientRenamed;
import dev.rollcall.api.client.ClientReprovisioned;
import dev.rollcall.api.client.ClientReregistered;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.Deregister;
import dev.rollcall.api.client.EditClient;
import dev.rollcall.api.client.PresentedToken;
import dev.rollcall.api.client.Provision;
import dev.rollcall.api.client.ReassignClient;
import dev.rollcall.api.client.Register;
import dev.rollcall.api.client.RemoveClient;
import dev.rollcall.api.client.RenameClient;
import dev.rollcall.api.client.Reprovision;
import dev.rollcall.api.client.Reregister;
import dev.rollcall.api.client.RevealToken;
import dev.rollcall.api.client.TokenRevealed;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.claim.ClaimKind;
import dev.rollcall.command.claim.Claims;
import dev.rollcall.command.claim.Rosters;
import dev.rollcall.command.field.FieldErrors;
import dev.rollcall.command.user.Users;
import java.time.Clock;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** An agent installed on a user's machine, from its provisioning until it is removed. */
@Aggregate
class ProvisionedClient {

    private static final int LONGEST_HOST_NAME = 255;
    private static final MetaData AS_THE_COMMAND_SAYS = MetaData.emptyInstance();

    @AggregateIdentifier
    private @Nullable String id;

    private @Nullable ClientState state;

    private ProvisionedClient() {}

    /** As its facts left it. */
    ProvisionedClient(ClientState left) {
        id = left.client().toString();
        state = left;
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    Accepted decide(Provision command, Users users, Claims claims, Rosters rosters, TokenIssuer tokens) {
        FieldErrors errors = new FieldErrors(command.flaws());
        UserId user = errors.present("/userId", command.user());
        ClientType type = errors.present("/type", command.type());
        String name = ClientName.of(command.name(), errors);
        if (!TokenIssuer.offers(command.tokenExpiresIn())) {
            errors.add("/tokenExpiresIn", "out_of_range", "Between one second and ten years.");
        }
        errors.refuseAny();

        String username =
                users.usernameOf(requireNonNull(user)).orElseThrow(() -> new Rejected(Rejection.USER_NOT_FOUND));
        FieldErrors.at(
                "/name",
                () -> claims.take(
                        ClaimKind.CLIENT_NAME, name, command.client().toString(), Rejection.CLIENT_NAME_TAKEN));
        rosters.enroll(user, command.client());
        TokenIssuer.Issued issued = tokens.issue(command.client(), command.tokenExpiresIn());
        apply(new ClientProvisioned(command.client(), user, username, name, requireNonNull(type), issued.reference()));
        return Accepted.client(viewWith(issued.value()));
    }

    /** Claims the token. Its sender is the client itself, so the facts say that the client did it. */
    @CommandHandler
    Accepted decide(Register command, InstallationKey key, Clock clock, TokenIssuer tokens) {
        FieldErrors errors = new FieldErrors();
        Optional<PresentedToken> presented = PresentedTokens.open(command.token(), key);
        if (presented.isEmpty()) {
            errors.add("/token", Rejection.TOKEN_INVALID.code(), Rejection.TOKEN_INVALID.sentence());
        }
        String hostName = errors.line("/hostName", command.hostName(), LONGEST_HOST_NAME);
        errors.refuseAny();

        ClientState now = state();
        CurrentToken token = now.token();
        Rejected.when(now.removed() || !token.is(presented.orElseThrow()), Rejection.TOKEN_INVALID);
        Rejected.when(now.status() == DEREGISTERED, Rejection.CLIENT_DEREGISTERED);
        Rejected.when(token.state() == TokenState.CLAIMED, Rejection.TOKEN_ALREADY_USED);
        Rejected.when(token.expired(clock.instant()), Rejection.TOKEN_EXPIRED);
        apply(
                new ClientRegistered(command.client(), token.reference().token(), now.user(), hostName),
                MetaData.with(Provenance.ACTOR_KIND, Actor.Kind.CLIENT.name())
                        .and(Provenance.ACTOR_ID, command.client().toString())
                        .and(Provenance.ACTOR_NAME, now.name())
                        .and(Provenance.ACTOR_ROLES, "")
                        .and(Provenance.VIA, Via.CLIENT.name()));
        tokens.retire(token);
        return Accepted.client(state().view());
    }

    @CommandHandler
    Accepted decide(Deregister command, TokenIssuer tokens) {
        current(command.expectedVersion());
        return Accepted.client(deregister(AS_THE_COMMAND_SAYS, tokens));
    }

    @CommandHandler
    Accepted decide(Reregister command, TokenIssuer tokens) {
        current(command.expectedVersion());
        return Accepted.client(reregister(AS_THE_COMMAND_SAYS, tokens));
    }

    @CommandHandler
    Accepted decide(Reprovision command, TokenIssuer tokens) {
        current(command.expectedVersion());
        return Accepted.client(reprovision(AS_THE_COMMAND_SAYS, tokens));
    }

    /**
     * One step of a decision about the user.
     *
     * @param why metadata of the facts of this step, over that of the command
     */
    ClientView act(ClientAction action, MetaData why, TokenIssuer tokens) {
        current(null);
        return switch (action) {
            case DEREGISTER -> deregister(why, tokens);
            case REREGISTER -> reregister(why, tokens);
            case REPROVISION -> reprovision(why, tokens);
        };
    }

    private ClientView deregister(MetaData why, TokenIssuer tokens) {
        ClientState now = state();
        Rejected.when(now.status() == DEREGISTERED, Rejection.CLIENT_ALREADY_DEREGISTERED);
        tokens.retire(now.token());
        apply(new ClientDeregistered(now.client()), why);
        return state().view();
    }

    private ClientView reregister(MetaData why, TokenIssuer tokens) {
        ClientState now = state();
        Rejected.when(now.status() != DEREGISTERED, Rejection.CLIENT_NOT_DEREGISTERED);
        TokenIssuer.Issued issued = tokens.issue(now.client());
        apply(new ClientReregistered(now.client(), issued.reference()), why);
        return viewWith(issued.value());
    }

    private ClientView reprovision(MetaData why, TokenIssuer tokens) {
        ClientState now = state();
        Rejected.when(now.status() == DEREGISTERED, Rejection.CLIENT_DEREGISTERED);
        tokens.retire(now.token());
        TokenIssuer.Issued issued = tokens.issue(now.client());
        apply(new ClientReprovisioned(now.client(), issued.reference()), why);
        return viewWith(issued.value());
    }

    @CommandHandler
    Accepted decide(RenameClient command, Claims claims) {
        current(command.expectedVersion());
        rename(wishedName(command.name()), claims);
        return Accepted.client(state().view());
    }

    @CommandHandler
    Accepted decide(ReassignClient command, Users users, Rosters rosters) {
        current(command.expectedVersion());
        FieldErrors errors = new FieldErrors();
        UserId user = errors.present("/userId", command.user());
        errors.refuseAny();
        reassign(requireNonNull(user), users, rosters);
        return Accepted.client(state().view());
    }

    @CommandHandler
    Accepted decide(EditClient command, Users users, Claims claims, Rosters rosters) {
        current(command.expectedVersion());
        if (command.name() != null) {
            rename(wishedName(command.name()), claims);
        }
        if (command.user() != null) {
            reassign(command.user(), users, rosters);
        }
        return Accepted.client(state().view());
    }

    private static String wishedName(@Nullable String wished) {
        FieldErrors errors = new FieldErrors();
        String name = ClientName.of(wished, errors);
        errors.refuseAny();
        return name;
    }

    private void rename(String name, Claims claims) {
        ClientState now = state();
        if (name.equals(now.name())) {
            return;
        }
        FieldErrors.at(
                "/name",
                () -> claims.move(
                        ClaimKind.CLIENT_NAME, now.name(), name, now.client().toString(), Rejection.CLIENT_NAME_TAKEN));
        apply(new ClientRenamed(now.client(), name));
    }

    private void reassign(UserId user, Users users, Rosters rosters) {
        ClientState now = state();
        if (user.equals(now.user())) {
            return;
        }
        String username =
                users.usernameOf(user).orElseThrow(() -> new Rejected(Refusal.of(Rejection.USER_NOT_FOUND, "/userId")));
        rosters.discharge(now.user(), now.client());
        FieldErrors.at("/userId", () -> rosters.enroll(user, now.client()));
        apply(new ClientReassigned(now.client(), user, username));
    }

    @CommandHandler
    Accepted decide(RemoveClient command, Claims claims, Rosters rosters, TokenIssuer tokens) {
        current(command.expectedVersion());
        remove(claims, rosters, tokens);
        return Accepted.removed(state().version());
    }

    /** The client is gone; its user keeps no trace of it on the roster. Nothing happens where it is gone already. */
    void remove(Claims claims, Rosters rosters, TokenIssuer tokens) {
        ClientState now = state();
        if (now.removed()) {
            return;
        }
        claims.release(ClaimKind.CLIENT_NAME, now.name());
        rosters.discharge(now.user(), now.client());
        tokens.retire(now.token());
        apply(new ClientRemoved(now.client()));
    }

    @CommandHandler
    Accepted decide(RevealToken command, TokenIssuer tokens, Clock clock) {
        CurrentToken token = current(null).token();
        Rejected.when(!token.claimable(clock.instant()), Rejection.TOKEN_NOT_REVEALABLE);
        Sealed value =
                tokens.show(token.reference().token()).orElseThrow(() -> new Rejected(Rejection.TOKEN_NOT_REVEALABLE));
        apply(new TokenRevealed(command.client(), token.reference().token()));
        return Accepted.client(viewWith(value));
    }

    @EventSourcingHandler
    void evolve(ClientEvent fact, DomainEventMessage<?> told) {
        id = fact.client().toString();
        state = ClientState.after(state, fact, told);
    }

    /** The client as it is, if it is still there and still what the sender has seen. */
    private ClientState current(@Nullable Long expectedVersion) {
        ClientState now = state();
        Rejected.when(now.removed(), Rejection.CLIENT_NOT_FOUND);
        if (expectedVersion != null && expectedVersion != now.version()) {
            throw Rejected.stale(now.version(), now.updatedBy());
        }
        return now;
    }

    ClientState state() {
        return requireNonNull(state, "a client begins with being provisioned");
    }

    private ClientView viewWith(Sealed value) {
        return state().view().withTokenValue(value);
    }
}
