package dev.rollcall.api.client;

import dev.rollcall.api.Fact;
import org.jspecify.annotations.Nullable;

/** Everything that can have happened to a provisioned client. */
public sealed interface ClientEvent extends Fact
        permits ClientProvisioned,
                ClientRegistered,
                ClientDeregistered,
                ClientReregistered,
                ClientReprovisioned,
                ClientRenamed,
                ClientReassigned,
                TokenRevealed,
                ClientRemoved {
    ClientId client();

    /**
     * The status this fact leaves the client in, absent where it does not change it: the one place where the transitions
     * are written down.
     */
    @Nullable
    ClientStatus status();
}
