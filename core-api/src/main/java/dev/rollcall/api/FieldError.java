package dev.rollcall.api;

/**
 * One field that is not acceptable.
 *
 * @param pointer where, as a JSON Pointer (RFC 6901)
 * @param code stable, in lower case: {@code required}, {@code too_long}, …
 * @param detail one sentence for a person, with the cure; never the value itself
 */
public record FieldError(String pointer, String code, String detail) {}
