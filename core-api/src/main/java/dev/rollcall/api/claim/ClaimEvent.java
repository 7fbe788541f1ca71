package dev.rollcall.api.claim;

import dev.rollcall.api.Fact;

/**
 * What can have happened to a claim on a unique value. The claim is an HMAC of kind and normalised value, so the facts hold
 * no personal data.
 */
public sealed interface ClaimEvent extends Fact permits ValueClaimed, ValueReleased {
    String claim();
}
