package dev.rollcall.app;

import static dev.rollcall.app.Cast.expect;
import static dev.rollcall.app.ErasureJourney.PLANTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.PersonalKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked of one process and has to hold in all of them, at once. */
abstract class SeveralStory {

    private static final String API = "/api/v1";
    private static final Duration SOON = Duration.ofSeconds(60);

    private final SeveralProcesses processes;
    private final RunningRollcall first;
    private final RunningRollcall last;

    SeveralStory(SeveralProcesses processes) {
        this.processes = processes;
        this.first = processes.doors().get(0);
        this.last = processes.doors().get(processes.doors().size() - 1);
    }

    @Test
    void who_is_erased_in_one_process_is_gone_in_all_of_them() throws Exception {
        Http admin = first.admin();
        String person = ErasureJourney.administrator(admin);
        String own = ErasureJourney.client(first, admin, person, "planted-own", "planted-host-1");
        String moved = ErasureJourney.client(last, last.admin(), person, "planted-moved", "planted-host-2");
        Http herself = last.http().as("plantedname", Cast.PASSWORD);
        String colleague = expect(201, herself.post(API + "/users", Cast.user("colleague", "QUALITY_ENGINEER", null)))
                .at("/userId");
        expect(200, admin.patch(API + "/clients/" + moved, "{\"userId\": \"" + colleague + "\"}"));
        Http.Answer renamed = expect(
                200,
                last.admin()
                        .with("If-Match", "*")
                        .patch(API + "/users/" + person, "{\"lastName\": \"Plantedsecond\"}"));
        String before = Instant.now().toString();
        for (RunningRollcall door : processes.doors()) {
            Http here = door.admin().with("Rollcall-Position", renamed.header("Rollcall-Position"));
            assertThat(ErasureJourney.everything(here, person, moved, own)).contains(PLANTED);
            assertThat(expect(200, here.get(API + "/users/" + person + "?asOf=" + before))
                            .at("/username"))
                    .isEqualTo("plantedname");
            expect(200, door.http().as("plantedname", Cast.PASSWORD).get(API + "/users/" + person));
        }

        Http.Answer erased = expect(204, admin.post(API + "/users/" + person + "/erase", "{}"));

        for (RunningRollcall door : processes.doors()) {
            expect(401, door.http().as("plantedname", Cast.PASSWORD).get(API + "/users/" + person));
        }
        Thread.sleep(PersonalKeys.MOST_STALE.toMillis());
        for (RunningRollcall door : processes.doors()) {
            Http here = door.admin().with("Rollcall-Position", erased.header("Rollcall-Position"));
            expect(404, here.get(API + "/users/" + person));
            assertThat(ErasureJourney.everything(here, person, moved, own)).doesNotContain(PLANTED);
            Http.Answer then = expect(200, here.get(API + "/users/" + person + "?asOf=" + before));
            assertThat(List.of(then.at("/username"), then.at("/email"), then.at("/firstName"), then.at("/lastName")))
                    .containsOnly("erased");
            assertThat(expect(200, here.get(API + "/users/" + colleague + "/history"))
                            .at("/items/0/actor/name"))
                    .isEqualTo("erased");
        }
        ErasureJourney.awaitCleared(processes.database());
        nothingLeftOf(person);
    }

    private void nothingLeftOf(String person) throws Exception {
        try (Rows rows = Rows.of(processes.database())) {
            assertThat(rows.count("vault.user_key where user_id = '" + person + "' and wrapped is not null"))
                    .isZero();
            assertThat(rows.dump()).doesNotContain(PLANTED);
            rows.execute("checkpoint");
        }
        if (!processes.chained()) {
            String facts = AxonServerFacts.everything(processes.axonServer());
            assertThat(facts).contains(person).doesNotContain(PLANTED);
        }
        assertThat(ErasureJourney.found(processes.shared())).isEmpty();
        assertThat(ErasureJourney.found(processes.database().resolve("postgres")))
                .isEmpty();
        for (RunningRollcall each : processes.all()) {
            assertThat(String.join("\n", each.out())).doesNotContain(PLANTED);
            assertThat(String.join("\n", each.err())).doesNotContain(PLANTED);
        }
    }

    @Test
    void the_key_is_rotated_once_and_every_process_goes_on_with_it() throws Exception {
        Path file = processes.shared().resolve("keys/installation.key");
        String before = Files.readString(file).strip();
        String user = Cast.engineer(first.admin(), "unchanged").at("/userId");
        Http.Answer provisioned = Cast.client(last.admin(), user, "agent-unchanged");
        String bearer = bearer();
        assertThat(Rotation.wrapped(processes.database())).isNotEmpty().allMatch(row -> Rotation.opens(before, row));

        WorkingPeople load = new WorkingPeople(processes.doors(), this::chainIsWhole);
        Rotation rotation = Rotation.rotate("--rollcall.data=" + processes.shared());
        assertThat(rotation.exit()).as(rotation.said()).isZero();
        String after = Files.readString(file).strip();
        String current = InstallationKey.parse(after).current();
        await().atMost(SOON).until(() -> processes.all().stream()
                .flatMap(each -> each.out().stream())
                .anyMatch(line -> line.contains("Everything is wrapped under installation key " + current)));
        for (RunningRollcall door : processes.doors()) {
            await().atMost(SOON)
                    .until(() -> expect(200, door.http().get("/oauth2/jwks"))
                                    .json()
                                    .at("/keys")
                                    .size()
                            == 2);
        }
        load.end();

        String newest = after.split(",")[0];
        assertThat(Rotation.wrapped(processes.database()))
                .isNotEmpty()
                .allMatch(row -> Rotation.opens(newest, row))
                .noneMatch(row -> Rotation.opens(before, row));
        for (RunningRollcall door : processes.doors()) {
            Http admin = door.admin();
            assertThat(expect(200, admin.get(API + "/users/" + user + "/history"))
                            .text())
                    .contains("unchanged@example.test");
            assertThat(expect(200, admin.post(API + "/clients/" + provisioned.at("/clientId") + "/token/reveal", "{}"))
                            .at("/token"))
                    .isEqualTo(provisioned.at("/token/value"));
            expect(409, admin.post(API + "/users", Cast.user("unchanged", "QUALITY_ENGINEER", null)));
            expect(200, door.http().with("Authorization", "Bearer " + bearer).get(API + "/users?limit=1"));
        }
        expect(200, Cast.register(last.http(), provisioned.at("/token/value"), "pc-7"));
    }

    private void chainIsWhole() throws Exception {
        if (processes.chained()) {
            String state = await().atMost(SOON)
                    .until(
                            () -> expect(200, last.admin().get(API + "/audit/verify"))
                                    .at("/state"),
                            found -> !found.equals("RUNNING"));
            assertThat(state).isEqualTo("INTACT");
        }
    }

    private String bearer() throws Exception {
        Http.Answer account = expect(
                201,
                first.admin()
                        .post(API + "/service-accounts", "{\"name\": \"ci-several\", \"scopes\": [\"users:read\"]}"));
        return expect(
                        200,
                        first.http()
                                .as(account.at("/serviceAccountId"), account.at("/secret"))
                                .form("/oauth2/token", "grant_type=client_credentials"))
                .at("/access_token");
    }
}
