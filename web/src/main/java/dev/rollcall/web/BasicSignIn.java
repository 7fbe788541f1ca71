package dev.rollcall.web;

import dev.rollcall.api.Actor;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Via;
import dev.rollcall.api.user.SignIn;
import java.util.regex.Pattern;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Asks the side that decides whether a username and password are right, every time: it may have changed a moment ago. */
final class BasicSignIn implements AuthenticationProvider {

    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9.@_-]{1,100}");

    private static final int LONGEST_PASSWORD = 1000;

    private final Courier courier;
    private final InstallationKey key;

    BasicSignIn(Courier courier, InstallationKey key) {
        this.courier = courier;
        this.key = key;
    }

    @Override
    public Authentication authenticate(Authentication given) {
        String username = given.getName();
        String password = String.valueOf(given.getCredentials());
        String address =
                given.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "";
        if (isNobodys(username, password)) {
            throw new Failed(new Rejected(Rejection.NOT_SIGNED_IN));
        }
        try {
            return new SignedIn(courier.send(
                    new SignIn(username, key.seal(password), address),
                    Actor.class,
                    new Provenance(Actor.SYSTEM, Via.API, Correlation.current())));
        } catch (RuntimeException refused) {
            throw new Failed(refused);
        }
    }

    /** Whether nobody can have that username and password, so that nobody has to be asked. */
    static boolean isNobodys(String username, String password) {
        return !USERNAME.matcher(username).matches() || password.length() > LONGEST_PASSWORD;
    }

    @Override
    public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }

    /** Why somebody is not signed in; the cause says it. */
    static final class Failed extends AuthenticationException {
        Failed(RuntimeException cause) {
            super("not signed in", cause);
        }
    }
}
