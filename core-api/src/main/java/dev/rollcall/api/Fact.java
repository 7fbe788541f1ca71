package dev.rollcall.api;

/** Something that happened and is stored for ever. {@link Facts} lists every one of them with its stored name. */
public interface Fact {}
