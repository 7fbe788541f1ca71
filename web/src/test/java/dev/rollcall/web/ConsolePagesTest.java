package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.Position;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Via;
import dev.rollcall.api.audit.DeadLetterPage;
import dev.rollcall.api.audit.FactPage;
import dev.rollcall.api.audit.FactRateView;
import dev.rollcall.api.audit.FactView;
import dev.rollcall.api.audit.FactView.Change;
import dev.rollcall.api.audit.FactView.Subject;
import dev.rollcall.api.audit.FindDeadLetters;
import dev.rollcall.api.audit.FindFactRates;
import dev.rollcall.api.audit.FindFacts;
import dev.rollcall.api.audit.FindLags;
import dev.rollcall.api.audit.FindNodes;
import dev.rollcall.api.audit.FindProjections;
import dev.rollcall.api.audit.FindRefusedAttempts;
import dev.rollcall.api.audit.LagView;
import dev.rollcall.api.audit.NodeView;
import dev.rollcall.api.audit.ProjectionView;
import dev.rollcall.api.audit.RebuildProjection;
import dev.rollcall.api.audit.RefusedAttemptPage;
import dev.rollcall.api.client.ClientPage;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.Deregister;
import dev.rollcall.api.client.FindClient;
import dev.rollcall.api.client.FindClients;
import dev.rollcall.api.client.Presence;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.api.user.FindUser;
import dev.rollcall.api.user.FindUsers;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserPage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsolePagesTest extends WebTest {

    private Browser browser;

    @BeforeEach
    void something_is_there() {
        stage.on(FindFacts.class, query -> new FactPage(List.of(fact()), null, null));
        stage.on(
                FindClients.class,
                query ->
                        new ClientPage(List.of(client(ClientStatus.REGISTERED, TokenState.CLAIMED, null)), null, null));
        stage.on(FindClient.class, query -> Optional.of(client(ClientStatus.REGISTERED, TokenState.CLAIMED, null)));
        stage.on(FindUser.class, query -> Optional.of(user(3)));
        browser = new Browser(port).as("admin");
    }

    private static FactView fact() {
        return new FactView(
                Position.of(1L, 7L, 2L),
                new UUID(0, 2),
                "user-email-changed",
                NOW,
                new Subject(Subject.Kind.USER, USER.toString(), "ada"),
                Stage.ADMIN,
                Via.CONSOLE,
                "she <married>",
                "c-2",
                List.of(new Change("email", "old@example.org", "new@example.org"), new Change("userId", null, "x")));
    }

    @Test
    void all_clients_are_listed_with_what_their_address_says() {
        Http.Reply page = browser.get("/console/clients?search=build&status=REGISTERED&type=CI_CD"
                + "&tokenState=ISSUED&presence=ONLINE&sort=name");

        assertThat(stage.arrived(FindClients.class).search()).isEqualTo("build");
        assertThat(stage.arrived(FindClients.class).status()).isEqualTo(ClientStatus.REGISTERED);
        assertThat(stage.arrived(FindClients.class).tokenState()).isEqualTo(TokenState.ISSUED);
        assertThat(stage.arrived(FindClients.class).presence()).isEqualTo(Presence.ONLINE);
        assertThat(page.text()).contains("build-01", "Registered", "Claimed", "name=\"pick\" value=\"" + CLIENT + "\"");
    }

    @Test
    void what_a_status_means_and_how_the_list_is_ordered_is_said_without_a_pointer() {
        String page = browser.get("/console/clients?search=build&sort=-status").text();

        assertThat(page)
                .contains("<summary>What the words and signs mean</summary>", "<dd>No longer works</dd>")
                .contains("<option value=\"-status\" selected=\"selected\">Status, descending</option>")
                .contains("<option value=\"\">Name, ascending</option>")
                .doesNotContain("id=\"will-");
        assertThat(browser.get("/console/clients").text())
                .contains("<option value=\"\" selected=\"selected\">Name, ascending</option>");
    }

    @Test
    void of_many_deregistered_at_once_each_has_its_own_outcome() {
        String other = "0199b000-0000-7000-8000-00000000000d";
        stage.on(Deregister.class, command -> {
            if (command.client().toString().equals(other)) {
                throw new Rejected(Rejection.CLIENT_ALREADY_DEREGISTERED);
            }
            return at(Accepted.client(client(ClientStatus.DEREGISTERED, TokenState.REVOKED, null)));
        });

        Http.Reply page =
                browser.post("/console/clients", "pick", CLIENT.toString(), "pick", other, "reason", "leaving");

        assertThat(page.text()).contains("Its token no longer works", "The client is already deregistered.");
    }

    @Test
    void one_of_many_chosen_is_answered_with_its_row_and_what_came_of_it() {
        stage.on(
                Deregister.class,
                command -> at(Accepted.client(client(ClientStatus.DEREGISTERED, TokenState.REVOKED, null))));
        String path = "/console/clients/" + CLIENT + "/chosen";
        Http.Reply done = browser.post(path, "reason", "leaving", "request", new UUID(1, 2).toString());

        assertThat(done.text())
                .contains("id=\"client-" + CLIENT + "\"", "data-outcome=\"done\"", "data-at=\"")
                .doesNotContain("<html");
        assertThat(stage.metaData(Deregister.class).get(Provenance.REASON)).isEqualTo("leaving");

        stage.refuse(Deregister.class, Rejection.CLIENT_ALREADY_DEREGISTERED);
        assertThat(browser.post(path).text())
                .contains("data-outcome=\"failed\"", "The client is already deregistered.")
                .doesNotContain("data-at");
    }

    @Test
    void the_audit_shows_facts_as_a_diff_and_filters_them() {
        Http.Reply page = browser.get("/console/audit?user=" + USER + "&actor=admin&from=2026-02-01&to=2026-02-02");

        FindFacts query = stage.arrived(FindFacts.class);
        assertThat(query.subject()).isEqualTo(USER.toString());
        assertThat(query.kind()).isEqualTo(Subject.Kind.USER);
        assertThat(query.from()).isEqualTo(Instant.parse("2026-02-01T00:00:00Z"));
        assertThat(query.to()).isEqualTo(Instant.parse("2026-02-03T00:00:00Z"));
        assertThat(page.text())
                .contains("<del>old@example.org</del>", "<ins>new@example.org</ins>", "she &lt;married&gt;")
                .contains("/console/audit/export?user=" + USER)
                .doesNotContain("userId");
        assertThat(browser.get("/console/audit/export?form=csv").text()).startsWith("position,");
    }

    @Test
    void refused_attempts_are_there() {
        stage.on(FindRefusedAttempts.class, query -> new RefusedAttemptPage(List.of(), null));
        assertThat(browser.get("/console/audit/refused").text()).contains("Nothing was refused");
    }

    @Test
    void views_say_how_they_do_and_are_built_anew() {
        stage.on(
                FindProjections.class,
                query -> List.of(new ProjectionView(
                        "users",
                        Position.of(1L, 2L, 3L),
                        7,
                        ProjectionView.State.CATCHING_UP,
                        0,
                        null,
                        "17@there",
                        null)));
        stage.on(
                FindFactRates.class,
                query -> List.of(new FactRateView(query.from().plusSeconds(530), 120)));
        stage.on(FindDeadLetters.class, query -> new DeadLetterPage(List.of(), null));
        stage.on(
                FindLags.class,
                query -> List.of(new LagView(600, 18), new LagView(595, 9), new LagView(300, 0), new LagView(5, 36)));
        stage.on(
                FindNodes.class,
                query -> List.of(
                        new NodeView(
                                "17@there",
                                "there",
                                17,
                                List.of("command", "query", "web"),
                                "1.0",
                                NOW,
                                NOW,
                                3,
                                false,
                                true),
                        new NodeView("99999@away", "away", 99_999, List.of("web"), null, NOW, NOW, 40, true, false)));

        String page = browser.get("/console/operations").text();
        assertThat(page)
                .contains("Catching up", "1.2.3", "7 facts", "2.0", "at most 12.0 a second")
                .contains(
                        "last 10 minutes, at most 36 facts\"",
                        "d=\"M0.0 21.0L1.3 30.0M75.0 39.0M148.8 3.0L150.0 32.0\"")
                .contains("process 17", "3 s ago", "process 99999")
                .contains("another one takes over if it ends", "did not say that it ends")
                .contains("id=\"what-rebuild\"", "aria-describedby=\"what-rebuild\"")
                .contains("id=\"what-check\"", "aria-describedby=\"what-check\"")
                .doesNotContain("fed by no process");
        assertThat(page.split("Feeds the views")).hasSize(2);
        assertThat(page.split(">Gone<")).hasSize(2);

        stage.refuse(RebuildProjection.class, Rejection.REBUILD_RUNNING);
        assertThat(browser.post("/console/operations/users/rebuild").text()).contains("being rebuilt already");
        assertThat(stage.arrived(RebuildProjection.class).projection()).isEqualTo("users");
    }

    @Test
    void whoever_is_no_administrator_sees_themselves_and_nothing_to_administer() {
        Browser lead = new Browser(port).as("lead");
        Http.Reply page = lead.get("/console/profile");

        assertThat(stage.arrived(FindUser.class).user()).isEqualTo(UserId.parse(Stage.LEAD.id()));
        assertThat(stage.arrived(FindClients.class).user()).isEqualTo(UserId.parse(Stage.LEAD.id()));
        assertThat(page.text()).contains("Ada Lovelace").doesNotContain("href=\"/console/users\"");
        assertThat(lead.get("/console").header("Location")).endsWith("/console/profile");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/users",
                "/console/profile",
                "/console/clients",
                "/console/audit",
                "/console/passkeys",
                "/console/password"
            })
    void the_way_out_is_on_every_page(String path) {
        stage.on(FindUsers.class, query -> new UserPage(List.of(user(3)), null, null));

        Http.Reply page = browser.get(path);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text())
                .containsPattern(
                        "(?s)<form method=\"post\" action=\"/console/sign-out\">.{0,300}?<button.{0,120}?Sign out</")
                .doesNotContain("hidden>Sign out");
    }

    @Test
    void nobody_learns_what_happens_without_a_session() {
        assertThat(new Browser(port)
                        .get("/console/live", "Accept", "text/event-stream")
                        .status())
                .isEqualTo(401);
    }
}
