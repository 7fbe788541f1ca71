package dev.rollcall.resilience.races;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.resilience.Answer;
import dev.rollcall.resilience.Ask;
import dev.rollcall.resilience.Caller;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A token that was revoked is refused from the moment on at which that was acknowledged, and one that was issued is accepted,
 * whichever of two processes is asked.
 */
@Tag("jar")
class IntrospectionTest {

    private static final int ROUNDS = Integer.getInteger("rollcall.introspection.rounds", 50);

    private static final long PAUSE_NANOS = 5_000_000;

    @TempDir
    static Path folder;

    private static TwoProcesses processes;

    @BeforeAll
    static void start() throws Exception {
        processes = new TwoProcesses(folder);
    }

    @AfterAll
    static void end() throws Exception {
        if (processes != null) {
            processes.close();
        }
    }

    /** Asks about a token again and again until it is closed, and counts the answers that come to be wrong. */
    private static final class Onlooker implements AutoCloseable {

        private final AtomicReference<String> revoked = new AtomicReference<>("");
        private final AtomicReference<Exception> failure = new AtomicReference<>();
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger accepted = new AtomicInteger();
        private final Thread thread;
        private volatile boolean closed;

        private Onlooker(Caller caller) {
            thread = new Thread(() -> {
                try {
                    while (!closed) {
                        String token = revoked.get();
                        if (!token.isEmpty()) {
                            asked.incrementAndGet();
                            if (active(caller, token)) {
                                accepted.incrementAndGet();
                            }
                        }
                        LockSupport.parkNanos(PAUSE_NANOS);
                    }
                } catch (Exception broken) {
                    failure.set(broken);
                }
            });
            thread.start();
        }

        @Override
        public void close() throws InterruptedException {
            closed = true;
            thread.join();
        }
    }

    private static boolean active(Caller caller, String token) throws Exception {
        return caller.expect(200, Ask.form("/oauth2/introspect", "token", token))
                .body()
                .path("active")
                .asBoolean();
    }

    private static String token(Answer answer) {
        return answer.body().at("/token/value").asString();
    }

    @Test
    void a_revoked_token_is_accepted_by_nobody_once_that_was_acknowledged() throws Exception {
        Caller here = processes.administrator(0);
        Caller there = processes.administrator(1);
        String user = here.send(Ask.get("/users?limit=1"))
                .body()
                .at("/items/0/userId")
                .asString();
        Answer made = here.expect(
                201, Ask.post("/users/" + user + "/clients", Map.of("name", "introspected", "type", "NORMAL")));
        String client = made.text("clientId");
        String old = token(made);
        int refused = 0;
        int asked;
        try (Onlooker onlookerHere = new Onlooker(here);
                Onlooker onlookerThere = new Onlooker(there)) {
            for (int round = 0; round < ROUNDS; round++) {
                here.expect(200, Ask.post("/clients/register", Map.of("token", old, "hostName", "host")));
                assertThat(active(here, old)).as("round %d", round).isTrue();
                assertThat(active(there, old)).as("round %d", round).isTrue();

                Caller commands = round % 2 == 0 ? here : there;
                boolean deregisters = round % 4 < 2;
                Answer revoked = commands.expect(
                        200, Ask.post("/clients/" + client + (deregisters ? "/deregister" : "/reprovision")));
                onlookerHere.revoked.set(old);
                onlookerThere.revoked.set(old);
                if (!active(here, old) && !active(there, old)) {
                    refused++;
                }
                old = token(
                        deregisters ? commands.expect(200, Ask.post("/clients/" + client + "/reregister")) : revoked);
            }
            onlookerHere.close();
            onlookerThere.close();
            assertThat(onlookerHere.failure.get()).isNull();
            assertThat(onlookerThere.failure.get()).isNull();
            assertThat(onlookerHere.accepted.get() + onlookerThere.accepted.get())
                    .as("revoked tokens accepted")
                    .isZero();
            asked = onlookerHere.asked.get() + onlookerThere.asked.get();
        }
        System.out.printf("%d rounds, %d further questions about revoked tokens, none accepted%n", ROUNDS, asked);
        assertThat(refused).isEqualTo(ROUNDS);
    }
}
