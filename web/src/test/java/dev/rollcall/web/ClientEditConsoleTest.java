package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.audit.FactPage;
import dev.rollcall.api.audit.FindFacts;
import dev.rollcall.api.client.ClientPage;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.EditClient;
import dev.rollcall.api.client.FindClient;
import dev.rollcall.api.client.FindClients;
import dev.rollcall.api.client.ReassignClient;
import dev.rollcall.api.client.RenameClient;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.api.user.FindUser;
import dev.rollcall.api.user.FindUsers;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserPage;
import dev.rollcall.api.user.UserView;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientEditConsoleTest extends WebTest {

    private static final String[] PART = {"HX-Request", "true"};
    private static final String EDIT = "/console/clients/" + CLIENT + "/edit";

    private static final UserId BEN = UserId.parse("0199b000-0000-7000-8000-0000000000be");

    private final ClientView client = client(ClientStatus.REGISTERED, TokenState.CLAIMED, null);
    private Browser browser;

    @BeforeEach
    void a_user_has_a_client() {
        stage.on(FindFacts.class, query -> new FactPage(List.of(), null, null));
        stage.on(FindUsers.class, query -> new UserPage(List.of(user(3), ben()), null, null));
        stage.on(FindUser.class, query -> Optional.of(user(3)));
        stage.on(FindClients.class, query -> new ClientPage(List.of(client), null, null));
        stage.on(FindClient.class, query -> Optional.of(client));
        stage.on(RenameClient.class, command -> at(Accepted.client(client)));
        stage.on(ReassignClient.class, command -> at(Accepted.client(client)));
        stage.on(EditClient.class, command -> at(Accepted.client(client)));
        browser = new Browser(port).as("admin");
    }

    private static UserView ben() {
        UserView ada = user(3);
        return new UserView(
                BEN,
                "ben",
                ada.configuration(),
                "ben@example.org",
                "Ben",
                "Berg",
                ada.primaryRole(),
                null,
                false,
                false,
                0,
                0,
                NOW,
                NOW,
                "admin");
    }

    @Test
    void what_editing_a_client_does_is_said_before() {
        String dialog = browser.get("/console/users/" + USER + "?tab=clients&act=edit&client=" + CLIENT, PART)
                .text();
        assertThat(dialog)
                .contains("action=\"" + EDIT + "\"", "Status and token stay", "act=remove")
                .contains("value=\"" + client.name() + "\"", "value=\"" + client.username() + "\"");
        assertThat(browser.get("/console/users/" + USER + "?tab=clients&act=remove&client=" + CLIENT, PART)
                        .text())
                .contains("signed out and gone for good");
    }

    @Test
    void a_new_name_renames_another_owner_reassigns_and_both_are_one_decision() {
        browser.post(EDIT, "name", "Else", "owner", client.username(), "reason", "moved");
        assertThat(stage.arrived(RenameClient.class)).isEqualTo(new RenameClient(CLIENT, null, "Else"));
        assertThat(stage.metaData(RenameClient.class).get(Provenance.REASON)).isEqualTo("moved");

        browser.post(EDIT, "name", client.name(), "owner", "BEN");
        assertThat(stage.arrived(ReassignClient.class)).isEqualTo(new ReassignClient(CLIENT, null, BEN));

        browser.post(EDIT, "name", "else", "owner", "ben");
        assertThat(stage.arrived(EditClient.class)).isEqualTo(new EditClient(CLIENT, null, "else", BEN));
    }

    @Test
    void what_is_as_it_was_is_not_sent() {
        Http.Reply reply = browser.post(EDIT, "name", client.name(), "owner", client.username());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(stage.arrived())
                .noneMatch(message -> message.getPayload() instanceof RenameClient
                        || message.getPayload() instanceof ReassignClient
                        || message.getPayload() instanceof EditClient);
    }

    @Test
    void what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost() {
        stage.fail(
                RenameClient.class,
                new Rejected(new Refusal(
                        Rejection.INVALID_VALUES,
                        List.of(new FieldError("/name", "too_long", "At most 100 characters.")),
                        null,
                        null,
                        null)));
        Http.Reply wrong = browser.post(EDIT, "name", "long", "owner", client.username());
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("At most 100 characters.", "value=\"long\"", "id=\"a-name\"");

        stage.refuse(RenameClient.class, Rejection.CLIENT_NAME_TAKEN);
        assertThat(browser.post(EDIT, "name", "taken", "owner", client.username())
                        .text())
                .contains(Rejection.CLIENT_NAME_TAKEN.sentence(), "value=\"taken\"");

        Http.Reply nobody = browser.post(EDIT, "name", client.name(), "owner", "nobody");
        assertThat(nobody.status()).isEqualTo(422);
        assertThat(nobody.text()).contains("Nobody has this username.", "value=\"nobody\"");
    }

    @Test
    void usernames_are_proposed() {
        assertThat(browser.get("/console/users/names?owner=a", PART).text())
                .contains("<option value=\"ada\"")
                .doesNotContain("<html");
    }

    @Test
    void the_history_of_a_user_has_that_of_the_clients_in_it() {
        browser.get("/console/users/" + USER + "?tab=history", PART);

        assertThat(stage.arrived(FindFacts.class).clients()).isTrue();
        assertThat(stage.arrived(FindFacts.class).subject()).isEqualTo(USER.toString());
    }
}
