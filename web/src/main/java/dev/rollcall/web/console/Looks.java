package dev.rollcall.web.console;

import dev.rollcall.api.Actor;
import dev.rollcall.web.Arguments;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.web.servlet.ModelAndView;

/** Makes the {@link Look} of a page. */
public final class Looks {

    static final String THEME = "rollcall-theme";
    static final List<String> THEMES = List.of("light", "dark");

    private static final String HOME = "/console";

    private final Assets assets;
    private final Texts texts;

    Looks(Assets assets, Texts texts) {
        this.assets = assets;
        this.texts = texts;
    }

    /** A page, with all that every page needs to know. */
    public ModelAndView page(String name, HttpServletRequest request) {
        return new ModelAndView(name).addObject("look", of(request)).addObject("texts", texts);
    }

    Look of(HttpServletRequest request) {
        Actor actor = Arguments.actor();
        String theme = Cookies.value(request, THEME);
        Locale locale = LocaleContextHolder.getLocale();
        return new Look(
                actor.kind() == Actor.Kind.USER ? actor : null,
                locale.getLanguage(),
                theme != null && THEMES.contains(theme) ? theme : null,
                here(request),
                section(request.getRequestURI()),
                assets);
    }

    /** Whether the answer becomes part of a page that is there already. */
    static boolean isPart(HttpServletRequest request) {
        return request.getHeader("HX-Request") != null && request.getHeader("HX-History-Restore-Request") == null;
    }

    /** An address of the console, whatever was sent. */
    static String within(String address) {
        boolean ours = address.equals(HOME) || address.startsWith(HOME + "/") || address.startsWith(HOME + "?");
        return ours && address.chars().noneMatch(letter -> letter < ' ' || letter == '\\') ? address : HOME;
    }

    private static String here(HttpServletRequest request) {
        if (!request.getMethod().equals("GET")) {
            return HOME;
        }
        String query = request.getQueryString();
        return within(request.getRequestURI() + (query == null ? "" : "?" + query));
    }

    private static String section(String path) {
        String[] parts = path.split("/", -1);
        return parts.length > 2 ? parts[2] : "";
    }
}
