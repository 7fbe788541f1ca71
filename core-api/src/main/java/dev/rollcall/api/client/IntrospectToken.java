package dev.rollcall.api.client;

import dev.rollcall.api.Query;
import dev.rollcall.api.Sealed;

/**
 * Whose token this is, if it is active: claimed, or issued and not expired, of a client that is not deregistered. Answered
 * with an optional {@link ClientView} by the side that decides, from the state of the moment, never from a view.
 */
public record IntrospectToken(Sealed token) implements Query {}
