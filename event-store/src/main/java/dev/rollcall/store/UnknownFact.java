package dev.rollcall.store;

import org.axonframework.serialization.SerializationException;

/** A stored or published fact that is not in the list of facts. Stops whoever meets it; skipping it would falsify every view. */
final class UnknownFact extends SerializationException {

    private static final long serialVersionUID = 1;

    UnknownFact(String message) {
        super(message);
    }
}
