package dev.rollcall.api;

import dev.rollcall.api.audit.ChainView;
import java.util.function.Consumer;

/**
 * The chain that makes the history tamper-evident, where the event store keeps one: every stored fact is linked to the one
 * before it, and the links are signed.
 */
public interface FactChain {

    /**
     * Reads all facts and the whole chain, as they are at this moment, and answers whether they fit.
     *
     * @param progress is told now and then how far it is, on the calling thread; what it throws ends the check
     */
    ChainView check(Consumer<ChainView> progress);
}
