package dev.rollcall.api.client;

import java.util.List;

/** Where a client is in its life. */
public enum ClientStatus {
    /** Ready to register. */
    PROVISIONED(ClientAction.DEREGISTER, ClientAction.REPROVISION),
    /** Active. */
    REGISTERED(ClientAction.DEREGISTER, ClientAction.REPROVISION),
    /** Inactive. */
    DEREGISTERED(ClientAction.REREGISTER);

    private final List<ClientAction> availableActions;

    ClientStatus(ClientAction... availableActions) {
        this.availableActions = List.of(availableActions);
    }

    /** Only a registered client is active. */
    public boolean active() {
        return this == REGISTERED;
    }

    /** What an administrator can do to a client of this status. */
    public List<ClientAction> availableActions() {
        return availableActions;
    }
}
