package dev.rollcall.api.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One client; answered with an optional {@link ClientView}.
 *
 * @param asOf as it was at that instant; absent: as it is now
 */
public record FindClient(ClientId client, @Nullable Instant asOf) implements ClientQuery {}
