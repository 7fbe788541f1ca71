package dev.rollcall.api.audit;

/** How far the rebuild of a projection has come; answered with an optional {@link RebuildView}. */
public record FindRebuild(String projection) implements AuditQuery {}
