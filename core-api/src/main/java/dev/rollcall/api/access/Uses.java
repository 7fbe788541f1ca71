package dev.rollcall.api.access;

/** Which assertions have been used. */
public interface Uses {

    /** Whether this one is used for the first time; from now on it is used. */
    boolean first(Assertions.Asserted asserted);

    /**
     * It led to nothing after all, as something was unavailable or somebody else was faster: the same message may be handled
     * once more.
     */
    void giveBack(Assertions.Asserted asserted);
}
