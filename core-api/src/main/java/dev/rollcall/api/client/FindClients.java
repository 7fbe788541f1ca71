package dev.rollcall.api.client;

import dev.rollcall.api.user.UserId;
import org.jspecify.annotations.Nullable;

/**
 * The clients that match, a page at a time; answered with a {@link ClientPage}.
 *
 * @param search part of name, username or host name, regardless of case
 * @param user only this user's
 * @param tokenState of the current token
 * @param presence whether its machine is there at this moment
 * @param sort fields joined by commas, {@code -} before a descending one: {@code name,-provisionedAt}
 * @param limit 1–200
 * @param cursor from the page before; refused ({@code invalid_values}) with another {@code sort}
 * @param count whether to count all that match
 */
public record FindClients(
        @Nullable String search,
        @Nullable ClientStatus status,
        @Nullable ClientType type,
        @Nullable UserId user,
        @Nullable TokenState tokenState,
        @Nullable Presence presence,
        @Nullable String sort,
        int limit,
        @Nullable String cursor,
        boolean count)
        implements ClientQuery {

    /** Whatever their tokens and machines are doing. */
    public FindClients(
            @Nullable String search,
            @Nullable ClientStatus status,
            @Nullable ClientType type,
            @Nullable UserId user,
            @Nullable String sort,
            int limit,
            @Nullable String cursor,
            boolean count) {
        this(search, status, type, user, null, null, sort, limit, cursor, count);
    }
}
