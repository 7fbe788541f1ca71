package dev.rollcall.app;

import static dev.rollcall.app.Cast.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.app.Http.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody gets an account, takes a password of their own, stays signed in, and is not kept out by a stranger. */
class SignInJourney {

    private static final String OWN = "A.Word.Of.Ones.Own.7";
    private static final String SIGN_IN = "/console/sign-in";

    @TempDir
    Path folder;

    @Test
    void from_a_given_password_to_a_session_that_outlives_the_process_and_a_stranger() throws Exception {
        Console mira;
        try (RunningRollcall rollcall = RunningRollcall.start(folder)) {
            expect(201, rollcall.admin().post("/api/v1/users", Cast.user("mira", "QUALITY_MANAGER", "ADMIN")));
            expect(200, rollcall.http().as("mira", Cast.PASSWORD).get("/api/v1/users"));
            mira = new Console(rollcall.http());
            assertThat(mira.get("/console/users").header("Location")).startsWith(SIGN_IN);

            expect(303, mira.signIn("mira", Cast.PASSWORD));
            assertThat(mira.get("/console/users?sort=lastName").header("Location"))
                    .isEqualTo("/console/password?next=%2Fconsole%2Fusers%3Fsort%3DlastName");
            expect(422, mira.changePassword("Not.That.One.1", OWN));
            expect(422, mira.changePassword(Cast.PASSWORD, Cast.PASSWORD));
            expect(303, mira.changePassword(Cast.PASSWORD, OWN));

            inside(mira);
            expect(401, rollcall.http().as("mira", Cast.PASSWORD).get("/api/v1/users"));
            expect(200, rollcall.http().as("mira", OWN).get("/api/v1/users"));
            rollcall.kill();
        }
        try (RunningRollcall rollcall = RunningRollcall.start(folder)) {
            mira = mira.at(rollcall.http());
            inside(mira);
            for (int i = 0; i < 5; i++) {
                expect(401, rollcall.http().as("mira", "Wrong.Word." + i).get("/api/v1/users"));
            }
            expect(401, rollcall.http().as("mira", OWN).get("/api/v1/users"));
            assertThat(mira.get("/console").header("Location"))
                    .as("the lock ends it")
                    .startsWith(SIGN_IN);
            expect(401, new Console(rollcall.http()).signIn("mira", OWN));

            expect(303, mira.signIn("mira", OWN));

            inside(mira);
            Answer stranger =
                    expect(429, rollcall.http().as("mira", "Wrong.Word.6").get("/api/v1/users"));
            assertThat(stranger.header("Retry-After")).isNotEmpty();
            Console same = mira.at(rollcall.http());
            expect(303, mira.form("/console/password", "/console/sign-out"));
            assertThat(same.get("/console").header("Location")).startsWith(SIGN_IN);
        }
    }

    private static void inside(Console console) throws Exception {
        Answer home = console.get("/console");
        assertThat(home.status()).as(home.toString()).isLessThan(400);
        assertThat(home.header("Location")).doesNotContain("sign-in").doesNotContain("password");
    }
}
