package dev.rollcall.web;

/** Nobody answered: the room that should, its store or the way there is down, or it took too long. */
final class Unreachable extends RuntimeException {

    Unreachable(String message, Throwable cause) {
        super(message, cause);
    }
}
