package dev.rollcall.api.audit;

/** Which processes there are; answered with a list of {@link NodeView}, those that have run for the longest first. */
public record FindNodes() implements AuditQuery {}
