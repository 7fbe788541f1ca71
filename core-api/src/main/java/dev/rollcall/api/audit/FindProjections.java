package dev.rollcall.api.audit;

/** How every projection is doing; answered with a list of {@link ProjectionView}. */
public record FindProjections() implements AuditQuery {}
