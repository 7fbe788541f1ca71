package dev.rollcall.api.client;

import dev.rollcall.api.FieldError;
import dev.rollcall.api.user.UserId;
import java.time.Duration;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Provision a client to a user: {@code name} trimmed, 1–100 characters, characters as in names, unique regardless of case;
 * {@code tokenExpiresIn} one second to ten years, absent: as the installation says; {@code flaws}
 * what whoever sends this already found wrong with fields, reported together with what the decision finds. */
public record Provision(
        @TargetAggregateIdentifier ClientId client,
        @Nullable UserId user,
        @Nullable String name,
        @Nullable ClientType type,
        @Nullable Duration tokenExpiresIn,
        List<FieldError> flaws)
        implements ClientCommand {

    public Provision {
        flaws = List.copyOf(flaws);
    }
}
