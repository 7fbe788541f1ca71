package dev.rollcall.query.audit;

import dev.rollcall.api.audit.FactView.Change;
import dev.rollcall.api.client.ClientDeregistered;
import dev.rollcall.api.client.ClientEvent;
import dev.rollcall.api.client.ClientProvisioned;
import dev.rollcall.api.client.ClientReassigned;
import dev.rollcall.api.client.ClientRegistered;
import dev.rollcall.api.client.ClientRemoved;
import dev.rollcall.api.client.ClientRenamed;
import dev.rollcall.api.client.ClientReprovisioned;
import dev.rollcall.api.client.ClientReregistered;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.TokenReference;
import dev.rollcall.api.client.TokenRevealed;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.query.Recorded;
import java.util.List;

/** What each fact makes of a client, and how it reads as a change. */
final class ClientStory {

    private static final List<String> COMPARED = List.of(
            "name", "type", "userId", "username", "status", "hostName", "token.hint", "token.state", "token.expiresAt");

    private ClientStory() {}

    static State after(State before, ClientEvent fact, Recorded recorded) {
        if (fact instanceof ClientRemoved) {
            return State.NOTHING;
        }
        State after = changed(before, fact, recorded).as(recorded);
        if (fact.status() != null) {
            after = after.with("status", fact.status());
        }
        return fact.status() == ClientStatus.REGISTERED ? after.with("registeredAt", recorded.at()) : after;
    }

    private static State changed(State before, ClientEvent fact, Recorded recorded) {
        if (fact instanceof ClientProvisioned provisioned) {
            return provisioned(provisioned, recorded);
        }
        if (fact instanceof ClientRegistered registered) {
            return before.with("hostName", registered.hostName())
                    .with("token.state", TokenState.CLAIMED)
                    .with("token.claimedAt", recorded.at());
        }
        if (fact instanceof ClientDeregistered) {
            return before.with("token.state", TokenState.REVOKED).with("deregisteredAt", recorded.at());
        }
        if (fact instanceof ClientReregistered reregistered) {
            return issued(before, reregistered.token(), recorded);
        }
        if (fact instanceof ClientReprovisioned reprovisioned) {
            return issued(before, reprovisioned.token(), recorded);
        }
        if (fact instanceof ClientRenamed renamed) {
            return before.with("name", renamed.name());
        }
        if (fact instanceof ClientReassigned reassigned) {
            return before.with("userId", reassigned.user()).with("username", reassigned.username());
        }
        if (fact instanceof TokenRevealed) {
            return before;
        }
        throw new IllegalStateException("no story is told of " + fact.getClass().getSimpleName());
    }

    private static State provisioned(ClientProvisioned fact, Recorded recorded) {
        State state = State.NOTHING
                .with("clientId", fact.client())
                .with("userId", fact.user())
                .with("username", fact.username())
                .with("name", fact.name())
                .with("type", fact.type())
                .with("provisionedAt", recorded.at());
        return issued(state, fact.token(), recorded);
    }

    private static State issued(State before, TokenReference token, Recorded recorded) {
        return before.with("token.tokenId", token.token())
                .with("token.hint", token.hint())
                .with("token.state", TokenState.ISSUED)
                .with("token.issuedAt", recorded.at())
                .with("token.claimedAt", null)
                .with("token.expiresAt", token.expiresAt());
    }

    static List<Change> changes(State before, State after) {
        // nothing is left to show after a removal, but that the token is worth nothing any more has to be said
        State shown = after.isNothing() ? after.with("token.state", TokenState.REVOKED) : after;
        return shown.since(before, COMPARED);
    }
}
