package dev.rollcall.web;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Via;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** Somebody who proved who they are, for the length of one request. */
final class SignedIn extends AbstractAuthenticationToken {

    static final String ADMINISTRATOR = "administrator";

    private final transient Actor actor;
    private final Via via;

    SignedIn(Actor actor) {
        this(actor, actor.kind() == Actor.Kind.SERVICE ? Via.SERVICE : Via.API);
    }

    /** @param via through what somebody acts who signed in so */
    SignedIn(Actor actor, Via via) {
        super(authorities(actor));
        this.actor = actor;
        this.via = via;
        setAuthenticated(true);
    }

    /** Of a service account its scopes; of an administrator that it is one. */
    private static List<SimpleGrantedAuthority> authorities(Actor actor) {
        if (actor.kind() == Actor.Kind.SERVICE) {
            return actor.roles().stream().map(SimpleGrantedAuthority::new).toList();
        }
        return actor.administrator() ? List.of(new SimpleGrantedAuthority(ADMINISTRATOR)) : List.of();
    }

    @Override
    public Actor getPrincipal() {
        return actor;
    }

    Via via() {
        return via;
    }

    @Override
    public String getName() {
        return actor.name();
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SignedIn that && actor.equals(that.actor) && via == that.via;
    }

    @Override
    public int hashCode() {
        return actor.hashCode();
    }
}
