package dev.rollcall.api.audit;

/**
 * Whether the history is as it was recorded; answered with a {@link ChainView}: how far the check is that runs, or what came
 * of the last one.
 *
 * @param begin whether to begin a check where none runs; else there may be no answer, where there never was one
 */
public record VerifyAudit(boolean begin) implements AuditQuery {}
