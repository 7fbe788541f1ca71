package dev.rollcall.store;

import java.util.UUID;
import org.axonframework.serialization.SerializationException;

/**
 * Something was stored under a key that is not there, though nobody destroyed it: the keys were restored from a backup that is
 * older than the facts. Stops whoever meets it; taking it for erased would empty every view.
 */
final class KeyMissing extends SerializationException {

    private static final long serialVersionUID = 1;

    KeyMissing(UUID user) {
        super("the key of user " + user
                + " is missing: restore a backup of the keys (schema vault) that was taken after"
                + " that of the facts");
    }
}
