package dev.rollcall.command.user;

import dev.rollcall.api.Actor;
import dev.rollcall.api.user.CloseSession;
import dev.rollcall.api.user.OpenSession;
import dev.rollcall.api.user.ResumeSession;
import dev.rollcall.api.user.SessionView;
import dev.rollcall.api.user.SessionView.PasskeyStep;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.queryhandling.QueryHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Staying signed in. Whoever comes back with a session is judged by the facts of that moment: it ends with a lock and does not
 * come back with the unlock, ends with another password and with the user, and has the roles of now.
 */
final class Sessions {

    private static final Logger LOG = LoggerFactory.getLogger("dev.rollcall.sign-in");

    private final SignIns signIns;
    private final SourcedUsers users;
    private final StoredSessions stored;
    private final KnownBrowsers browsers;
    private final boolean passkeyRequired;

    /** @param passkeyRequired whether nobody does anything in a session without one */
    Sessions(
            SignIns signIns,
            SourcedUsers users,
            StoredSessions stored,
            KnownBrowsers browsers,
            boolean passkeyRequired) {
        this.signIns = signIns;
        this.users = users;
        this.stored = stored;
        this.browsers = browsers;
        this.passkeyRequired = passkeyRequired;
    }

    @CommandHandler
    Actor decide(OpenSession command) {
        UserState user = signIns.admit(command.username(), command.password(), command.address(), command.browser());
        stored.open(command.session(), user.user(), user.fresh());
        browsers.remember(
                command.nextBrowser(),
                command.browser(),
                user.user(),
                user.passwords().get(0));
        SignIns.said("Opened a session", user, command.address(), "console");
        return user.actor();
    }

    @QueryHandler
    Optional<SessionView> answer(ResumeSession query) {
        return stored.find(query.session())
                .flatMap(session -> whose(users, session).map(user -> {
                    if (!query.passive()) {
                        stored.seen(query.session(), session);
                    }
                    return new SessionView(user.actor(), stored.end(session), user.temporary(), step(user, session));
                }));
    }

    /** Whose session it is at this moment; nobody's where its user was locked, or began anew. */
    static Optional<UserState> whose(SourcedUsers users, StoredSessions.Row session) {
        return users.current(session.user()).filter(user -> !user.locked() && user.fresh() == session.era());
    }

    private PasskeyStep step(UserState user, StoredSessions.Row session) {
        if (!SecondFactors.isGiven(user, session)) {
            return PasskeyStep.GIVE;
        }
        return passkeyRequired && user.passkeys().isEmpty() ? PasskeyStep.REGISTER : PasskeyStep.DONE;
    }

    @CommandHandler
    void decide(CloseSession command) {
        stored.close(command.session()).ifPresent(user -> LOG.info("Signed out: user {}", user));
    }
}
