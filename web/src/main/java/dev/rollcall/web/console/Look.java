package dev.rollcall.web.console;

import dev.rollcall.api.Actor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What every page needs to know besides what it is about.
 *
 * @param me who looks at it; absent: nobody is signed in
 * @param theme {@code light} or {@code dark}, where somebody chose; else as the system has it
 * @param here the address of the page, to come back to
 * @param section which entry of the navigation it belongs to: the first part of the path behind {@code /console}
 */
record Look(@Nullable Actor me, String language, @Nullable String theme, String here, String section, Assets assets) {

    public boolean administrator() {
        return me != null && me.administrator();
    }

    /** The first letter of the name of who looks at it. */
    public String initial() {
        return me == null || me.name().isEmpty()
                ? "?"
                : me.name().substring(0, 1).toUpperCase(Locale.ROOT);
    }

    public String asset(String name) {
        return assets.url(name);
    }
}
