package dev.rollcall.api;

/** A setting with which a process cannot start. Its message is the one line to show: which property, and the cure. */
public final class WrongSetting extends RuntimeException {

    public WrongSetting(String line) {
        super(line);
    }
}
