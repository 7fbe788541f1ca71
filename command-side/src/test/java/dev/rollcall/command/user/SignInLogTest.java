package dev.rollcall.command.user;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollcall.api.Accepted;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.access.Scope;
import dev.rollcall.api.service.AuthenticateServiceAccount;
import dev.rollcall.api.service.CreateServiceAccount;
import dev.rollcall.api.service.ServiceAccountId;
import dev.rollcall.api.user.CloseSession;
import dev.rollcall.api.user.CreateUser;
import dev.rollcall.api.user.OpenSession;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.SignIn;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.Room;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Every attempt to sign in is in the log, right or wrong, and nothing of what was typed. */
class SignInLogTest {

    private static final String FROM = "198.51.100.7\n2026 Signed in: user forged";
    private static final String SHOWN = "198.51.100.7_2026_Signed_in:_user_forged";

    private static Room room;

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.rollcall.sign-in");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeAll
    static void open() {
        room = new Room();
    }

    @AfterAll
    static void close() {
        room.close();
    }

    @BeforeEach
    void listen() {
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
    }

    @AfterEach
    void stop_listening() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void of_people() {
        UserId ada = new UserId(UUID.randomUUID());
        String name = "u" + ada;
        Sealed password = room.key().seal("First.Word.1");
        room.send(
                new CreateUser(
                        ada,
                        name,
                        SignInConfiguration.DEFAULT,
                        name + "@example.org",
                        "Ada",
                        "Winter",
                        password,
                        password,
                        PrimaryRole.QUALITY_LEAD,
                        null,
                        List.of()),
                room.byAdmin());
        String session = UUID.randomUUID().toString();

        room.refusal(new SignIn(name, room.key().seal("Typed.Into.1"), FROM), Map.of());
        room.refusal(new SignIn("Typed.As.Name.1", room.key().seal("Typed.Into.1"), FROM), Map.of());
        room.send(new OpenSession(name, password, FROM, session, null, "browser"), Map.of());
        room.send(new CloseSession(session), Map.of());

        assertThat(lines())
                .containsExactly(
                        "Refused to sign in: user " + ada + ", from " + SHOWN + ", wrong",
                        "Refused to sign in: user unknown, from " + SHOWN + ", wrong",
                        "Signed in: user " + ada + ", from " + SHOWN + ", password",
                        "Opened a session: user " + ada + ", from " + SHOWN + ", console",
                        "Signed out: user " + ada);
    }

    @Test
    void of_service_accounts_and_so_of_the_access_tokens_that_they_get() {
        ServiceAccountId account = new ServiceAccountId(UUID.randomUUID());
        Accepted made = (Accepted) room.send(
                new CreateServiceAccount(account, "nightly", List.of(Scope.USERS_READ), null, List.of()),
                room.byAdmin());
        Sealed secret = made.service().secret();

        room.send(new AuthenticateServiceAccount(account.toString(), secret, FROM), Map.of());
        assertThat(room.refusal(
                        new AuthenticateServiceAccount(
                                account.toString(), room.key().seal("Typed.Into.1"), FROM),
                        Map.of()))
                .isEqualTo(Rejection.NOT_SIGNED_IN);

        assertThat(lines())
                .containsExactly(
                        "Signed in: service account " + account + ", from " + SHOWN + ", secret",
                        "Refused to sign in: service account unknown, from " + SHOWN + ", secret");
    }
}
