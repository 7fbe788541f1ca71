package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.user.SignIn;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.context.TestPropertySource;

/** Where a proxy is said to be there: its word counts, and not that of whoever sends to it. */
@TestPropertySource(properties = "server.forward-headers-strategy=native")
class BehindProxyTest extends WebTest {

    private final AtomicReference<String> seen = new AtomicReference<>();

    @BeforeEach
    void look() {
        stage.on(SignIn.class, attempt -> {
            seen.set(attempt.address());
            return Stage.ADMIN;
        });
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.5, 203.0.113.5",
        // what the caller wrote comes first, what the proxy saw comes last
        "'198.51.100.7, 203.0.113.5', 203.0.113.5",
        "'127.0.0.1, 203.0.113.5', 203.0.113.5",
        // proxies in a row
        "'198.51.100.7, 203.0.113.5, 10.0.0.2', 203.0.113.5"
    })
    void a_caller_is_where_the_proxy_saw_it_and_not_where_it_says(String forwarded, String address) {
        call("GET", "/users")
                .as("somebody")
                .header("X-Forwarded-For", forwarded)
                .send();

        assertThat(seen).hasValue(address);
    }

    @Test
    void other_headers_of_that_kind_are_not_believed() {
        call("GET", "/users")
                .as("somebody")
                .header("Forwarded", "for=198.51.100.7")
                .header("X-Real-IP", "198.51.100.7")
                .send();

        assertThat(seen).hasValue("127.0.0.1");
    }
}
