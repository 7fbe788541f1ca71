package dev.rollcall.api;

/** A tracking token that knows its place in the order of all facts. */
public interface Positioned {
    Position position();
}
