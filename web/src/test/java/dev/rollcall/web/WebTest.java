package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Position;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.access.Assertions;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.Presence;
import dev.rollcall.api.client.TokenId;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.api.client.TokenView;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.SecondaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserView;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.queryhandling.QueryBus;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** The room on a real server, with the {@link Stage} in place of the others. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, classes = WebTest.House.class)
abstract class WebTest {

    static {
        System.setProperty("axoniq.update-checker.disabled", "true");
    }

    static final Instant NOW = Instant.parse("2026-03-01T09:30:00Z");
    static final UserId USER = UserId.parse("0199b000-0000-7000-8000-00000000000a");
    static final ClientId CLIENT = ClientId.parse("0199b000-0000-7000-8000-00000000000c");

    @LocalServerPort
    int port;

    @Autowired
    Stage stage;

    @Autowired
    InstallationKey key;

    @BeforeEach
    void nothing_has_happened() {
        stage.reset();
    }

    Http call(String method, String path) {
        return Http.call(port, method, path.startsWith("/!") ? path.substring(2) : "/api/v1" + path);
    }

    Http admin(String method, String path) {
        return call(method, path).as("admin");
    }

    static UserView user(long version) {
        return new UserView(
                USER,
                "ada",
                SignInConfiguration.DEFAULT,
                "ada@example.org",
                "Ada",
                "Lovelace",
                PrimaryRole.QUALITY_MANAGER,
                SecondaryRole.ADMIN,
                true,
                false,
                1,
                version,
                NOW,
                NOW,
                "admin");
    }

    static ClientView client(ClientStatus status, TokenState token, Sealed value) {
        return new ClientView(
                CLIENT,
                USER,
                "ada",
                "build-01",
                ClientType.CI_CD,
                status,
                status.active(),
                new TokenView(new TokenId(CLIENT.value()), "rollcall_client_…abcd", token, NOW, null, null, value),
                "host",
                Presence.OFFLINE,
                status.availableActions(),
                3,
                NOW,
                NOW,
                null,
                NOW,
                "admin");
    }

    static Accepted at(Accepted accepted) {
        accepted.at(Position.of(1L, 7345L, 12L));
        return accepted;
    }

    static Accepted changed(long version) {
        return at(Accepted.user(user(version), List.of()));
    }

    /** A problem as every problem must be. */
    static void assertProblem(Http.Reply reply, int status, String code) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.json().propertyNames())
                .contains("type", "title", "status", "code", "detail", "correlationId", "errors");
        assertThat(reply.json().get("status").asInt()).isEqualTo(status);
        assertThat(reply.code()).as(reply.toString()).isEqualTo(code);
        assertThat(reply.json().get("correlationId").asString())
                .isNotEmpty()
                .isEqualTo(reply.header("X-Correlation-Id"));
        assertThat(reply.text())
                .doesNotContain("Exception")
                .doesNotContain("at dev.rollcall")
                .doesNotContain("org.");
    }

    /** A page of the console that says who looks at it through what, and has the token for its forms. */
    static final String PAGE = "/console/test-page";

    @Controller
    static class Page {
        @RequestMapping(PAGE)
        @ResponseBody
        String show(HttpServletRequest request, Call call) {
            CsrfToken token = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
            return call.actor().name() + " " + call.actor().roles() + " " + call.via() + "<input name=\""
                    + token.getParameterName() + "\" value=\"" + token.getToken() + "\">";
        }

        @RequestMapping("/console/assets/test.css")
        ResponseEntity<String> asset() {
            return ResponseEntity.ok()
                    .cacheControl(CacheControl.maxAge(Duration.ofDays(1)))
                    .body("");
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Page.class)
    static class House {

        @Bean
        InstallationKey installationKey() {
            return InstallationKey.random();
        }

        @Bean
        Clock clock() {
            return Clock.fixed(NOW, ZoneOffset.UTC);
        }

        @Bean
        Assertions assertions(InstallationKey key, Clock clock) {
            return new Assertions(key, clock, Map.of());
        }

        @Bean
        Stage stage(CommandBus commands, QueryBus queries, InstallationKey key) {
            return new Stage(commands, queries, key);
        }
    }
}
