package dev.rollcall.api.user;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.api.Personal;
import org.jspecify.annotations.Nullable;

/** A user was created; {@code admin} tells whether with secondary role ADMIN. */
public record UserCreated(
        @JsonProperty("userId") UserId user,
        @Personal String username,
        SignInConfiguration configuration,
        @Personal String email,
        @Personal String firstName,
        @Personal String lastName,
        PrimaryRole primaryRole,
        boolean admin,
        @JsonProperty("passwordId") @Nullable PasswordId password)
        implements UserEvent {}
