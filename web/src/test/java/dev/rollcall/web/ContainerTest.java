package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What never reaches the application is answered as a problem all the same, and gives nothing away. */
class ContainerTest extends WebTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/users/%zz HTTP/1.1",
                "GET /api/v1/users/%2e%2e/x HTTP/1.1",
                "GET /api/v1//users HTTP/1.1",
                "GET /api/v1/users;x=1 HTTP/1.1",
                "GET /api/v1/users/%00 HTTP/1.1",
                "GET /api/v1/users/a%2Fb HTTP/1.1",
                "GET /api/v1/users?search=%zz HTTP/1.1",
                "GET /api/v1/users?limit=%zz HTTP/1.1",
            })
    void an_address_that_is_none_is_a_problem(String line) {
        String answer = RawHttp.send(port, line);

        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json")
                .contains("\"correlationId\"");
        assertThat(answer).doesNotContain("Exception").doesNotContain("<html").doesNotContain("Tomcat");
        assertThat(stage.arrived()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /a b c HTTP/1.1", "GET /api/v1/users HTTP/9.9", "nonsense", "GET /<script> HTTP/1.1"})
    void a_request_line_that_is_none_is_refused_without_a_word_about_the_inside(String line) {
        String answer = RawHttp.send(port, line);

        assertThat(answer).matches("(?s)HTTP/1.1 (400|505).*").contains("application/problem+json");
        assertThat(answer).doesNotContain("Exception").doesNotContain("<html").doesNotContain("Tomcat");
    }

    @Test
    void an_address_without_end_is_refused() {
        String answer = RawHttp.send(port, "GET /api/v1/users?search=" + "a".repeat(20_000) + " HTTP/1.1");

        assertThat(answer).matches("(?s)HTTP/1.1 4(00|14|31).*").doesNotContain("Exception");
    }

    @Test
    void a_trace_shows_nothing() {
        assertThat(RawHttp.send(port, "TRACE /api/v1/users HTTP/1.1"))
                .startsWith("HTTP/1.1 405")
                .doesNotContain("Basic YWRt");
    }

    @Test
    void a_header_with_control_characters_is_a_problem() {
        String answer = RawHttp.send(port, "GET /api/v1/users HTTP/1.1", "Rollcall-Position: 1\u0001");

        assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("Exception");
        assertThat(stage.arrived()).isEmpty();
    }

    @Test
    void a_correlation_that_cannot_be_logged_safely_is_replaced() {
        String answer = RawHttp.send(port, "GET /api/v1/nothing HTTP/1.1", "X-Correlation-Id: a b<c>");

        assertThat(answer).startsWith("HTTP/1.1 404").doesNotContain("a b<c>");
        assertThat(answer).containsPattern("X-Correlation-Id: [0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-");
    }
}
