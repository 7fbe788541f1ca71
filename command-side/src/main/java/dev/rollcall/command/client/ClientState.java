package dev.rollcall.command.client;

import dev.rollcall.api.Provenance;
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
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.Presence;
import dev.rollcall.api.client.TokenRevealed;
import dev.rollcall.api.user.UserId;
import java.time.Instant;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;

/** What the facts of a client come to, up to one of them; does not change. Copies facts; never judges, logs, or asks the clock. */
final class ClientState {

    private final ClientId client;
    private final ClientType type;
    private final Instant provisionedAt;
    private UserId user;
    private String username;
    private String name;
    private ClientStatus status;
    private CurrentToken token;
    private @Nullable String hostName;
    private @Nullable Instant registeredAt;
    private @Nullable Instant deregisteredAt;
    private boolean removed;
    private boolean tokenShown = true;
    private long version;
    private Instant updatedAt;
    private String updatedBy;

    /** @param told the message that the fact came in: when it happened, as which one, and by whom */
    ClientState(ClientProvisioned fact, DomainEventMessage<?> told) {
        client = fact.client();
        type = fact.type();
        provisionedAt = told.getTimestamp();
        user = fact.user();
        username = fact.username();
        name = fact.name();
        status = fact.status();
        token = CurrentToken.issued(fact.token(), told.getTimestamp());
        version = told.getSequenceNumber();
        updatedAt = told.getTimestamp();
        updatedBy = actor(told);
    }

    private ClientState(ClientState before) {
        client = before.client;
        type = before.type;
        provisionedAt = before.provisionedAt;
        user = before.user;
        username = before.username;
        name = before.name;
        status = before.status;
        token = before.token;
        hostName = before.hostName;
        registeredAt = before.registeredAt;
        deregisteredAt = before.deregisteredAt;
        removed = before.removed;
        tokenShown = before.tokenShown;
        version = before.version;
        updatedAt = before.updatedAt;
        updatedBy = before.updatedBy;
    }

    /** The state after one more fact; the first one must be that the client was provisioned. */
    static ClientState after(@Nullable ClientState before, ClientEvent fact, DomainEventMessage<?> told) {
        if (before == null) {
            return new ClientState((ClientProvisioned) fact, told);
        }
        ClientState now = new ClientState(before);
        now.evolve(fact, told);
        return now;
    }

    private void evolve(ClientEvent fact, DomainEventMessage<?> told) {
        Instant at = told.getTimestamp();
        if (fact instanceof ClientRenamed renamed) {
            name = renamed.name();
        } else if (fact instanceof ClientReassigned reassigned) {
            user = reassigned.user();
            username = reassigned.username();
        } else if (fact instanceof ClientRegistered registered) {
            token = token.claimed(at);
            hostName = registered.hostName();
        } else if (fact instanceof ClientReregistered reregistered) {
            token = CurrentToken.issued(reregistered.token(), at);
        } else if (fact instanceof ClientReprovisioned reprovisioned) {
            token = CurrentToken.issued(reprovisioned.token(), at);
        } else if (fact instanceof ClientDeregistered) {
            token = token.revoked();
            deregisteredAt = at;
        } else if (fact instanceof ClientRemoved) {
            token = token.revoked();
            removed = true;
        }
        ClientStatus left = fact.status();
        if (left != null) {
            status = left;
        }
        if (left == ClientStatus.REGISTERED) {
            registeredAt = at;
        }
        tokenShown = fact instanceof ClientReregistered
                || fact instanceof ClientReprovisioned
                || fact instanceof TokenRevealed;
        version = told.getSequenceNumber();
        updatedAt = at;
        updatedBy = actor(told);
    }

    private static String actor(DomainEventMessage<?> told) {
        Object name = told.getMetaData().get(Provenance.ACTOR_NAME);
        return name == null ? "" : name.toString();
    }

    ClientId client() {
        return client;
    }

    UserId user() {
        return user;
    }

    String name() {
        return name;
    }

    ClientStatus status() {
        return status;
    }

    CurrentToken token() {
        return token;
    }

    boolean removed() {
        return removed;
    }

    /** Whether the last fact put the token's value into an answer: it was issued by it, or revealed. */
    boolean tokenShown() {
        return tokenShown;
    }

    long version() {
        return version;
    }

    String updatedBy() {
        return updatedBy;
    }

    /** As shown, the token without its value. */
    ClientView view() {
        return new ClientView(
                client,
                user,
                username,
                name,
                type,
                status,
                status.active(),
                token.view(),
                hostName,
                Presence.OFFLINE,
                status.availableActions(),
                version,
                provisionedAt,
                registeredAt,
                deregisteredAt,
                updatedAt,
                updatedBy);
    }
}
