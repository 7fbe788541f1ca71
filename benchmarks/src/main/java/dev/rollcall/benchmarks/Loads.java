package dev.rollcall.benchmarks;

import java.io.IOException;

/** One kind of load on one process, told in one line. */
record Loads(Peer peer, String load, int seconds) {

    /** As fast as so many callers can, one after the other. */
    Words most(int callers) throws IOException {
        return peer.ask("load=" + load + " callers=" + callers + " seconds=" + seconds);
    }

    /** By the clock. */
    Words at(double perSecond, int callers) throws IOException {
        return peer.ask("load=" + load + " callers=" + callers + " seconds=" + seconds + " rate=" + perSecond);
    }

    /** Goes on until the code it runs is compiled; what it measures is forgotten. */
    void warm(int callers) throws IOException {
        peer.ask("load=" + load + " callers=" + callers + " seconds=" + Math.max(3, seconds));
    }
}
