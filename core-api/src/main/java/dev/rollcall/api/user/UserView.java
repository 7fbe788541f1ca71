package dev.rollcall.api.user;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user, as shown.
 *
 * @param version how many facts there are about it, less one: the number of its last fact
 * @param updatedBy the name of who made the last change
 */
public record UserView(
        @JsonProperty("userId") UserId user,
        String username,
        SignInConfiguration configuration,
        String email,
        String firstName,
        String lastName,
        PrimaryRole primaryRole,
        @Nullable SecondaryRole secondaryRole,
        boolean administrator,
        boolean locked,
        int clientCount,
        long version,
        Instant createdAt,
        Instant updatedAt,
        String updatedBy) {}
