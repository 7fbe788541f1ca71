package dev.rollcall.api;

/** A tracking token that knows its place in the order of all facts. */
public interface Positioned {
    /** Not called {@code position()}, because that is what Axon's tracking tokens call their distance from the start. */
    Position place();
}
