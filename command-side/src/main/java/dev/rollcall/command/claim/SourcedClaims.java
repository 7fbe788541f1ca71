package dev.rollcall.command.claim;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Rejection;
import dev.rollcall.command.engine.Aggregates;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Claims as aggregates of their own, one a value, named by an HMAC so that no fact tells the value. */
@Component
final class SourcedClaims implements Claims {

    private final Guards<Claim> claims;
    private final InstallationKey key;

    SourcedClaims(Aggregates aggregates, InstallationKey key) {
        this.claims = new Guards<>(aggregates, Claim.class, Claim::new);
        this.key = key;
    }

    @Override
    public void take(ClaimKind kind, String value, String owner, Rejection whenTaken) {
        claims.with(id(kind, value)).execute(claim -> claim.take(owner, whenTaken));
    }

    @Override
    public void release(ClaimKind kind, String value) {
        claims.with(id(kind, value)).execute(Claim::release);
    }

    @Override
    public Optional<String> owner(ClaimKind kind, String value) {
        return claims.with(id(kind, value)).invoke(claim -> Optional.ofNullable(claim.owner()));
    }

    private String id(ClaimKind kind, String value) {
        return "claim-" + key.hmac("claim", kind + ":" + kind.normalised(value));
    }
}
