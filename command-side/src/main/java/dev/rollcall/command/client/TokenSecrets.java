package dev.rollcall.command.client;

import dev.rollcall.api.Sealed;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.TokenId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values of tokens that may still be shown. They are kept apart from the facts, so that they can be destroyed: what is
 * gone here can be shown by nobody, not even from a copy of all facts.
 */
interface TokenSecrets {

    /** Keeps a value at once, whatever becomes of the decision that asks: it must be there before a fact names it. */
    void keep(TokenId token, ClientId client, Sealed value);

    /** The value of a token; empty once it is destroyed. */
    Optional<Sealed> find(TokenId token);

    /** Nothing happens where there is no value any more. */
    void destroy(TokenId token);

    /** Has the store give up what was destroyed: until then it lies in its files, though nobody finds it. */
    void compact();

    /**
     * Some of the kept values, in the order of their tokens, to look through all of them.
     *
     * @param after the last one of the page before; absent: from the beginning
     */
    List<Kept> page(@Nullable TokenId after, int limit);

    /** That there is a value, since when and whose. */
    record Kept(TokenId token, ClientId client, Instant since) {}
}
