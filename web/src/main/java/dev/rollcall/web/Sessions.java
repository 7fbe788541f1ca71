package dev.rollcall.web;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.Actor;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Via;
import dev.rollcall.api.user.ChallengePasskey;
import dev.rollcall.api.user.ChangeOwnPassword;
import dev.rollcall.api.user.CloseSession;
import dev.rollcall.api.user.FindPasskeys;
import dev.rollcall.api.user.OpenSession;
import dev.rollcall.api.user.PasskeyId;
import dev.rollcall.api.user.PasskeyView;
import dev.rollcall.api.user.ProvePasskey;
import dev.rollcall.api.user.RegisterPasskey;
import dev.rollcall.api.user.RemoveOwnPasskey;
import dev.rollcall.api.user.ResumeSession;
import dev.rollcall.api.user.SessionView;
import dev.rollcall.api.user.UserId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of the console: the browser has the secret, the room that decides has its digest, and here nothing is kept. So they
 * hold in every process, and who somebody is and what they may is asked anew with every request.
 */
final class Sessions {

    /** On a request that a page makes by itself to stay up to date: it does not keep an idle session open. */
    static final String PASSIVE = "Rollcall-Passive";

    /** How long a browser keeps what it is known by; the side that decides may forget it earlier. */
    private static final Duration BROWSER_KEPT = Duration.ofDays(400);

    private final Cookies cookies = new Cookies("rollcall-session");
    private final Cookies browsers = new Cookies("rollcall-browser");
    private final Courier courier;
    private final InstallationKey key;

    Sessions(Courier courier, InstallationKey key) {
        this.courier = courier;
        this.key = key;
    }

    /**
     * Signs in, in a session of its own: what the browser had before is over.
     *
     * @throws RuntimeException as {@link Courier} has it: refused, or nobody could answer
     */
    Actor open(HttpServletRequest request, HttpServletResponse response, String username, String password) {
        if (BasicSignIn.isNobodys(username, password)) {
            throw new Rejected(Rejection.NOT_SIGNED_IN);
        }
        String secret = Cookies.secret();
        String before = browsers.read(request);
        String browser = Cookies.secret();
        Actor actor = courier.send(
                new OpenSession(
                        username,
                        key.seal(password),
                        request.getRemoteAddr(),
                        digest(secret),
                        before == null ? null : browserDigest(before),
                        browserDigest(browser)),
                Actor.class,
                asProgram());
        end(request);
        cookies.write(request, response, secret, null);
        browsers.write(request, response, browser, BROWSER_KEPT);
        return actor;
    }

    /** Who makes a request; absent: nobody who is signed in at this moment. */
    Optional<SessionView> resume(HttpServletRequest request) {
        String secret = secret(request);
        if (secret == null) {
            return Optional.empty();
        }
        boolean passive = request.getHeader(PASSIVE) != null;
        return courier.ask(
                new ResumeSession(digest(secret), passive),
                ResponseTypes.optionalInstanceOf(SessionView.class),
                asProgram());
    }

    /**
     * Takes another password for whoever is signed in, who goes on in a session of its own.
     *
     * @throws RuntimeException as {@link Courier} has it; {@code not_signed_in}: the present password is wrong
     */
    void changePassword(
            HttpServletRequest request,
            HttpServletResponse response,
            Call call,
            String current,
            String password,
            String confirmation) {
        courier.send(
                new ChangeOwnPassword(
                        UserId.parse(call.actor().id()),
                        request.getRemoteAddr(),
                        key.seal(current),
                        key.seal(password),
                        key.seal(confirmation)),
                Accepted.class,
                call.provenance());
        open(request, response, call.actor().name(), password);
    }

    /** What an authenticator is to be asked, as JSON: to make a passkey, or to give one. */
    String challengePasskey(HttpServletRequest request, boolean registration) {
        return courier.send(new ChallengePasskey(present(request), registration), String.class, asProgram());
    }

    /** Gives a passkey in the session, the second factor. */
    void provePasskey(HttpServletRequest request, String credential) {
        courier.send(
                new ProvePasskey(present(request), request.getRemoteAddr(), credential), Object.class, asProgram());
    }

    /** Makes a passkey of whoever is signed in. {@code not_signed_in}: the password is wrong. */
    void registerPasskey(HttpServletRequest request, Call call, String password, String label, String credential) {
        courier.send(
                new RegisterPasskey(
                        UserId.parse(call.actor().id()),
                        present(request),
                        request.getRemoteAddr(),
                        key.seal(password),
                        label,
                        credential),
                Accepted.class,
                call.provenance());
    }

    /** Likewise, does without one from now on. */
    void removePasskey(HttpServletRequest request, Call call, String password, PasskeyId passkey) {
        courier.send(
                new RemoveOwnPasskey(
                        UserId.parse(call.actor().id()),
                        passkey,
                        present(request),
                        request.getRemoteAddr(),
                        key.seal(password)),
                Accepted.class,
                call.provenance());
    }

    List<PasskeyView> passkeys(Call call) {
        return courier.ask(
                new FindPasskeys(UserId.parse(call.actor().id())),
                ResponseTypes.multipleInstancesOf(PasskeyView.class),
                call);
    }

    private String present(HttpServletRequest request) {
        String secret = secret(request);
        if (secret == null) {
            throw new Rejected(Rejection.NOT_SIGNED_IN);
        }
        return digest(secret);
    }

    /** Whether it is still open, asked by what goes on without requests. */
    boolean isOpen(String secret) {
        Optional<SessionView> session = courier.ask(
                new ResumeSession(digest(secret), true),
                ResponseTypes.optionalInstanceOf(SessionView.class),
                asProgram());
        return session.filter(found -> found.passkey() == SessionView.PasskeyStep.DONE)
                .isPresent();
    }

    void close(HttpServletRequest request, HttpServletResponse response) {
        end(request);
        cookies.remove(request, response);
    }

    private void end(HttpServletRequest request) {
        String secret = secret(request);
        if (secret != null) {
            courier.send(new CloseSession(digest(secret)), Object.class, asProgram());
        }
    }

    /** What the browser presents, whether a session is open under it or not. */
    @Nullable
    String secret(HttpServletRequest request) {
        return cookies.read(request);
    }

    private String browserDigest(String secret) {
        return key.hmac("browser", secret);
    }

    private String digest(String secret) {
        return key.hmac("session", secret);
    }

    private static Provenance asProgram() {
        return new Provenance(Actor.SYSTEM, Via.CONSOLE, Correlation.current());
    }
}
