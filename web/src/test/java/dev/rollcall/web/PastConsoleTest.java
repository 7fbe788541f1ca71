package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Position;
import dev.rollcall.api.Via;
import dev.rollcall.api.audit.FactPage;
import dev.rollcall.api.audit.FactView;
import dev.rollcall.api.audit.FactView.Change;
import dev.rollcall.api.audit.FactView.Subject;
import dev.rollcall.api.audit.FindFacts;
import dev.rollcall.api.client.ClientPage;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.FindClient;
import dev.rollcall.api.client.FindClients;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.api.user.FindUser;
import dev.rollcall.api.user.FindUsers;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserPage;
import dev.rollcall.api.user.UserView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PastConsoleTest extends WebTest {

    private static final Instant EARLIER = NOW.minusSeconds(3600);
    private static final String PAST = "/console/audit/past?user=" + USER;

    private Browser browser;

    @BeforeEach
    void somebody_has_a_past() {
        stage.on(
                FindFacts.class,
                query -> new FactPage(
                        List.of(fact("user-renamed", NOW, Stage.ADMIN), fact("user-created", EARLIER, Actor.SYSTEM)),
                        null,
                        null));
        stage.on(FindUser.class, query -> Optional.of(query.asOf() == null ? named("Lovelace") : named("Byron")));
        stage.on(FindClient.class, query -> Optional.of(client(ClientStatus.REGISTERED, TokenState.CLAIMED, null)));
        browser = new Browser(port).as("admin");
    }

    private static UserView named(String lastName) {
        return new UserView(
                USER,
                "ada",
                SignInConfiguration.DEFAULT,
                "ada@example.org",
                "Ada",
                lastName,
                PrimaryRole.QUALITY_LEAD,
                null,
                false,
                false,
                2,
                1,
                EARLIER,
                NOW,
                "admin");
    }

    private static FactView fact(String type, Instant at, Actor actor) {
        return new FactView(
                Position.of(1L, 7L, 2L),
                new UUID(0, 2),
                type,
                at,
                new Subject(Subject.Kind.USER, USER.toString(), "ada"),
                actor,
                actor.kind() == Actor.Kind.SYSTEM ? Via.SYSTEM : Via.CONSOLE,
                null,
                "c-2",
                List.of(new Change("password", null, null)));
    }

    @Test
    void what_somebody_was_after_a_fact_is_beside_what_they_are() {
        Http.Reply page = browser.get(PAST + "&at=" + EARLIER);

        assertThat(page.status()).as(page.toString()).isEqualTo(200);
        assertThat(page.text())
                .contains("<del>Byron</del>", "<ins>Lovelace</ins>", "1 difference", "User created")
                .contains("<option value=\"" + EARLIER + "\"", "max=\"1\" value=\"0\"")
                .doesNotContain("<del>Ada</del>");
        assertThat(asked(EARLIER)).isTrue();
    }

    private boolean asked(Instant asOf) {
        return stage.arrived().stream()
                .anyMatch(message -> message.getPayload() instanceof FindUser find && asOf.equals(find.asOf()));
    }

    @Test
    void any_time_will_do_and_before_the_first_fact_there_was_nobody() {
        stage.on(FindUser.class, query -> query.asOf() == null ? Optional.of(named("Lovelace")) : Optional.empty());

        Http.Reply part = browser.get(PAST + "&at=" + NOW + "&when=2001-02-03T04:05", "HX-Request", "true");

        assertThat(asked(Instant.parse("2001-02-03T04:05:00Z"))).isTrue();
        assertThat(part.text()).contains("<ins>Lovelace</ins>").doesNotContain("<html", "<del>", "class=\"fact\"");
    }

    @Test
    void without_a_moment_it_is_the_last_but_one() {
        assertThat(browser.get(PAST).text()).contains("max=\"1\" value=\"0\"");
    }

    @Test
    void a_fact_says_nothing_of_a_password_and_names_the_program_once() {
        assertThat(browser.get("/console/audit").text())
                .contains("by the program itself", "/console/audit/past?user=" + USER)
                .doesNotContain(">password<", "system, system");
    }

    @Test
    void whom_one_looks_back_at_is_found_by_name() {
        stage.on(FindUsers.class, query -> new UserPage(List.of(named("Lovelace")), null, null));
        stage.on(
                FindClients.class,
                query ->
                        new ClientPage(List.of(client(ClientStatus.REGISTERED, TokenState.CLAIMED, null)), null, null));

        assertThat(browser.get("/console/audit/past").text()).contains("Whom do you want to look back at?");
        assertThat(browser.get("/console/audit/past?search=a").text())
                .contains("past?user=" + USER, "past?client=" + CLIENT);
    }

    @Test
    void of_nobody_there_is_no_past() {
        stage.on(FindFacts.class, query -> new FactPage(List.of(), null, null));
        assertThat(browser.get(PAST).status()).isEqualTo(404);
        assertThat(browser.get("/console/audit/past?client=nobody").status()).isEqualTo(404);
    }
}
