package dev.rollcall.api.service;

import org.jspecify.annotations.Nullable;

/**
 * The service accounts that match, a page at a time; answered with a {@link ServiceAccountPage}.
 *
 * @param search part of the name, regardless of case
 * @param sort fields joined by commas, {@code -} before a descending one: {@code name,-createdAt}
 * @param limit 1–200
 * @param cursor from the page before; refused ({@code invalid_values}) with another {@code sort}
 * @param count whether to count all that match
 */
public record FindServiceAccounts(
        @Nullable String search,
        @Nullable String sort,
        int limit,
        @Nullable String cursor,
        boolean count) implements ServiceQuery {}
