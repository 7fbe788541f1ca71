package dev.rollcall.api.service;

/** One service account; answered with an optional {@link ServiceAccountView}. */
public record FindServiceAccount(ServiceAccountId account) implements ServiceQuery {}
