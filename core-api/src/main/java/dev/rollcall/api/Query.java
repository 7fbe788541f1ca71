package dev.rollcall.api;

/** A question. {@link dev.rollcall.api.access.Policy} says of every one of them who may ask it. */
public interface Query {}
