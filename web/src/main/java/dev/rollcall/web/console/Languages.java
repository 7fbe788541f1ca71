package dev.rollcall.web.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.LocaleResolver;

/** Which language somebody is spoken to: the one they chose, else the first of their browser's that the console speaks. */
final class Languages implements LocaleResolver {

    static final String COOKIE = "rollcall-language";
    static final List<Locale> SPOKEN = List.of(Locale.ENGLISH, Locale.GERMAN);

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        Locale chosen = spoken(Cookies.value(request, COOKIE));
        if (chosen != null) {
            return chosen;
        }
        if (request.getHeader("Accept-Language") == null) {
            return Locale.ENGLISH;
        }
        List<Locale> wanted = Collections.list(request.getLocales());
        return wanted.stream()
                .map(locale -> spoken(locale.getLanguage()))
                .filter(locale -> locale != null)
                .findFirst()
                .orElse(Locale.ENGLISH);
    }

    static @Nullable Locale spoken(@Nullable String language) {
        return SPOKEN.stream()
                .filter(locale -> locale.getLanguage().equals(language))
                .findFirst()
                .orElse(null);
    }

    @Override
    public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
        throw new UnsupportedOperationException("a language is chosen on the page");
    }
}
