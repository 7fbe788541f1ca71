package dev.rollcall.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.logging.logback.ExtendedWhitespaceThrowableProxyConverter;
import org.springframework.core.io.ClassPathResource;

/** Lines of the log as the settings that come with the program write them. */
class LogLinesTest {

    private static final String ENTRY = "\\d{4}-\\d\\d-\\d\\dT.*";
    private static final String FORGED = "2026-01-01T00:00:00.000Z  INFO 1 --- [rollcall] [main] [] x : forged";

    private final LoggerContext logs = new LoggerContext();

    private List<String> written(String message, Throwable failure) throws Exception {
        logs.setMDCAdapter(new LogbackMDCAdapter());
        PatternLayout layout = new PatternLayout();
        layout.setContext(logs);
        layout.getInstanceConverterMap().put("wEx", ExtendedWhitespaceThrowableProxyConverter::new);
        layout.setPattern(new YamlPropertySourceLoader()
                .load("settings", new ClassPathResource("application.yml"))
                .get(0)
                .getProperty("logging.pattern.console")
                .toString());
        layout.start();
        return layout.doLayout(new LoggingEvent(
                        "x", logs.getLogger("dev.rollcall.X"), Level.WARN, message, failure, new Object[0]))
                .lines()
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n", "\n\n", "\u0085", "\u2028", "\u2029", "\u001b[2K", "\u0000"})
    void nothing_in_a_message_begins_an_entry_or_controls_a_terminal(String between) throws Exception {
        assertThat(written("said" + between + FORGED, null))
                .singleElement()
                .asString()
                .matches(ENTRY)
                .contains("said?")
                .contains(FORGED)
                .doesNotContain(between);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n", "\n\n"})
    void nothing_that_an_exception_says_begins_an_entry(String between) throws Exception {
        Exception cause = new IllegalArgumentException("cause" + between + FORGED);

        List<String> lines = written("said", new IllegalStateException("failed" + between + FORGED, cause));

        assertThat(lines).filteredOn(line -> line.matches(ENTRY)).hasSize(1);
        assertThat(lines)
                .filteredOn(line -> line.contains("forged"))
                .hasSize(2)
                .allMatch(line -> line.startsWith("    | "));
    }

    @Test
    void a_trace_stays_as_it_is() throws Exception {
        List<String> lines = written("said", new IllegalStateException("failed", new RuntimeException("cause")));

        assertThat(lines.get(0)).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z  WARN .* : said");
        assertThat(lines.subList(1, lines.size()))
                .contains("java.lang.IllegalStateException: failed")
                .anyMatch(line -> line.equals("Caused by: java.lang.RuntimeException: cause"))
                .noneMatch(line -> line.contains("|"));
    }
}
