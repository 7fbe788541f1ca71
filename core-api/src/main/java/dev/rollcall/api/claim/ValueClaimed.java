package dev.rollcall.api.claim;

/** A unique value has an owner: the identifier of a user or client. */
public record ValueClaimed(String claim, String owner) implements ClaimEvent {}
