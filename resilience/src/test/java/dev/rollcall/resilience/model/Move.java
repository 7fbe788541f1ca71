package dev.rollcall.resilience.model;

import dev.rollcall.resilience.Ask;

/**
 * One step, made concrete.
 *
 * @param actor who asks; null: somebody without credentials
 * @param touched the user or client it is about; null where there is none yet
 */
record Move(ModelUser actor, Ask ask, Expected expected, Object touched) {

    @Override
    public String toString() {
        return (actor == null ? "somebody" : actor) + ": " + ask;
    }
}
