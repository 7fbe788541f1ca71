package dev.rollcall.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Facts;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.client.ClientEvent;
import dev.rollcall.api.user.UserEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.i18n.LocaleContextHolder;

class TextsTest {

    private static final Path PAGES = Path.of("src/main/resources/dev/rollcall/web/console");
    private static final Pattern PIECE =
            Pattern.compile("<!?(/?)([A-Za-z:]+)((?:\"[^\"]*\"|'[^']*'|[^>\"'])*)>|([^<]+)");
    private static final Pattern SPOKEN = Pattern.compile("\\s(title|aria-label|placeholder|alt|label)=\"[^\"]+\"");
    private static final Pattern FILLED = Pattern.compile("th:(text|replace|insert)=");
    private static final Set<String> VOID =
            Set.of("input", "meta", "link", "img", "br", "hr", "use", "path", "circle", "rect", "line", "DOCTYPE");
    /** Names, and what a language calls itself. */
    private static final Set<String> SAME_IN_EVERY_LANGUAGE =
            Set.of("Rollcall", "English", "Deutsch", "CSV", "NDJSON", "·");

    private static Properties texts(String file) throws IOException {
        Properties texts = new Properties();
        try (var in = Files.newBufferedReader(PAGES.resolve(file))) {
            texts.load(in);
        }
        return texts;
    }

    @Test
    void every_text_is_there_in_both_languages() throws IOException {
        Set<Object> english = new TreeSet<>(texts("messages.properties").keySet());
        assertThat(new TreeSet<>(texts("messages_de.properties").keySet())).isEqualTo(english);
        assertThat(english).hasSizeGreaterThan(300);
    }

    @Test
    void every_refusal_and_every_fact_has_a_text() throws IOException {
        Properties english = texts("messages.properties");
        assertThat(Arrays.stream(Rejection.values()).map(rejection -> "refusal." + rejection.code()))
                .allSatisfy(key -> assertThat(english).containsKey(key));
        assertThat(Facts.ALL.stream()
                        .filter(stored -> UserEvent.class.isAssignableFrom(stored.type())
                                || ClientEvent.class.isAssignableFrom(stored.type()))
                        .map(stored -> "fact." + stored.name()))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(english).containsKey(key));
    }

    @Test
    void everything_that_is_put_into_a_text_arrives_in_it() throws IOException {
        for (String name : List.of("messages.properties", "messages_de.properties")) {
            texts(name).forEach((key, text) -> {
                for (int number : new int[] {0, 1, 7}) {
                    assertThat(new MessageFormat(text.toString(), Locale.ENGLISH)
                                    .format(new Object[] {number, number, number, number}))
                            .as("%s of %s with %d", key, name, number)
                            .doesNotContainPattern("\\{\\d");
                }
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PT-5S, just now, gerade eben",
        "PT59S, just now, gerade eben",
        "PT1M, 1 minute ago, vor 1 Minute",
        "PT59M59S, 59 minutes ago, vor 59 Minuten",
        "PT1H, 1 hour ago, vor 1 Stunde",
        "PT23H59M, 23 hours ago, vor 23 Stunden",
        "P1D, 1 day ago, vor 1 Tag",
        "P3DT23H, 3 days ago, vor 3 Tagen",
        "P1234D, '1,234 days ago', vor 1.234 Tagen"
    })
    void an_age_is_said_in_the_greatest_unit_that_has_passed(Duration age, String english, String german) {
        Instant now = Instant.parse("2026-03-01T09:30:00Z");
        Texts texts = new Texts(new ConsoleRoom().messageSource(), Clock.fixed(now, ZoneOffset.UTC));
        try {
            LocaleContextHolder.setLocale(Locale.ENGLISH);
            assertThat(texts.age(now.minus(age))).isEqualTo(english);
            LocaleContextHolder.setLocale(Locale.GERMAN);
            assertThat(texts.age(now.minus(age))).isEqualTo(german);
        } finally {
            LocaleContextHolder.resetLocaleContext();
        }
    }

    @Test
    void no_page_says_anything_by_itself() throws IOException {
        try (Stream<Path> pages = Files.list(PAGES)) {
            List<Path> all =
                    pages.filter(page -> page.toString().endsWith(".html")).toList();
            assertThat(all).hasSizeGreaterThan(10);
            for (Path page : all) {
                assertThat(literals(Files.readString(page))).as(page.toString()).isEmpty();
            }
        }
    }

    @Test
    void what_a_page_says_by_itself_is_noticed() {
        assertThat(literals("<p><b th:text=\"#{a}\">A <i>b</i></b> Hello</p>")).containsExactly("Hello");
        assertThat(literals("<input placeholder=\"Search\"><img alt=\"\">")).containsExactly("placeholder=\"Search\"");
    }

    private static List<String> literals(String page) {
        List<String> found = new ArrayList<>();
        Deque<Boolean> filled = new ArrayDeque<>();
        Matcher pieces = PIECE.matcher(page);
        while (pieces.find()) {
            String tag = pieces.group(2);
            if (tag == null) {
                String text = pieces.group(4).strip();
                if (!text.isEmpty() && !filled.contains(true) && !SAME_IN_EVERY_LANGUAGE.contains(text)) {
                    found.add(text);
                }
            } else if (!pieces.group(1).isEmpty()) {
                filled.pop();
            } else {
                String attributes = pieces.group(3);
                SPOKEN.matcher(attributes)
                        .results()
                        .forEach(spoken -> found.add(spoken.group().strip()));
                if (!VOID.contains(tag) && !attributes.endsWith("/")) {
                    // a page as a whole is put into the layout: what is in it stays
                    filled.push(
                            !tag.equals("html") && FILLED.matcher(attributes).find());
                }
            }
        }
        return found;
    }
}
