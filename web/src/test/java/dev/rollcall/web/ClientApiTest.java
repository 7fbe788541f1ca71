package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.client.ClientPage;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.Deregister;
import dev.rollcall.api.client.EditClient;
import dev.rollcall.api.client.FindClient;
import dev.rollcall.api.client.FindClients;
import dev.rollcall.api.client.Presence;
import dev.rollcall.api.client.Provision;
import dev.rollcall.api.client.ReassignClient;
import dev.rollcall.api.client.RemoveClient;
import dev.rollcall.api.client.RenameClient;
import dev.rollcall.api.client.Reprovision;
import dev.rollcall.api.client.Reregister;
import dev.rollcall.api.client.RevealToken;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.api.user.FindUser;
import dev.rollcall.api.user.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientApiTest extends WebTest {

    private static final String PATH = "/clients/" + CLIENT;
    private static final UserId OTHER = UserId.parse("0199b000-0000-7000-8000-00000000000b");

    private Accepted accepted(ClientStatus status, TokenState token, Sealed value) {
        return at(Accepted.client(client(status, token, value)));
    }

    @Test
    void a_provisioned_client_comes_with_its_token_this_once() {
        stage.on(
                Provision.class,
                command -> accepted(ClientStatus.PROVISIONED, TokenState.ISSUED, key.seal("the-token")));

        Http.Reply reply = admin("POST", "/users/" + USER + "/clients")
                .json(
                        "{\"name\": \"Build-01\", \"type\": \"CI_CD\", \"tokenExpiresIn\": \"PT24H\", \"reason\": \"new\"}")
                .send();

        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        assertThat(reply.header("Location")).isEqualTo("/api/v1/clients/" + CLIENT);
        assertThat(reply.header("ETag")).isEqualTo("\"3\"");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.json().at("/token/value").asString()).isEqualTo("the-token");
        Provision command = stage.arrived(Provision.class);
        assertThat(command.user()).isEqualTo(USER);
        assertThat(command.name()).isEqualTo("Build-01");
        assertThat(command.type()).isEqualTo(ClientType.CI_CD);
        assertThat(command.tokenExpiresIn()).isEqualTo(Duration.ofDays(1));
        assertThat(command.client().value().version()).isEqualTo(7);
        assertThat(stage.metaData(Provision.class).get(Provenance.REASON)).isEqualTo("new");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"3600 | PT1H", "\"P7D\" | P7D", "-5 | PT-5S", "\"PT0S\" | PT0S"})
    void how_long_a_token_waits_is_said_in_words_or_in_seconds(String sent, String meant) {
        stage.on(Provision.class, command -> accepted(ClientStatus.PROVISIONED, TokenState.ISSUED, null));

        admin("POST", "/users/" + USER + "/clients")
                .json("{\"name\": \"a\", \"type\": \"NORMAL\", \"tokenExpiresIn\": " + sent + "}")
                .send();

        assertThat(stage.arrived(Provision.class).tokenExpiresIn()).isEqualTo(Duration.parse(meant));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"soon\" | 422 | invalid_duration", "99999999999999999999 | 422 | invalid_duration",
                "1.5 | 400 | wrong_type", "true | 400 | wrong_type"
            })
    void another_wait_is_no_wait(String sent, int status, String code) {
        stage.on(Provision.class, command -> {
            Rejected.whenInvalid(command.flaws());
            throw new AssertionError("accepted");
        });

        Http.Reply reply = admin("POST", "/users/" + USER + "/clients")
                .json("{\"name\": \"a\", \"type\": \"NORMAL\", \"tokenExpiresIn\": " + sent + "}")
                .send();

        assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        assertThat(reply.errors()).containsExactly("/tokenExpiresIn " + code);
    }

    @Test
    void everything_wrong_with_a_new_client_is_reported_at_once() {
        stage.on(Provision.class, command -> {
            List<FieldError> errors = new ArrayList<>(command.flaws());
            errors.add(new FieldError("/name", "forbidden_character", "No."));
            Rejected.whenInvalid(errors);
            return "";
        });

        Http.Reply reply = admin("POST", "/users/" + USER + "/clients")
                .json("{\"name\": \"<a>\", \"type\": \"BIG\"}")
                .send();

        assertProblem(reply, 422, "invalid_values");
        assertThat(reply.errors()).containsExactly("/type unknown_value", "/name forbidden_character");
    }

    @Test
    void clients_are_found_as_it_was_described() {
        stage.on(
                FindClients.class,
                query ->
                        new ClientPage(List.of(client(ClientStatus.REGISTERED, TokenState.CLAIMED, null)), null, null));

        Http.Reply reply = admin(
                        "GET",
                        "/clients?search=build&status=REGISTERED&type=CI_CD&userId=" + USER
                                + "&sort=name&limit=200&cursor=c&count=true")
                .send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(stage.arrived(FindClients.class))
                .isEqualTo(new FindClients(
                        "build", ClientStatus.REGISTERED, ClientType.CI_CD, USER, "name", 200, "c", true));
        assertThat(reply.json().at("/items/0").propertyNames())
                .containsExactly(
                        "clientId",
                        "userId",
                        "username",
                        "name",
                        "type",
                        "status",
                        "active",
                        "token",
                        "hostName",
                        "presence",
                        "availableActions",
                        "version",
                        "provisionedAt",
                        "registeredAt",
                        "deregisteredAt",
                        "updatedAt",
                        "updatedBy");
        assertThat(reply.json().at("/items/0/token").propertyNames())
                .containsExactly("tokenId", "hint", "state", "issuedAt", "claimedAt", "expiresAt");
    }

    @Test
    void one_client_is_found_or_not() {
        stage.on(FindClient.class, query -> Optional.of(client(ClientStatus.REGISTERED, TokenState.CLAIMED, null)));
        Http.Reply reply = admin("GET", PATH + "?asOf=2026-01-01T00:00:00Z").send();
        assertThat(reply.header("ETag")).isEqualTo("\"3\"");
        assertThat(stage.arrived(FindClient.class).asOf()).isEqualTo("2026-01-01T00:00:00Z");

        stage.on(FindClient.class, query -> Optional.empty());
        assertProblem(admin("GET", PATH).send(), 404, "client_not_found");
    }

    @Test
    void all_clients_of_a_user_are_listed_however_many_pages_they_take() {
        stage.on(FindUser.class, query -> Optional.of(user(1)));
        ClientView one = client(ClientStatus.REGISTERED, TokenState.CLAIMED, null);
        stage.on(
                FindClients.class,
                query -> query.cursor() == null
                        ? new ClientPage(List.of(one, one), "2", null)
                        : new ClientPage(List.of(one), null, null));

        Http.Reply reply = admin("GET", "/users/" + USER + "/clients").send();

        assertThat(reply.json().isArray()).isTrue();
        assertThat(reply.json()).hasSize(3);
        assertThat(stage.arrived(FindClients.class).user()).isEqualTo(USER);
    }

    @Test
    void the_clients_of_nobody_are_not_found() {
        stage.on(FindUser.class, query -> Optional.empty());

        assertProblem(admin("GET", "/users/" + USER + "/clients").send(), 404, "user_not_found");
    }

    @Test
    void a_client_is_deregistered_reregistered_and_reprovisioned() {
        stage.on(Deregister.class, command -> accepted(ClientStatus.DEREGISTERED, TokenState.REVOKED, null));
        stage.on(Reregister.class, command -> accepted(ClientStatus.REGISTERED, TokenState.ISSUED, key.seal("second")));
        stage.on(
                Reprovision.class, command -> accepted(ClientStatus.PROVISIONED, TokenState.ISSUED, key.seal("third")));

        Http.Reply deregistered = admin("POST", PATH + "/deregister")
                .header("If-Match", "\"2\"")
                .json("{\"reason\": \"retired\"}")
                .send();
        Http.Reply reregistered = admin("POST", PATH + "/reregister").send();
        Http.Reply reprovisioned =
                admin("POST", PATH + "/reprovision").json("{}").send();

        assertThat(deregistered.status()).isEqualTo(200);
        assertThat(deregistered.header("ETag")).isEqualTo("\"3\"");
        assertThat(deregistered.json().get("status").asString()).isEqualTo("DEREGISTERED");
        assertThat(deregistered.json().at("/availableActions/0").asString()).isEqualTo("REREGISTER");
        assertThat(deregistered.json().get("token").has("value")).isFalse();
        assertThat(stage.arrived(Deregister.class)).isEqualTo(new Deregister(CLIENT, 2L));
        assertThat(stage.metaData(Deregister.class).get(Provenance.REASON)).isEqualTo("retired");
        assertThat(reregistered.json().at("/token/value").asString()).isEqualTo("second");
        assertThat(stage.arrived(Reregister.class)).isEqualTo(new Reregister(CLIENT, null));
        assertThat(reprovisioned.json().at("/token/value").asString()).isEqualTo("third");
    }

    @Test
    void a_token_is_shown_again_while_it_waits() {
        stage.on(
                RevealToken.class,
                command -> accepted(ClientStatus.PROVISIONED, TokenState.ISSUED, key.seal("the-token")));

        Http.Reply reply = admin("POST", PATH + "/token/reveal").send();

        assertThat(reply.text()).isEqualTo("{\"token\":\"the-token\"}");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");

        stage.on(RevealToken.class, command -> accepted(ClientStatus.REGISTERED, TokenState.CLAIMED, null));
        assertProblem(admin("POST", PATH + "/token/reveal").send(), 409, "token_not_revealable");

        stage.refuse(RevealToken.class, Rejection.TOKEN_NOT_REVEALABLE);
        assertProblem(admin("POST", PATH + "/token/reveal").send(), 409, "token_not_revealable");
    }

    @Test
    void a_client_is_renamed_reassigned_or_both_and_its_presence_is_looked_up() {
        ClientView view = client(ClientStatus.REGISTERED, TokenState.CLAIMED, null);
        for (Class<?> type : List.of(RenameClient.class, ReassignClient.class, EditClient.class)) {
            stage.on(type, command -> at(Accepted.client(view)));
        }
        stage.on(FindClient.class, query -> Optional.of(online(view)));

        Http.Reply renamed = admin("PATCH", PATH)
                .header("If-Match", "\"2\"")
                .patch("{\"name\": \"b\"}")
                .send();
        admin("PATCH", PATH).patch("{\"userId\": \"%s\"}".formatted(OTHER)).send();
        admin("PATCH", PATH)
                .patch("{\"name\": \"b\", \"userId\": \"%s\"}".formatted(OTHER))
                .send();

        assertThat(renamed.status()).as(renamed.toString()).isEqualTo(200);
        assertThat(renamed.json().get("presence").asString()).isEqualTo("ONLINE");
        assertThat(stage.arrived(RenameClient.class)).isEqualTo(new RenameClient(CLIENT, 2L, "b"));
        assertThat(stage.arrived(ReassignClient.class)).isEqualTo(new ReassignClient(CLIENT, null, OTHER));
        assertThat(stage.arrived(EditClient.class)).isEqualTo(new EditClient(CLIENT, null, "b", OTHER));
    }

    @Test
    void a_change_is_answered_also_where_no_view_answers() {
        stage.on(RenameClient.class, command -> accepted(ClientStatus.REGISTERED, TokenState.CLAIMED, null));
        stage.fail(FindClient.class, new IllegalStateException("broken"));

        Http.Reply reply = admin("PATCH", PATH).patch("{\"name\": \"b\"}").send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().get("presence").asString()).isEqualTo("OFFLINE");
    }

    @Test
    void an_emptied_name_is_refused_and_not_taken_for_no_change() {
        stage.on(RenameClient.class, command -> {
            Rejected.whenInvalid(
                    command.name().isBlank() ? List.of(new FieldError("/name", "required", "Needed.")) : List.of());
            return "";
        });

        Http.Reply reply = admin("PATCH", PATH).patch("{\"name\": null}").send();

        assertProblem(reply, 422, "invalid_values");
        assertThat(reply.errors()).containsExactly("/name required");
    }

    @Test
    void a_user_that_cannot_be_read_hides_no_other_error_and_changes_nothing() {
        stage.on(EditClient.class, command -> {
            assertThat(command.user()).isEqualTo(new UserId(new UUID(0, 0)));
            Rejected.whenInvalid(
                    command.name().contains("<")
                            ? List.of(new FieldError("/name", "forbidden_character", "No."))
                            : List.of());
            throw new Rejected(Rejection.USER_NOT_FOUND);
        });

        Http.Reply both = admin("PATCH", PATH)
                .patch("{\"name\": \"<\", \"userId\": \"4711\"}")
                .send();
        Http.Reply one = admin("PATCH", PATH)
                .patch("{\"name\": \"b\", \"userId\": null}")
                .send();

        assertProblem(both, 422, "invalid_values");
        assertThat(both.errors()).containsExactly("/name forbidden_character", "/userId invalid_id");
        assertProblem(one, 422, "invalid_values");
        assertThat(one.errors()).containsExactly("/userId required");

        stage.refuse(EditClient.class, Rejection.FORBIDDEN);
        assertProblem(call("PATCH", PATH).as("lead").patch("{\"userId\": null}").send(), 403, "forbidden");
    }

    @Test
    void a_client_is_removed() {
        stage.on(RemoveClient.class, command -> at(Accepted.removed(4)));

        Http.Reply reply = admin("DELETE", PATH).header("If-Match", "\"3\"").send();

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.header("ETag")).isEqualTo("\"4\"");
        assertThat(stage.arrived(RemoveClient.class)).isEqualTo(new RemoveClient(CLIENT, 3L));
    }

    private static ClientView online(ClientView view) {
        return new ClientView(
                view.client(),
                view.user(),
                view.username(),
                view.name(),
                view.type(),
                view.status(),
                view.active(),
                view.token(),
                view.hostName(),
                Presence.ONLINE,
                view.availableActions(),
                view.version(),
                view.provisionedAt(),
                view.registeredAt(),
                view.deregisteredAt(),
                view.updatedAt(),
                view.updatedBy());
    }
}
