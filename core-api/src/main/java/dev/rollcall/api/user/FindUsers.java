package dev.rollcall.api.user;

import org.jspecify.annotations.Nullable;

/**
 * The users that match, a page at a time; answered with a {@link UserPage}.
 *
 * @param search part of username, first name, last name or email, regardless of case
 * @param sort fields joined by commas, {@code -} before a descending one: {@code lastName,-createdAt}
 * @param limit 1–200
 * @param cursor from the page before; refused ({@code invalid_values}) with another {@code sort}
 * @param count whether to count all that match
 */
public record FindUsers(
        @Nullable String search,
        @Nullable PrimaryRole primaryRole,
        @Nullable SignInConfiguration configuration,
        @Nullable Boolean locked,
        @Nullable String sort,
        int limit,
        @Nullable String cursor,
        boolean count)
        implements UserQuery {}
