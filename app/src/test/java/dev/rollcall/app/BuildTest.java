package dev.rollcall.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What the build must say, because Maven or a starter would otherwise do something else. */
class BuildTest {

    private static final Path ROOT = Path.of("..");

    @Test
    void of_all_modules_only_this_one_is_run() throws Exception {
        List<String> run = new ArrayList<>();
        for (String module : modules()) {
            if ("false".equals(skipsRun(ROOT.resolve(module)))) {
                run.add(module);
            }
        }
        assertThat(skipsRun(ROOT)).isEqualTo("true");
        assertThat(run).containsExactly("app");
    }

    @Test
    void web_tests_have_the_starter_that_their_slices_moved_to() {
        assertThatCode(() -> Class.forName("org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest"))
                .doesNotThrowAnyException();
    }

    @Test
    void what_the_jar_is_made_of_is_written_in_it() throws Exception {
        assumeFalse(
                "offline=true".equals(System.getProperty("maven.mode")),
                "the plugin that writes it does nothing while Maven is offline (mvn -o): run the build online once");
        String bill = Files.readString(Path.of("target/classes/META-INF/sbom/application.cdx.json"));

        assertThat(bill)
                .contains("\"bomFormat\" : \"CycloneDX\"", "axon-modelling", "spring-security-web", "postgresql")
                .doesNotContain("xstream", "archunit");
    }

    private static List<String> modules() throws Exception {
        List<String> modules = new ArrayList<>();
        var names = pom(ROOT).getElementsByTagName("module");
        for (int i = 0; i < names.getLength(); i++) {
            modules.add(names.item(i).getTextContent());
        }
        return modules;
    }

    private static String skipsRun(Path module) throws Exception {
        var found = pom(module).getElementsByTagName("spring-boot.run.skip");
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    private static Element pom(Path module) throws Exception {
        try (var pom = Files.newInputStream(module.resolve("pom.xml"))) {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(pom)
                    .getDocumentElement();
        }
    }
}
