package dev.rollcall.app;

import static dev.rollcall.app.Cast.expect;
import static dev.rollcall.app.SharedRollcall.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.app.Http.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there after every kind of end. */
class SurvivalJourney {

    private static final int SIGTERM = 128 + 15;

    @TempDir
    Path folder;

    @Test
    void a_first_start_shows_the_generated_password_once_and_a_restart_goes_on() throws Exception {
        String password;
        String user;
        String token;
        try (RunningRollcall first = RunningRollcall.launch(folder, Map.of()).ready()) {
            password = first.out().stream()
                    .filter(line -> line.contains("password: "))
                    .map(line -> line.substring(line.indexOf("password: ") + "password: ".length()))
                    .findFirst()
                    .orElseThrow();
            Http admin = first.http().as("admin", password);
            user = Cast.engineer(admin, name("kept")).at("/userId");
            token = Cast.client(admin, user, name("kept-agent")).at("/token/value");
            assertThat(first.out()).anyMatch(line -> line.contains("http://localhost:" + first.port() + "/api/docs"));
            assertThat(first.stop()).isEqualTo(SIGTERM);
        }
        assertThat(postmaster()).isEmpty();

        try (RunningRollcall second = RunningRollcall.launch(
                        folder, Map.of("ROLLCALL_ADMIN_PASSWORD", "Another-password-9"))
                .ready()) {
            Http admin = second.http().as("admin", password);
            assertThat(expect(200, admin.get("/api/v1/users/" + user)).at("/clientCount"))
                    .isEqualTo("1");
            expect(200, Cast.register(second.http(), token, "build-01.example.test"));
            assertThat(second.http()
                            .as("admin", "Another-password-9")
                            .get("/api/v1/users")
                            .status())
                    .isEqualTo(401);
            assertThat(second.out()).noneMatch(line -> line.contains("password: "));
        }
    }

    @Test
    void a_kill_loses_nothing_that_was_acknowledged() throws Exception {
        ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
        AtomicBoolean killed = new AtomicBoolean();
        RunningRollcall victim = RunningRollcall.start(folder);
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread caller = new Thread(() -> create(victim.admin(), acknowledged, killed));
            caller.start();
            callers.add(caller);
        }
        while (acknowledged.size() < 40) {
            Thread.sleep(10);
        }
        victim.kill();
        killed.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
        ProcessHandle orphan = postmaster().orElseThrow();

        try (RunningRollcall next = RunningRollcall.start(folder)) {
            orphan.onExit().get(30, TimeUnit.SECONDS);
            Http admin = next.admin();
            for (String user : acknowledged) {
                expect(200, admin.get("/api/v1/users/" + user));
            }
            Answer count = expect(200, admin.get("/api/v1/users?count=true&limit=1"));
            int users = Integer.parseInt(count.at("/total"));
            // one for the administrator; each caller may have had one on its way
            assertThat(users).isBetween(acknowledged.size() + 1, acknowledged.size() + 1 + callers.size());
            assertThat(next.stop()).isEqualTo(SIGTERM);
        }
        assertThat(postmaster()).isEmpty();
    }

    @Test
    void a_second_process_on_the_same_folder_leaves_the_first_alone() throws Exception {
        try (RunningRollcall first = RunningRollcall.start(folder)) {
            RunningRollcall second = RunningRollcall.launch(folder, Map.of());
            assertThat(second.exitCode()).isNotZero();
            assertThat(second.err()).singleElement().asString().contains("rollcall.data: ");
            assertThat(Files.getPosixFilePermissions(folder.resolve("keys/installation.key")))
                    .hasSize(2);
            expect(200, first.admin().get("/api/v1/users"));
        }
    }

    private static void create(Http admin, ConcurrentLinkedQueue<String> acknowledged, AtomicBoolean killed) {
        while (!killed.get()) {
            try {
                Answer answer = admin.post("/api/v1/users", """
                        {"username": "%1$s", "configuration": "SAML", "email": "%1$s@example.test", "firstName": "Ivo",
                         "lastName": "Castellanos", "primaryRole": "QUALITY_ENGINEER"}""".formatted(name("many")));
                if (answer.status() == 201) {
                    acknowledged.add(answer.at("/userId"));
                }
            } catch (IOException gone) {
                return;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private Optional<ProcessHandle> postmaster() throws IOException {
        return Postmaster.of(folder.toRealPath().resolve("postgres"));
    }
}
