package dev.rollcall.api.audit;

/** How far the views were behind over the last minutes; answered with a list of {@link LagView}, those of long ago first. */
public record FindLags() implements AuditQuery {}
