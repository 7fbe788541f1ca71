package dev.rollcall.store;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * The pages read last, shared by the readers that are at the same place: one statement and one parsing for all of them. What
 * follows a place never changes in the same database, so a page stays right as far as it goes; only an empty one is not kept.
 */
final class Pages {

    private static final int KEPT = 8;

    private final Function<FactToken, FactEngine.Page> read;
    private final ConcurrentMap<FactToken, CompletableFuture<FactEngine.Page>> pages = new ConcurrentHashMap<>();
    private final Queue<FactToken> oldestFirst = new ConcurrentLinkedQueue<>();

    Pages(Function<FactToken, FactEngine.Page> read) {
        this.read = read;
    }

    FactEngine.Page after(FactToken token) {
        CompletableFuture<FactEngine.Page> mine = new CompletableFuture<>();
        CompletableFuture<FactEngine.Page> theirs = pages.putIfAbsent(token, mine);
        if (theirs == null) {
            return readAndShare(token, mine);
        }
        FactEngine.Page shared = theirs.exceptionally(failure -> new FactEngine.Page(List.of(), token))
                .join();
        // began before we were called, so it proves nothing about now
        return shared.last().equals(token) ? read.apply(token) : shared;
    }

    /** For when what was read may not be there any more: the database could be another one now. */
    void forget() {
        pages.clear();
    }

    private FactEngine.Page readAndShare(FactToken token, CompletableFuture<FactEngine.Page> mine) {
        FactEngine.Page page;
        try {
            page = read.apply(token);
        } catch (RuntimeException | Error failure) {
            pages.remove(token, mine);
            mine.completeExceptionally(failure);
            throw failure;
        }
        if (page.last().equals(token)) {
            pages.remove(token, mine);
        } else {
            oldestFirst.add(token);
            if (pages.size() > KEPT) {
                FactToken oldest = oldestFirst.poll();
                if (oldest != null) {
                    pages.remove(oldest);
                }
            }
        }
        mine.complete(page);
        return page;
    }
}
