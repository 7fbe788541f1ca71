package dev.rollcall.command;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The defaults of this room, {@code rollcall.command.*}.
 *
 * @param longestWait how long a command waits for another one on the same user or client before it is refused
 *     ({@code busy}); 100 ms to 60 s
 * @param tokenExpiresIn how long a client token can be claimed where the request does not say: 1 s to 10 years; absent: for
 *     ever
 */
@ConfigurationProperties("rollcall.command")
public record CommandSettings(
        @DefaultValue("3s") Duration longestWait, @Nullable Duration tokenExpiresIn) {}
