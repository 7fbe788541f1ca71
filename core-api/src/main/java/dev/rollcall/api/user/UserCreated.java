package dev.rollcall.api.user;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** A user was created; {@code admin} tells whether with secondary role ADMIN. */
public record UserCreated(
        @JsonProperty("userId") UserId user,
        String username,
        SignInConfiguration configuration,
        String email,
        String firstName,
        String lastName,
        PrimaryRole primaryRole,
        boolean admin,
        @JsonProperty("passwordId") @Nullable PasswordId password)
        implements UserEvent {}
