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
import dev.rollcall.api.client.ClientCountView;
import dev.rollcall.api.client.ClientPage;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.Deregister;
import dev.rollcall.api.client.FindClient;
import dev.rollcall.api.client.FindClientCounts;
import dev.rollcall.api.client.FindClients;
import dev.rollcall.api.client.Reprovision;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.api.user.EditUser;
import dev.rollcall.api.user.FindUser;
import dev.rollcall.api.user.FindUsers;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.UserPage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UserConsoleTest extends WebTest {

    private static final String[] PART = {"HX-Request", "true"};
    private static final String DETAILS = "/console/users/" + USER + "/details";

    private Browser browser;

    @BeforeEach
    void somebody_is_there() {
        stage.on(FindFacts.class, query -> new FactPage(List.of(), null, null));
        stage.on(FindUsers.class, query -> new UserPage(List.of(user(3)), "behind", query.count() ? 1234L : null));
        stage.on(FindUser.class, query -> Optional.of(user(3)));
        stage.on(
                FindClients.class,
                query ->
                        new ClientPage(List.of(client(ClientStatus.REGISTERED, TokenState.CLAIMED, null)), null, null));
        stage.on(FindClient.class, query -> Optional.of(client(ClientStatus.REGISTERED, TokenState.CLAIMED, null)));
        browser = new Browser(port).as("admin");
    }

    private Http.Reply update(String... fields) {
        String[] form = new String[fields.length + 12];
        List<String> base = List.of(
                "version",
                "3",
                "was-email",
                "ada@example.org",
                "was-firstName",
                "Ada",
                "was-lastName",
                "Lovelace",
                "was-primaryRole",
                "QUALITY_MANAGER",
                "was-admin",
                "true");
        base.toArray(form);
        System.arraycopy(fields, 0, form, 12, fields.length);
        return browser.post(DETAILS, form);
    }

    @Test
    void the_list_is_what_its_address_says() {
        Http.Reply page =
                browser.get("/console/users?search=a%26b&primaryRole=QUALITY_LEAD&locked=true&sort=-updatedAt");

        assertThat(page.status()).as(page.toString()).isEqualTo(200);
        assertThat(stage.arrived(FindUsers.class))
                .isEqualTo(new FindUsers("a&b", PrimaryRole.QUALITY_LEAD, null, true, "-updatedAt", 50, null, false));
        assertThat(stage.metaData(FindUsers.class).get(Provenance.VIA)).isEqualTo("CONSOLE");
        assertThat(page.text())
                .contains("Ada Lovelace", "ada@example.org", "Quality Manager", "aria-sort=\"descending\"")
                .contains(
                        "search=a%26b&amp;primaryRole=QUALITY_LEAD&amp;locked=true&amp;sort=-updatedAt&amp;cursor=behind")
                .contains("href=\"/console/users/" + USER + "\"");
        assertThat(page.header("Cache-Control")).contains("no-store");
    }

    @Test
    void a_search_is_answered_with_the_rows_alone_and_the_total_only_when_asked_for() {
        Http.Reply rows = browser.get("/console/users?search=ada", PART);
        assertThat(rows.text()).contains("id=\"results\"").doesNotContain("<html");

        Http.Reply more = browser.get("/console/users?cursor=behind", PART);
        assertThat(stage.arrived(FindUsers.class).cursor()).isEqualTo("behind");
        assertThat(more.text()).contains("<tr").doesNotContain("id=\"results\"");

        assertThat(browser.get("/console/users?count=true", PART).text()).contains("1,234 users");
    }

    @Test
    void each_user_has_its_clients_counted_by_status() {
        stage.on(
                FindClientCounts.class,
                query -> List.of(
                        new ClientCountView(USER, ClientStatus.DEREGISTERED, 7),
                        new ClientCountView(USER, ClientStatus.REGISTERED, 4)));

        String page = browser.get("/console/users").text();

        assertThat(stage.arrived(FindClientCounts.class).users()).containsExactly(USER);
        assertThat(page).containsSubsequence("title=\"4 Registered\"", "title=\"7 Deregistered\"");
        assertThat(browser.get("/console/users/" + USER + "/row").text()).contains("title=\"4 Registered\"");
    }

    @Test
    void the_order_is_said_where_the_username_has_no_column_and_stays_while_one_searches() {
        assertThat(browser.get("/console/users").text())
                .containsPattern("href=\"/console/users\\?sort=-username\"[^>]*aria-label=\"Username, ascending\"")
                .contains("<option value=\"\" selected=\"selected\">Username, ascending</option>");

        String part =
                browser.get("/console/users?search=a&sort=-lastName", PART).text();
        assertThat(part)
                .contains("<select id=\"order\" name=\"sort\" form=\"tools\"")
                .contains("<option value=\"-lastName\" selected=\"selected\">Name, descending</option>")
                .doesNotContain("aria-label=\"Username, ");
    }

    @Test
    void what_is_said_only_by_signs_is_explained_without_a_pointer() {
        assertThat(browser.get("/console/users").text())
                .contains("<summary>What the words and signs mean</summary>")
                .contains("<dd>Active: a client machine uses it</dd>", "may see and change everything here</dd>");

        stage.on(
                FindClients.class,
                query -> new ClientPage(
                        List.of(
                                client(ClientStatus.DEREGISTERED, TokenState.REVOKED, null),
                                client(ClientStatus.PROVISIONED, TokenState.ISSUED, null)),
                        null,
                        null));
        String dialog = browser.get("/console/users/" + USER + "?tab=clients").text();
        assertThat(dialog).contains("new one, and the client has to register with it.</dd>");
        for (String action : List.of("deregister", "reregister", "reprovision", "show", "edit")) {
            assertThat(dialog.split("id=\"will-" + action + "\"")).as(action).hasSize(2);
            assertThat(dialog).contains("aria-describedby=\"will-" + action + "\"");
        }
    }

    @Test
    void a_token_says_how_old_it_is_and_since_when() {
        stage.on(
                FindClients.class,
                query ->
                        new ClientPage(List.of(client(ClientStatus.PROVISIONED, TokenState.ISSUED, null)), null, null));

        assertThat(browser.get("/console/users/" + USER + "?tab=clients").text())
                .contains("<span>issued</span> <time datetime=\"" + NOW + "\" title=\"" + NOW
                        + "\" data-age=\"just now\">just now</time>");
    }

    @Test
    void that_there_is_nobody_says_what_to_do() {
        stage.on(FindUsers.class, query -> new UserPage(List.of(), null, null));
        assertThat(browser.get("/console/users?search=zzz").text()).contains("No user matches", "Clear search");
    }

    @Test
    void the_dialog_is_a_page_of_its_own_for_whoever_has_no_script() {
        Http.Reply page = browser.get("/console/users/" + USER);

        assertThat(page.text())
                .contains("<html", "open=\"open\"", "action=\"" + DETAILS + "\"", "value=\"Lovelace\"")
                .contains("Cannot be changed");
        assertThat(browser.get("/console/users/" + USER, PART).text()).doesNotContain("<html");
    }

    @Test
    void an_update_says_only_what_was_changed_and_on_which_version_that_is_based() {
        stage.on(EditUser.class, edit -> changed(4));

        Http.Reply reply = update(
                "email",
                "ada@example.org",
                "firstName",
                "Augusta",
                "lastName",
                "Lovelace",
                "primaryRole",
                "QUALITY_MANAGER",
                "admin",
                "true",
                "reason",
                "married");

        assertThat(reply.header("Location")).matches(".*/console/users/" + USER + "\\?done=saved&at=[0-9.]+");
        assertThat(stage.metaData(EditUser.class).get(Provenance.REASON)).isEqualTo("married");
        assertThat(browser.get("/console/users/" + USER, PART).text()).contains("name=\"reason\"");
        EditUser edit = stage.arrived(EditUser.class);
        assertThat(edit.expectedVersion()).isEqualTo(3);
        assertThat(edit.firstName()).isEqualTo("Augusta");
        assertThat(edit.email()).isNull();
        assertThat(edit.lastName()).isNull();
        assertThat(edit.primaryRole()).isNull();
        assertThat(edit.secondaryRole()).isNull();
        assertThat(edit.password()).isNull();
    }

    @Test
    void all_that_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost_but_passwords() {
        stage.fail(
                EditUser.class,
                new Rejected(new Refusal(
                        Rejection.INVALID_VALUES,
                        List.of(
                                new FieldError("/email", "invalid_email", "Give one address."),
                                new FieldError("/password", "too_short", "At least 8 characters.")),
                        null,
                        null,
                        null)));

        Http.Reply reply = update(
                "email",
                "<nope>",
                "firstName",
                "Augusta",
                "lastName",
                "Lovelace",
                "primaryRole",
                "QUALITY_MANAGER",
                "admin",
                "true",
                "password",
                "s3cret",
                "confirmPassword",
                "s3cret");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text())
                .contains("Give one address.", "At least 8 characters.", "value=\"&lt;nope&gt;\"", "value=\"Augusta\"")
                .doesNotContain("s3cret");
    }

    @Test
    void what_somebody_else_changed_meanwhile_stands_beside_what_was_typed() {
        stage.fail(EditUser.class, Rejected.stale(3, "grace"));

        Http.Reply reply = browser.post(
                DETAILS,
                "version",
                "2",
                "was-firstName",
                "Aida",
                "firstName",
                "Augusta",
                "was-lastName",
                "Byron",
                "lastName",
                "Byron",
                "was-email",
                "ada@example.org",
                "email",
                "ada@example.org",
                "was-primaryRole",
                "QUALITY_MANAGER",
                "primaryRole",
                "QUALITY_MANAGER",
                "was-admin",
                "true",
                "admin",
                "true");

        assertThat(reply.status()).isEqualTo(412);
        assertThat(reply.text())
                .contains("name=\"take-firstName\"", "Keep yours: Augusta", "Take theirs: Ada")
                .contains("name=\"version\" value=\"3\"", "value=\"Lovelace\"")
                .doesNotContain("take-lastName");
    }

    @Test
    void what_an_action_does_is_said_before_and_the_new_token_is_shown_after() {
        Http.Reply ask = browser.get("/console/users/" + USER + "?tab=clients&client=" + CLIENT + "&act=reprovision");
        assertThat(ask.text())
                .contains("Reprovision build-01?", "The present token stops working at once", "name=\"reason\"");

        stage.on(
                Reprovision.class,
                command -> at(Accepted.client(
                        client(ClientStatus.PROVISIONED, TokenState.ISSUED, key.seal("rollcall_client_x_y")))));
        Http.Reply done = browser.post("/console/clients/" + CLIENT + "/reprovision", "reason", "stolen");

        assertThat(done.text()).contains("value=\"rollcall_client_x_y\"", "/api/v1/clients/register");
        assertThat(done.header("Cache-Control")).contains("no-store");
        assertThat(stage.metaData(Reprovision.class).get(Provenance.REASON)).isEqualTo("stolen");
    }

    @Test
    void what_was_done_is_said_of_whom_behind_the_rows_and_a_token_right_under_its_client() {
        stage.on(
                Deregister.class,
                command -> at(Accepted.client(client(ClientStatus.DEREGISTERED, TokenState.REVOKED, null))));
        String done = browser.post("/console/clients/" + CLIENT + "/deregister").text();
        assertThat(done)
                .contains(">Edit user</span> <span>Ada Lovelace</span></h2>")
                .containsSubsequence(
                        "id=\"client-" + CLIENT,
                        "class=\"note good said\"",
                        "Deregistered build-01. Its token no longer");

        stage.on(
                Reprovision.class,
                command -> at(Accepted.client(
                        client(ClientStatus.PROVISIONED, TokenState.ISSUED, key.seal("rollcall_client_x_y")))));
        assertThat(browser.post("/console/clients/" + CLIENT + "/reprovision").text())
                .containsSubsequence("id=\"client-" + CLIENT, "id=\"issued\"", "Reprovisioned build-01.", "</table>")
                .doesNotContain("note good said");
    }

    @Test
    void troubles_are_pages_that_say_what_to_do_and_lines_in_a_page_that_is_there() {
        stage.refuse(FindUsers.class, Rejection.FORBIDDEN);
        Http.Reply page = browser.get("/console/users");
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.text()).contains("Not for you");

        Http.Reply part = browser.get("/console/users?search=a", PART);
        assertThat(part.header("HX-Retarget")).isEqualTo("#toasts");
        assertThat(part.text()).contains("class=\"toast bad\"").doesNotContain("<html");

        stage.fail(FindUsers.class, new Unreachable("nobody answered", new IllegalStateException()));
        assertThat(browser.get("/console/users").text()).contains("Nobody answers right now");
        assertThat(browser.get("/console/nowhere").text()).contains("There is nothing here");
    }

    @Test
    void it_speaks_the_language_of_who_looks() {
        assertThat(browser.get("/console/nowhere", "Accept-Language", "de-AT,fr;q=0.5")
                        .text())
                .contains("<html lang=\"de\"", "Hier ist nichts");
        browser.post("/console/appearance", "language", "de", "theme", "dark", "back", "//evil.example/");
        assertThat(browser.get("/console/nowhere").text()).contains("lang=\"de\" data-theme=\"dark\"");
    }
}
