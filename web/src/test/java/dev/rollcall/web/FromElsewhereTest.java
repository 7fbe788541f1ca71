package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.user.UnlockUser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FromElsewhereTest extends WebTest {

    private static final String UNLOCK = "/users/" + USER + "/unlock";

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Origin, https://elsewhere.example",
        "Origin, null",
        "Origin, not an origin",
        "Origin, http://localhost"
    })
    void what_a_page_from_elsewhere_has_a_browser_send_is_refused_before_anybody_is_asked(String header, String value) {
        stage.on(UnlockUser.class, command -> changed(3));

        assertProblem(admin("POST", UNLOCK).header(header, value).send(), 403, "forbidden");
        assertThat(stage.arrived()).isEmpty();
    }

    @Test
    void programs_and_pages_from_here_pass() {
        stage.on(UnlockUser.class, command -> changed(3));

        assertThat(admin("POST", UNLOCK).send().status()).isEqualTo(204);
        assertThat(admin("POST", UNLOCK)
                        .header("Sec-Fetch-Site", "same-origin")
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(admin("POST", UNLOCK)
                        .header("Origin", "http://localhost:" + port)
                        .send()
                        .status())
                .isEqualTo(204);
    }

    @Test
    void reading_changes_nothing_and_passes() {
        assertThat(call("GET", "/openapi.json")
                        .header("Origin", "https://elsewhere.example")
                        .send()
                        .status())
                .isEqualTo(200);
    }
}
