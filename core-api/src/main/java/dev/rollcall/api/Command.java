package dev.rollcall.api;

/** A wish. {@link dev.rollcall.api.access.Policy} says of every one of them who may have it. */
public interface Command {}
