package dev.rollcall.app;

import static dev.rollcall.app.Cast.expect;
import static dev.rollcall.app.SharedRollcall.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.app.Http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an administrator does in a day, from one end to the other. */
abstract class AdministratorStory {

    private final Http admin;
    private final Http anybody;

    AdministratorStory(RunningRollcall rollcall) {
        this.admin = rollcall.admin();
        this.anybody = rollcall.http();
    }

    @Test
    void provisions_a_client_and_takes_it_through_its_life() throws Exception {
        String user = Cast.engineer(admin, name("life")).at("/userId");
        String clientName = name("Agent");
        Answer provisioned = Cast.client(admin, user, clientName);
        String client = provisioned.at("/clientId");
        String first = provisioned.at("/token/value");
        assertThat(provisioned.at("/status")).isEqualTo("PROVISIONED");
        assertThat(provisioned.at("/name")).isEqualTo(clientName.toLowerCase(Locale.ROOT));
        assertThat(first).matches("rollcall_client_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}");
        assertThat(introspect(first)).isEqualTo(true);

        Answer registered = expect(200, Cast.register(anybody, first, "build-07.example.test"));
        assertThat(registered.at("/status")).isEqualTo("REGISTERED");
        assertThat(registered.at("/token/state")).isEqualTo("CLAIMED");
        assertThat(registered.at("/hostName")).isEqualTo("build-07.example.test");
        assertThat(expect(409, Cast.register(anybody, first, "elsewhere.example.test"))
                        .at("/code"))
                .isEqualTo("token_already_used");

        Answer deregistered = expect(200, admin.post("/api/v1/clients/" + client + "/deregister", "{}"));
        assertThat(deregistered.at("/status")).isEqualTo("DEREGISTERED");
        assertThat(deregistered.json().at("/availableActions").toString()).isEqualTo("[\"REREGISTER\"]");
        assertThat(introspect(first)).isEqualTo(false);

        Answer reregistered = expect(200, admin.post("/api/v1/clients/" + client + "/reregister", "{}"));
        String second = reregistered.at("/token/value");
        assertThat(reregistered.at("/status")).isEqualTo("REGISTERED");
        assertThat(second).isNotEqualTo(first);
        expect(200, Cast.register(anybody, second, "build-08.example.test"));

        Answer reprovisioned = expect(
                200,
                admin.post("/api/v1/clients/" + client + "/reprovision", "{\"reason\": \"moved to a new machine\"}"));
        String third = reprovisioned.at("/token/value");
        assertThat(reprovisioned.at("/status")).isEqualTo("PROVISIONED");
        assertThat(introspect(second)).isEqualTo(false);
        Answer revealed = expect(200, admin.post("/api/v1/clients/" + client + "/token/reveal", "{}"));
        assertThat(revealed.at("/token")).isEqualTo(third);
        assertThat(revealed.header("Cache-Control")).contains("no-store");
        expect(200, Cast.register(anybody, third, "build-09.example.test"));
        assertThat(expect(409, admin.post("/api/v1/clients/" + client + "/token/reveal", "{}"))
                        .at("/code"))
                .isEqualTo("token_not_revealable");
        expect(204, anybody.with("Authorization", "Bearer " + third).post("/api/v1/clients/heartbeat", ""));

        String position = reprovisioned.header("Rollcall-Position");
        Answer history =
                expect(200, admin.with("Rollcall-Position", position).get("/api/v1/clients/" + client + "/history"));
        List<String> types = texts(history.json().at("/items"), "/type");
        assertThat(types)
                .endsWith(
                        "client-reprovisioned",
                        "client-registered",
                        "client-reregistered",
                        "client-deregistered",
                        "client-registered",
                        "client-provisioned");
        JsonNode why = history.json().at("/items").get(types.indexOf("client-reprovisioned"));
        assertThat(why.at("/reason").asString("")).isEqualTo("moved to a new machine");
        assertThat(why.at("/actor/name").asString("")).isEqualTo("admin");
        assertThat(history.text()).doesNotContain(first).doesNotContain(second).doesNotContain(third);
    }

    @Test
    void edits_a_user_and_reads_own_writes() throws Exception {
        String username = name("edit");
        Answer created = Cast.engineer(admin, username);
        String user = created.at("/userId");
        Instant before = Instant.parse(created.at("/updatedAt"));

        Answer edited = expect(
                200,
                admin.with("If-Match", created.header("ETag"))
                        .with("Rollcall-Reason", "promoted")
                        .patch(
                                "/api/v1/users/" + user,
                                "{\"lastName\": \"Okafor-Lind\", \"primaryRole\": \"QUALITY_MANAGER\","
                                        + " \"secondaryRole\": \"ADMIN\"}"));
        assertThat(edited.at("/administrator")).isEqualTo("true");
        Answer read = expect(
                200,
                admin.with("Rollcall-Position", edited.header("Rollcall-Position"))
                        .get("/api/v1/users/" + user));
        assertThat(read.header("ETag")).isEqualTo(edited.header("ETag"));
        assertThat(read.at("/lastName")).isEqualTo("Okafor-Lind");

        Answer same = expect(
                200,
                admin.with("If-Match", edited.header("ETag"))
                        .patch("/api/v1/users/" + user, "{\"lastName\": \"Okafor-Lind\"}"));
        assertThat(same.header("ETag")).isEqualTo(edited.header("ETag"));

        Answer past = expect(200, admin.get("/api/v1/users/" + user + "?asOf=" + before));
        assertThat(past.at("/lastName")).isEqualTo("Okafor");
        assertThat(past.at("/administrator")).isEqualTo("false");

        Answer history = expect(200, admin.get("/api/v1/users/" + user + "/history"));
        assertThat(texts(history.json().at("/items"), "/type"))
                .containsExactlyInAnyOrder(
                        "user-created", "user-renamed", "user-primary-role-changed", "user-admin-granted");
        assertThat(history.json().at("/items").get(0).at("/reason").asString(""))
                .isEqualTo("promoted");
        assertThat(history.text()).doesNotContain(Cast.PASSWORD);

        Answer found = expect(200, admin.get("/api/v1/users?search=" + username + "&count=true"));
        assertThat(found.at("/total")).isEqualTo("1");
    }

    @Test
    void saves_the_dialog_in_one_request_all_or_nothing() throws Exception {
        Answer created = Cast.engineer(admin, name("dialog"));
        String user = created.at("/userId");
        String one = Cast.client(admin, user, name("dialog-one")).at("/clientId");
        String two = Cast.client(admin, user, name("dialog-two")).at("/clientId");
        String version = latest(user).header("ETag");

        Answer refused =
                admin.with("If-Match", version).post("/api/v1/users/" + user + "/update", """
                        {"details": {"firstName": "Nela"}, "clients": [
                          {"clientId": "%s", "action": "DEREGISTER"}, {"clientId": "%s", "action": "REREGISTER"}]}""".formatted(one, two));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/code")).isEqualTo("client_not_deregistered");
        assertThat(latest(user).at("/firstName")).isEqualTo("Mira");
        assertThat(expect(200, admin.get("/api/v1/clients/" + one)).at("/status"))
                .isEqualTo("PROVISIONED");

        Answer saved =
                expect(200, admin.with("If-Match", version).post("/api/v1/users/" + user + "/update", """
                                {"details": {"firstName": "Nela"}, "clients": [
                                  {"clientId": "%s", "action": "DEREGISTER"},
                                  {"clientId": "%s", "action": "REPROVISION"}]}""".formatted(
                                one, two)));
        Http after = admin.with("Rollcall-Position", saved.header("Rollcall-Position"));
        assertThat(expect(200, after.get("/api/v1/users/" + user)).at("/firstName"))
                .isEqualTo("Nela");
        assertThat(expect(200, after.get("/api/v1/clients/" + one)).at("/status"))
                .isEqualTo("DEREGISTERED");
    }

    @Test
    void removes_a_user_with_its_clients_and_frees_the_names() throws Exception {
        String username = name("gone");
        String user = Cast.engineer(admin, username).at("/userId");
        String clientName = name("gone-agent");
        Answer client = Cast.client(admin, user, clientName);
        String token = client.at("/token/value");

        Answer removed = expect(204, admin.delete("/api/v1/users/" + user));

        assertThat(introspect(token)).isEqualTo(false);
        Http after = admin.with("Rollcall-Position", removed.header("Rollcall-Position"));
        expect(404, after.get("/api/v1/users/" + user));
        expect(404, after.get("/api/v1/clients/" + client.at("/clientId")));
        expect(200, after.get("/api/v1/users/" + user + "/history"));
        String again = Cast.engineer(admin, username).at("/userId");
        Cast.client(admin, again, clientName);
    }

    @Test
    void rebuilds_every_view_while_others_go_on_working() throws Exception {
        Answer projections = expect(200, admin.get("/api/v1/projections"));
        List<String> names = texts(projections.json(), "/name");
        assertThat(names).contains("users", "clients", "history");
        for (String projection : names) {
            expect(202, admin.post("/api/v1/projections/" + projection + "/rebuild", "{}"));
            Answer during = Cast.engineer(admin, name("during"));
            Answer progress =
                    until("/api/v1/projections/" + projection + "/rebuild", "/state", "DONE", Duration.ofSeconds(60));
            assertThat(progress.at("/percent")).startsWith("100");
            assertThat(progress.at("/equal")).isEqualTo("true");
            expect(
                    200,
                    admin.with("Rollcall-Position", during.header("Rollcall-Position"))
                            .get("/api/v1/users/" + during.at("/userId")));
        }
    }

    private Answer latest(String user) throws Exception {
        Answer touched = expect(200, admin.get("/api/v1/users/" + user + "/history?limit=1"));
        return expect(
                200,
                admin.with("Rollcall-Position", touched.at("/items/0/position")).get("/api/v1/users/" + user));
    }

    private Answer until(String path, String pointer, String value, Duration patience) throws Exception {
        Instant end = Instant.now().plus(patience);
        Answer answer = admin.get(path);
        while (!answer.at(pointer).equals(value) && Instant.now().isBefore(end)) {
            Thread.sleep(100);
            answer = admin.get(path);
        }
        assertThat(answer.at(pointer)).as(answer::toString).isEqualTo(value);
        return answer;
    }

    private boolean introspect(String token) throws Exception {
        Answer answer = expect(200, admin.form("/oauth2/introspect", "token=" + token));
        if (!answer.json().at("/active").asBoolean()) {
            assertThat(answer.text()).isEqualToIgnoringWhitespace("{\"active\":false}");
        }
        return answer.json().at("/active").asBoolean();
    }

    private static List<String> texts(JsonNode items, String pointer) {
        List<String> texts = new ArrayList<>();
        items.forEach(item -> texts.add(item.at(pointer).asString("")));
        return texts;
    }
}
