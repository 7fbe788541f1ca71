package dev.rollcall.command.engine;

import java.util.Map;
import org.axonframework.messaging.Message;

/** Tells from a message whose facts will be looked at to answer it, as far as that can be told before it is judged. */
@FunctionalInterface
public interface Foresight {

    /** @param first takes identifiers of aggregates, and the number of the first fact that will be looked at */
    void of(Message<?> message, Map<String, Long> first);
}
