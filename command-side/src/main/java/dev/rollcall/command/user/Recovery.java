package dev.rollcall.command.user;

import dev.rollcall.api.WrongSetting;
import dev.rollcall.command.claim.Administrators;
import dev.rollcall.command.claim.ClaimKind;
import dev.rollcall.command.claim.Claims;
import dev.rollcall.command.engine.OwnAccord;
import org.axonframework.modelling.command.Repository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;

/**
 * Unlocks one user when a process starts with {@code rollcall.unlock=<username>}: the way out when the only administrator is
 * locked.
 */
final class Recovery implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final OwnAccord ownAccord;
    private final Claims claims;
    private final Administrators administrators;
    private final Repository<User> users;
    private final String username;

    /** @param username empty: nobody is unlocked */
    Recovery(
            OwnAccord ownAccord,
            Claims claims,
            Administrators administrators,
            Repository<User> users,
            String username) {
        this.ownAccord = ownAccord;
        this.claims = claims;
        this.administrators = administrators;
        this.users = users;
        this.username = username;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (username.isBlank()) {
            return;
        }
        ownAccord.decide(() -> {
            String user = claims.owner(ClaimKind.USERNAME, username)
                    .orElseThrow(() -> new WrongSetting("rollcall.unlock names a user that does not exist: correct the"
                            + " username, or remove the property."));
            users.load(user).execute(found -> found.unlock(administrators));
        });
        LOG.info("User \"{}\" may sign in again. Remove rollcall.unlock before the next start.", username);
    }
}
