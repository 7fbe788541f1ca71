package dev.rollcall.command.gate;

import dev.rollcall.api.FactsAhead;
import dev.rollcall.command.engine.Foresight;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.messaging.Message;

/** Has everything that a message is judged and decided by read in one go: a look at the store costs most by its way there and back. */
final class Outlook {

    private final List<Foresight> foresights;
    private final FactsAhead facts;

    Outlook(List<Foresight> foresights, FactsAhead facts) {
        this.foresights = List.copyOf(foresights);
        this.facts = facts;
    }

    /** Of a message that is asserted: for others nothing is read. */
    void on(Message<?> message) {
        Map<String, Long> first = new LinkedHashMap<>();
        foresights.forEach(foresight -> foresight.of(message, first));
        facts.read(first);
    }
}
