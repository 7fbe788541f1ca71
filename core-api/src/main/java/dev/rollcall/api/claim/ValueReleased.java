package dev.rollcall.api.claim;

/** A unique value is free again. */
public record ValueReleased(String claim) implements ClaimEvent {}
