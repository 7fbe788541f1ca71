package dev.rollcall.command.user;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.user.PasswordId;
import dev.rollcall.api.user.SignIn;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.claim.Administrators;
import dev.rollcall.command.claim.ClaimKind;
import dev.rollcall.command.claim.Claims;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.Repository;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signing in with a password that is kept here. Judged by the facts of this moment, never by a view: a lock or another
 * password holds from the next attempt on.
 */
final class SignIns {

    private static final Logger LOG = LoggerFactory.getLogger("dev.rollcall.sign-in");
    private static final Pattern UNPRINTABLE = Pattern.compile("[^0-9A-Za-z.:%_-]");

    private final Claims claims;
    private final SourcedUsers users;
    private final Repository<User> repository;
    private final Administrators administrators;
    private final Passwords passwords;
    private final RememberedPasswords remembered;
    private final WrongSignIns wrongOnes;
    private final KnownBrowsers browsers;
    private final int mostInARow;

    SignIns(
            Claims claims,
            SourcedUsers users,
            Repository<User> repository,
            Administrators administrators,
            Passwords passwords,
            RememberedPasswords remembered,
            WrongSignIns wrongOnes,
            KnownBrowsers browsers,
            int mostInARow) {
        this.claims = claims;
        this.users = users;
        this.repository = repository;
        this.administrators = administrators;
        this.passwords = passwords;
        this.remembered = remembered;
        this.wrongOnes = wrongOnes;
        this.browsers = browsers;
        this.mostInARow = mostInARow;
    }

    @CommandHandler
    Actor decide(SignIn command) {
        return admit(command.username(), command.password(), command.address(), null)
                .actor();
    }

    /**
     * Who that is. Refuses ({@code not_signed_in}, {@code too_many_attempts}) everybody else, and counts it.
     *
     * @param browser digest of the secret by which the browser may be known, where there is one
     */
    UserState admit(String username, Sealed sealed, String address, @Nullable String browser) {
        String clear = passwords.open(sealed);
        UserState user = claims.owner(ClaimKind.USERNAME, username)
                .flatMap(owner -> users.current(UserId.parse(owner)))
                .orElse(null);
        PasswordId own = user == null ? null : present(user);
        if (browser != null && user != null && own != null && browsers.knows(browser, user.user(), own)) {
            return admitKnown(user, own, clear, address, browser);
        }
        PasswordId password = user == null || user.locked() ? null : own;
        if (user != null && password != null && remembered.right(password, clear)) {
            return welcome(user);
        }
        refuseHaste(username, address, user);
        boolean right = password == null ? passwords.matchesNothing(clear) : passwords.matches(password, clear);
        if (right && user != null && password != null) {
            // Once more: comparing takes long enough for somebody to lock the user meanwhile.
            UserState now = users.current(user.user()).orElse(null);
            if (now != null && !now.locked() && password.equals(present(now))) {
                remembered.remember(password, clear);
                said("Signed in", now, address, "password");
                return welcome(now);
            }
        }
        said("Refused to sign in", user, address, user != null && user.locked() ? "locked" : "wrong");
        wrongOnes.note(username, address);
        if (user != null && password != null) {
            count(user);
        }
        throw new Rejected(Rejection.NOT_SIGNED_IN);
    }

    /**
     * In a browser where the user has signed in before: a lock that others brought about does not hold here, their haste is not
     * waited for, and what is wrong is counted apart. Used up, that budget locks as any other does.
     */
    private UserState admitKnown(UserState user, PasswordId password, String clear, String address, String browser) {
        if (remembered.right(password, clear) || passwords.matches(password, clear)) {
            UserState now = users.current(user.user()).orElse(null);
            if (now != null && password.equals(present(now))) {
                remembered.remember(password, clear);
                said(
                        "Signed in",
                        now,
                        address,
                        now.locked() ? "password, in a known browser though locked" : "password");
                return welcome(now.locked() ? freed(now, browser) : now);
            }
            throw new Rejected(Rejection.NOT_SIGNED_IN);
        }
        said("Refused to sign in", user, address, "wrong, in a known browser");
        wrongOnes.note(user.username(), address);
        int failures = browsers.count(browser);
        if (failures >= mostInARow) {
            browsers.forget(browser);
            lock(user, mostInARow);
        }
        throw new Rejected(Rejection.NOT_SIGNED_IN);
    }

    private UserState freed(UserState user, String browser) {
        browsers.freed(browser);
        return repository.load(user.user().toString()).invoke(found -> found.free(administrators));
    }

    /** By identifiers alone: people type passwords where a name should be. */
    static void said(String what, @Nullable UserState user, String address, String how) {
        LOG.info(
                "{}: user {}, from {}, {}",
                what,
                user == null ? "unknown" : user.user(),
                UNPRINTABLE.matcher(address).replaceAll("_"),
                how);
    }

    /** The password that a user signs in with, locked or not. */
    private static @Nullable PasswordId present(UserState user) {
        List<PasswordId> latestFirst = user.passwords();
        boolean may = user.configuration() == SignInConfiguration.DEFAULT && !latestFirst.isEmpty();
        return may ? latestFirst.get(0) : null;
    }

    private UserState welcome(UserState user) {
        wrongOnes.reset(user.user());
        return user;
    }

    private void refuseHaste(String username, String address, @Nullable UserState user) {
        Instant fresh = user == null ? Instant.EPOCH : user.freshAt();
        Optional<Duration> pause = Stream.concat(
                        wrongOnes.pause(username, address, fresh).stream(),
                        user == null ? Stream.empty() : browsers.pause(user.user()).stream())
                .max(Duration::compareTo);
        if (pause.isPresent()) {
            said("Refused to sign in", user, address, "too many attempts");
            int seconds =
                    Math.toIntExact(Math.max(1, pause.get().plusMillis(999).toSeconds()));
            throw new Rejected(new Refusal(Rejection.TOO_MANY_ATTEMPTS, List.of(), null, null, seconds));
        }
    }

    private void count(UserState user) {
        int failures = wrongOnes.count(user.user(), user.fresh());
        if (failures >= mostInARow) {
            lock(user, failures);
        }
    }

    private void lock(UserState user, int failures) {
        said("Locked", user, "", failures + " wrong sign-ins in a row");
        repository.load(user.user().toString()).execute(found -> found.lock(failures, user.fresh(), administrators));
    }
}
