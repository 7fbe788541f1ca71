package dev.rollcall.command.gate;

import dev.rollcall.api.audit.FindRefusedAttempts;
import dev.rollcall.api.audit.RefusedAttemptPage;
import org.axonframework.messaging.Message;

/** Commands and questions of somebody who may not send them, recorded apart from the facts. */
interface RefusedAttempts {

    /** Why an attempt is refused where nothing is wrong with the message itself. */
    String NOT_PERMITTED = "not_permitted";

    /** @param why a word or two, joined by underlines */
    void record(Message<?> attempt, String why);

    /** Refuses ({@code invalid_values}) limits other than 1–200 and places that are none. */
    RefusedAttemptPage page(FindRefusedAttempts query);
}
