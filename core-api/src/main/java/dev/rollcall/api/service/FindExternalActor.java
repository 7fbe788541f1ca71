package dev.rollcall.api.service;

import dev.rollcall.api.Query;

/**
 * As which service account somebody acts whom the trusted issuer knows under this name; answered with an optional
 * {@link dev.rollcall.api.Actor} by the side that decides, from the state of the moment.
 */
public record FindExternalActor(String externalSubject) implements Query {}
