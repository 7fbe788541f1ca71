package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is the same for every answer, wherever it comes from. */
class PrecautionsTest extends WebTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1",
                "GET /nothing HTTP/1.1",
                "GET /api/v1/nothing HTTP/1.1",
                "PUT /api/v1/users HTTP/1.1",
                "GET /api/v1/openapi.json HTTP/1.1",
                "GET /api/docs HTTP/1.1",
                "GET /api/docs/start.js HTTP/1.1",
                "GET /api/docs/swagger-ui.css HTTP/1.1",
                "GET /console/sign-in HTTP/1.1",
                "GET /console/users HTTP/1.1",
                "GET /console/assets/x/console.css HTTP/1.1",
                "GET /console/assets/nothing HTTP/1.1",
                "GET /actuator/health HTTP/1.1",
                "GET /actuator/nothing HTTP/1.1",
                "POST /oauth2/token HTTP/1.1",
                "GET /oauth2/token HTTP/1.1",
                "GET /oauth2/jwks HTTP/1.1",
                "POST /oauth2/introspect HTTP/1.1",
                "GET /api/v1//users HTTP/1.1",
                "GET /api/v1/users;x=1 HTTP/1.1",
                "GET /api/v1/users/%zz HTTP/1.1",
                "GET /a b c HTTP/1.1",
                "GET /api/v1/users HTTP/9.9",
                "nonsense"
            })
    void a_browser_loads_sniffs_frames_and_tells_nothing(String line) {
        String answer = RawHttp.send(port, line);

        String policy = header(answer, "Content-Security-Policy");
        assertThat(policy)
                .as(answer)
                .contains("default-src 'none'")
                .contains("base-uri 'none'")
                .contains("frame-ancestors 'none'");
        if (!line.startsWith("GET /api/docs")) {
            assertThat(policy).as(answer).doesNotContain("unsafe");
        }
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Referrer-Policy")).isEqualTo("same-origin");
        if (header(answer, "Content-Type").matches("(text/|.*javascript).*")) {
            assertThat(header(answer, "Content-Type")).containsIgnoringCase("charset=utf-8");
        }
    }

    @Test
    void what_a_proxy_would_say_is_not_believed_of_anybody() {
        String answer = RawHttp.send(
                port,
                "GET /console/sign-in HTTP/1.1",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: elsewhere.example.org",
                "X-Forwarded-For: 198.51.100.7",
                "Forwarded: proto=https;host=elsewhere.example.org;for=198.51.100.7");

        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .doesNotContain("Strict-Transport-Security")
                .doesNotContain("__Host-")
                .doesNotContain("elsewhere");
    }

    /** RFC 9112, 6.1 and 6.3: what cannot be read is 400, a transfer coding that nobody knows 501, and the connection ends. */
    @ParameterizedTest
    @CsvSource({
        "400, 'Content-Length: 3\\r\\nContent-Length: 4\\r\\n\\r\\nabc'",
        "501, 'Transfer-Encoding: identity, chunked\\r\\nContent-Length: 4\\r\\n\\r\\n0\\r\\n\\r\\n'",
        "501, 'Transfer-Encoding: xchunked\\r\\n\\r\\n0\\r\\n\\r\\n'",
        "400, 'Transfer-Encoding: chunked, chunked\\r\\n\\r\\n0\\r\\n\\r\\n'",
        "400, 'Content-Length: +3\\r\\n\\r\\nabc'",
        "400, 'Content-Length : 3\\r\\n\\r\\nabc'"
    })
    void where_it_is_not_clear_where_a_request_ends_nothing_behind_it_is_taken_for_another_one(int status, String rest)
            throws IOException {
        String answers = hidingAnother(rest.replace("\\r", "\r").replace("\\n", "\n"));

        assertThat(answers.split("HTTP/1\\.1 ", -1)).as(answers).hasSize(2);
        assertThat(answers).startsWith("HTTP/1.1 " + status + " ").contains("Connection: close");
        assertThat(stage.arrived()).isEmpty();
    }

    /**
     * RFC 9112, 6.1: a request with both headers may be processed in accordance with the transfer coding alone, and the connection must
     * be closed after the answer to it. Tomcat does both: it drops the length.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 4, 5, 1_000})
    void of_two_ways_in_which_a_request_ends_the_chunks_count_and_nothing_is_read_behind_them(int length)
            throws IOException {
        String answers = hidingAnother("Content-Type: application/json\r\nContent-Length: " + length
                + "\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");

        assertThat(answers.split("HTTP/1\\.1 ", -1)).as(answers).hasSize(2);
        // read as an object with nothing in it, and as nothing else
        assertThat(answers).startsWith("HTTP/1.1 422 ").contains("Connection: close", "/token", "/hostName");
    }

    /** Everything that is answered to a request with such headers and such a body, and with another request behind it. */
    private String hidingAnother(String rest) throws IOException {
        String hidden = "GET /actuator/health HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("POST /api/v1/clients/register HTTP/1.1\r\nHost: localhost\r\n" + rest + hidden)
                            .getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String header(String answer, String name) {
        return answer.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .reduce((first, second) -> first + " AND " + second)
                .orElse("");
    }
}
