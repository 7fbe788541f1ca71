package dev.rollcall.web.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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

    @ParameterizedTest
    @ValueSource(strings = {"console.js", "passkey.js"})
    void no_script_of_ours_makes_markup_or_code_of_text_or_keeps_anything_in_the_browser(String name) {
        assertThat(script(name))
                .doesNotContainPattern("\\.(inner|outer)HTML|insertAdjacentHTML|document\\.write|DOMParser|setHTML")
                .doesNotContainPattern("\\beval\\b|new Function|setTimeout\\(['\"`]|javascript:")
                .doesNotContainPattern("localStorage|sessionStorage|indexedDB|document\\.cookie|\\bcaches\\b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"console.js", "passkey.js"})
    void no_script_of_ours_writes_to_a_property_that_something_else_names(String name) {
        assertThat(script(name))
                .doesNotContainPattern("\\w\\[[^\\]]+\\]\\s*=[^=>]")
                .doesNotContainPattern("__proto__|Object\\.assign|\\.prototype\\b|setPrototypeOf");
    }

    @Test
    void no_page_takes_text_for_markup_or_for_a_script() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/dev/rollcall/web/console"))) {
            List<Path> pages =
                    files.filter(file -> file.toString().endsWith(".html")).toList();
            assertThat(pages).hasSizeGreaterThan(10);
            for (Path page : pages) {
                assertThat(Files.readString(page))
                        .as(page.toString())
                        .doesNotContain("utext", "[(", "th:inline", "javascript:")
                        .doesNotContainPattern("\\son[a-z]+=|<script(?![^>]*th:src)|<style|\\sstyle=");
            }
        }
    }

    private String script(String name) {
        return new String(assets.find(name).bytes(), UTF_8);
    }
}
