package dev.rollcall.command.client;

import dev.rollcall.command.field.FieldErrors;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How clients are called: in lower case, so that two names which only look different are one. */
final class ClientName {

    private ClientName() {}

    /**
     * A name as it is kept: trimmed, in lower case, composed (Unicode NFC). It has to obey the rules of names in that form,
     * as putting it in lower case can make it longer. Notes what is wrong with it at {@code /name}.
     *
     * @return the name; empty where it is absent
     */
    static String of(@Nullable String wished, FieldErrors errors) {
        String lower = wished == null
                ? null
                : Normalizer.normalize(wished, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        return errors.name("/name", lower);
    }
}
