package dev.rollcall.command.user;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.user.ChallengePasskey;
import dev.rollcall.api.user.FindPasskeys;
import dev.rollcall.api.user.PasskeyId;
import dev.rollcall.api.user.PasskeyView;
import dev.rollcall.api.user.ProvePasskey;
import dev.rollcall.api.user.RegisterPasskey;
import dev.rollcall.api.user.RemoveOwnPasskey;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.claim.Rosters;
import dev.rollcall.command.field.FieldErrors;
import dev.rollcall.command.passkey.RelyingParty;
import dev.rollcall.command.passkey.RelyingParty.Known;
import dev.rollcall.command.passkey.RelyingParty.Person;
import dev.rollcall.command.passkey.RelyingParty.Question;
import dev.rollcall.command.user.StoredSessions.Row;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.Repository;
import org.axonframework.queryhandling.QueryHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passkeys, given in a session as its second factor. Judged as sessions are: by the facts of that moment, and by what is kept
 * here of the passkeys that these name.
 */
final class SecondFactors {

    static final int MOST_OF_USER = 10;

    private static final Logger LOG = LoggerFactory.getLogger(SecondFactors.class);
    private static final String CREDENTIAL = "/credential";

    private final RelyingParty relyingParty;
    private final SignIns signIns;
    private final SourcedUsers users;
    private final Repository<User> repository;
    private final StoredSessions sessions;
    private final StoredPasskeys passkeys;
    private final Rosters rosters;

    SecondFactors(
            RelyingParty relyingParty,
            SignIns signIns,
            SourcedUsers users,
            Repository<User> repository,
            StoredSessions sessions,
            StoredPasskeys passkeys,
            Rosters rosters) {
        this.relyingParty = relyingParty;
        this.signIns = signIns;
        this.users = users;
        this.repository = repository;
        this.sessions = sessions;
        this.passkeys = passkeys;
        this.rosters = rosters;
    }

    /** Whether somebody with passkeys gave one in that session; with none there is none to give. */
    static boolean isGiven(UserState user, Row session) {
        return user.passkeys().isEmpty() || session.passkeyGiven();
    }

    @CommandHandler
    String decide(ChallengePasskey command) {
        Row session = sessions.find(command.session()).orElseThrow(SecondFactors::nobody);
        UserState user = Sessions.whose(users, session).orElseThrow(SecondFactors::nobody);
        boolean may = command.registration()
                ? isGiven(user, session)
                : !user.passkeys().isEmpty();
        Rejected.when(!may, Rejection.NOT_SIGNED_IN);
        Question question = command.registration()
                ? relyingParty.toRegister(person(user), known(user))
                : relyingParty.toProve(person(user), known(user));
        sessions.challenge(command.session(), question.challenge(), command.registration());
        return question.options();
    }

    @CommandHandler
    void decide(ProvePasskey command) {
        Row session = sessions.find(command.session()).orElseThrow(SecondFactors::nobody);
        UserState user = Sessions.whose(users, session).orElseThrow(SecondFactors::nobody);
        String challenge =
                sessions.takeChallenge(command.session(), false).orElseThrow(() -> refused(user, command.address()));
        Known given;
        try {
            given = relyingParty.proved(person(user), known(user), challenge, command.credential());
        } catch (RuntimeException unconvincing) {
            LOG.debug("A passkey of user {} does not convince", user.user(), unconvincing);
            throw refused(user, command.address());
        }
        if (!passkeys.used(given)) {
            throw refused(user, command.address());
        }
        sessions.passkeyGiven(command.session());
        SignIns.said("Signed in", user, command.address(), "passkey");
    }

    @CommandHandler
    Accepted decide(RegisterPasskey command) {
        UserState user = known(command.user());
        FieldErrors errors = new FieldErrors();
        String label = errors.name("/label", command.label());
        if (user.passkeys().size() >= MOST_OF_USER) {
            errors.add(
                    "/label",
                    "too_many_passkeys",
                    "There can be " + MOST_OF_USER + " passkeys. Remove one that is not used any more.");
        }
        // what can be seen without the password is told without it
        errors.refuseAny();
        UserState proved = proved(user, command.session(), command.current(), command.address());
        Known made = sessions.takeChallenge(command.session(), true)
                .map(challenge -> made(proved, challenge, command.credential()))
                .orElseThrow(SecondFactors::unconvincing);
        PasskeyId passkey = passkeys.keep(command.user(), label, made).orElseThrow(SecondFactors::unconvincing);
        Accepted accepted = repository
                .load(command.user().toString())
                .invoke(found -> found.addPasskey(passkey, proved.fresh(), rosters));
        sessions.passkeyGiven(command.session());
        sessions.closeOthers(command.user(), command.session());
        return accepted;
    }

    @CommandHandler
    Accepted decide(RemoveOwnPasskey command) {
        UserState proved = proved(known(command.user()), command.session(), command.current(), command.address());
        passkeys.doubt(command.user());
        Accepted accepted = repository
                .load(command.user().toString())
                .invoke(found -> found.dropPasskey(command.passkey(), proved.fresh(), rosters));
        User.afterwards(() -> passkeys.forget(
                proved.passkeys().contains(command.passkey()) ? List.of(command.passkey()) : List.of()));
        sessions.closeOthers(command.user(), command.session());
        return accepted;
    }

    @QueryHandler
    List<PasskeyView> answer(FindPasskeys query) {
        return users.current(query.user())
                .map(user ->
                        passkeys.of(user).stream().map(StoredPasskeys.Row::view).toList())
                .orElse(List.of());
    }

    /** The user, in a session in which everything was given that there is, and who knows the password at this moment. */
    private UserState proved(UserState user, String session, Sealed password, String address) {
        boolean inside = sessions.find(session)
                .filter(row -> Sessions.whose(users, row)
                        .filter(owner -> owner.user().equals(user.user()) && isGiven(owner, row))
                        .isPresent())
                .isPresent();
        Rejected.when(!inside, Rejection.FORBIDDEN);
        return signIns.admit(user.username(), password, address, null);
    }

    private Known made(UserState user, String challenge, String credential) {
        try {
            return relyingParty.registered(person(user), known(user), challenge, credential);
        } catch (RuntimeException unconvincing) {
            LOG.debug("What is to be a passkey of user {} does not convince", user.user(), unconvincing);
            throw unconvincing();
        }
    }

    private UserState known(UserId user) {
        return users.current(user).orElseThrow(() -> new Rejected(Rejection.USER_NOT_FOUND));
    }

    private List<Known> known(UserState user) {
        return passkeys.of(user).stream().map(StoredPasskeys.Row::known).toList();
    }

    private static Person person(UserState user) {
        return new Person(user.user(), user.username());
    }

    private static Rejected nobody() {
        return new Rejected(Rejection.NOT_SIGNED_IN);
    }

    private static Rejected refused(UserState user, String address) {
        SignIns.said("Refused to sign in", user, address, "wrong passkey");
        return nobody();
    }

    private static Rejected unconvincing() {
        FieldError error = new FieldError(
                CREDENTIAL, "passkey_refused", "This could not be made a passkey. Try again, or with another device.");
        return new Rejected(new Refusal(Rejection.INVALID_VALUES, List.of(error), null, null, null));
    }
}
