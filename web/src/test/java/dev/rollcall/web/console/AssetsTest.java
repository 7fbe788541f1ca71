package dev.rollcall.web.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssetsTest {

    private final Assets assets = new Assets();

    @ParameterizedTest
    @ValueSource(strings = {"console.css", "console.js", "htmx.js", "mark.svg"})
    void the_address_of_a_file_holds_the_digest_of_what_is_in_it(String name) throws Exception {
        Assets.Asset asset = assets.find(name);

        assertThat(assets.url(name)).isEqualTo("/console/assets/" + asset.version() + "/" + name);
        assertThat(asset.version()).matches("[0-9a-f]{12}");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(asset.zipped())).readAllBytes())
                .isEqualTo(asset.bytes());
    }

    @Test
    void what_comes_from_elsewhere_is_what_it_says() {
        assertThat(new String(assets.find("htmx.js").bytes(), UTF_8))
                .contains("htmx")
                .contains("version:\"2.");
        assertThatThrownBy(() -> assets.url("jquery.js")).hasMessageContaining("jquery.js");
    }
}
