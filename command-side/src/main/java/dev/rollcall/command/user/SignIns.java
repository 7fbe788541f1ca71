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
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.Repository;
import org.jspecify.annotations.Nullable;

/**
 * Signing in with a password that is kept here. Judged by the facts of this moment, never by a view: a lock or another
 * password holds from the next attempt on.
 */
final class SignIns {

    private final Claims claims;
    private final SourcedUsers users;
    private final Repository<User> repository;
    private final Administrators administrators;
    private final Passwords passwords;
    private final RememberedPasswords remembered;
    private final WrongSignIns wrongOnes;
    private final int mostInARow;

    SignIns(
            Claims claims,
            SourcedUsers users,
            Repository<User> repository,
            Administrators administrators,
            Passwords passwords,
            RememberedPasswords remembered,
            WrongSignIns wrongOnes,
            int mostInARow) {
        this.claims = claims;
        this.users = users;
        this.repository = repository;
        this.administrators = administrators;
        this.passwords = passwords;
        this.remembered = remembered;
        this.wrongOnes = wrongOnes;
        this.mostInARow = mostInARow;
    }

    @CommandHandler
    Actor decide(SignIn command) {
        return admit(command.username(), command.password(), command.address()).actor();
    }

    /** Who that is. Refuses ({@code not_signed_in}, {@code too_many_attempts}) everybody else, and counts it. */
    UserState admit(String username, Sealed sealed, String address) {
        String clear = passwords.open(sealed);
        UserState user = claims.owner(ClaimKind.USERNAME, username)
                .flatMap(owner -> users.current(UserId.parse(owner)))
                .orElse(null);
        PasswordId password = user == null ? null : usable(user);
        if (user != null && password != null && remembered.right(password, clear)) {
            return welcome(user);
        }
        refuseHaste(username, address, user);
        boolean right = password == null ? passwords.matchesNothing(clear) : passwords.matches(password, clear);
        if (right && user != null && password != null) {
            // Once more: comparing takes long enough for somebody to lock the user meanwhile.
            UserState now = users.current(user.user()).orElse(null);
            if (now != null && password.equals(usable(now))) {
                remembered.remember(password, clear);
                return welcome(now);
            }
        }
        wrongOnes.note(username, address);
        if (user != null && password != null) {
            count(user);
        }
        throw new Rejected(Rejection.NOT_SIGNED_IN);
    }

    /** The password that a user could sign in with at this moment. */
    private static @Nullable PasswordId usable(UserState user) {
        List<PasswordId> latestFirst = user.passwords();
        boolean may = user.configuration() == SignInConfiguration.DEFAULT && !user.locked() && !latestFirst.isEmpty();
        return may ? latestFirst.get(0) : null;
    }

    private UserState welcome(UserState user) {
        wrongOnes.reset(user.user());
        return user;
    }

    private void refuseHaste(String username, String address, @Nullable UserState user) {
        Instant fresh = user == null ? Instant.EPOCH : user.freshAt();
        Optional<Duration> pause = wrongOnes.pause(username, address, fresh);
        if (pause.isPresent()) {
            int seconds =
                    Math.toIntExact(Math.max(1, pause.get().plusMillis(999).toSeconds()));
            throw new Rejected(new Refusal(Rejection.TOO_MANY_ATTEMPTS, List.of(), null, null, seconds));
        }
    }

    private void count(UserState user) {
        int failures = wrongOnes.count(user.user(), user.fresh());
        if (failures >= mostInARow) {
            repository
                    .load(user.user().toString())
                    .execute(found -> found.lock(failures, user.fresh(), administrators));
        }
    }
}
