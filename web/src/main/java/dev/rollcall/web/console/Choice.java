package dev.rollcall.web.console;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One of a few, by its name. */
final class Choice {

    private Choice() {}

    /** The constant of this name; nothing where there is none. */
    static <E extends Enum<E>> @Nullable E of(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
