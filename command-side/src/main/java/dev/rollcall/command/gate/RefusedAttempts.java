package dev.rollcall.command.gate;

import org.axonframework.commandhandling.CommandMessage;

/** Commands of somebody who may not give them, recorded apart from the facts. */
interface RefusedAttempts {
    void record(CommandMessage<?> command);
}
