package dev.rollcall.store;

import dev.rollcall.api.audit.ChainView;
import dev.rollcall.api.audit.ChainView.Fault;
import dev.rollcall.api.audit.ChainView.Head;
import dev.rollcall.api.audit.ChainView.Kind;
import dev.rollcall.api.audit.ChainView.State;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks along the facts and the chain side by side, and stops at the first place where they do not fit. Both come in order,
 * and each is read once.
 */
final class ChainCheck {

    private static final int TOLD_EVERY = 5_000;

    private final ChainKey key;
    private final Optional<Witness.Note> noted;
    private final Clock clock;
    private final Instant startedAt;
    private final Consumer<ChainView> progress;
    private final long total;

    private final Facts facts;
    private long passed;
    private byte[] link = ChainBlock.NO_LINK;
    private @Nullable ChainBlock last;

    /**
     * @param noted the end of the chain as it was noted in a second place
     * @param total about how many facts there are
     */
    ChainCheck(
            Iterator<ChainedFact> facts,
            ChainKey key,
            Optional<Witness.Note> noted,
            long total,
            Clock clock,
            Consumer<ChainView> progress) {
        this.facts = new Facts(facts);
        this.key = key;
        this.noted = noted;
        this.total = total;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.progress = progress;
    }

    /** The facts, with a look at the next one. */
    private static final class Facts {
        private final Iterator<ChainedFact> all;
        private @Nullable ChainedFact next;
        private boolean odd;

        private Facts(Iterator<ChainedFact> all) {
            this.all = all;
            step();
        }

        private @Nullable ChainedFact peek() {
            return next;
        }

        private void step() {
            try {
                next = all.hasNext() ? all.next() : null;
            } catch (IllegalArgumentException nonsense) {
                odd = true;
            }
        }

        /** Whether the next row is none that the store could have written. */
        private boolean isOdd() {
            return odd;
        }
    }

    ChainView run(Iterator<ChainBlock> blocks) {
        while (blocks.hasNext()) {
            Optional<Fault> fault = block(blocks.next());
            if (fault.isPresent()) {
                return ended(fault.get(), 0);
            }
        }
        Optional<Fault> cut = noted.filter(note -> last == null || note.block() > last.number())
                .map(note -> new Fault(
                        Kind.TAIL_CUT,
                        note.position(),
                        null,
                        "The chain ends at row " + (last == null ? 0 : last.number())
                                + ", and its end was noted at row " + note.block() + " with " + note.facts()
                                + " facts: what came after is missing."));
        if (cut.isPresent()) {
            return ended(cut.get(), 0);
        }
        long unsigned = 0;
        while (facts.peek() != null) {
            unsigned++;
            facts.step();
        }
        return ended(null, unsigned);
    }

    private Optional<Fault> block(ChainBlock block) {
        List<ChainBlock.Entry> entries;
        try {
            entries = block.list();
        } catch (IllegalArgumentException malformed) {
            return forged(block, null, "holds no links");
        }
        FactToken first = entries.get(0).place();
        long number = last == null ? 1 : last.number() + 1;
        if (block.number() != number) {
            return forged(block, first, "stands where row " + number + " should");
        }
        for (ChainBlock.Entry entry : entries) {
            Optional<Fault> fault = entry(entry);
            if (fault.isPresent()) {
                return fault;
            }
        }
        if (block.facts() != passed) {
            return forged(block, first, "counts " + block.facts() + " facts, and there are " + passed);
        }
        if (!key.signed(block)) {
            return forged(block, first, "carries no valid signature of this installation");
        }
        boolean other = noted.filter(note -> note.block() == block.number())
                .filter(note -> !note.link().equals(HexFormat.of().formatHex(link)))
                .isPresent();
        if (other) {
            return forged(block, first, "is not the one that was noted in the second place");
        }
        last = block;
        return Optional.empty();
    }

    private Optional<Fault> entry(ChainBlock.Entry entry) {
        if (facts.isOdd()) {
            return Optional.of(new Fault(
                    Kind.INSERTED,
                    null,
                    null,
                    "Before position " + entry.place() + " is a row that the store cannot have written."));
        }
        ChainedFact fact = facts.peek();
        if (fact == null || fact.place().compareTo(entry.place()) > 0) {
            return Optional.of(new Fault(
                    Kind.REMOVED, entry.place().place(), null, "This fact was recorded and is not there any more."));
        }
        if (fact.place().compareTo(entry.place()) < 0) {
            return Optional.of(
                    new Fault(Kind.INSERTED, fact.place().place(), fact.event(), "This fact was never recorded."));
        }
        if (!Arrays.equals(fact.link(link), entry.link())) {
            return Optional.of(new Fault(
                    Kind.ALTERED,
                    fact.place().place(),
                    fact.event(),
                    "This fact is not as it was recorded, or its link in the chain is not."));
        }
        link = entry.link();
        passed++;
        facts.step();
        if (passed % TOLD_EVERY == 0) {
            progress.accept(view(State.RUNNING, null, 0));
        }
        return Optional.empty();
    }

    private static Optional<Fault> forged(ChainBlock block, @Nullable FactToken first, String what) {
        return Optional.of(new Fault(
                Kind.CHAIN_FORGED,
                first == null ? null : first.place(),
                null,
                "Row " + block.number() + " of the chain " + what + "."));
    }

    private ChainView ended(@Nullable Fault fault, long unsigned) {
        return view(fault == null ? State.INTACT : State.BROKEN, fault, unsigned);
    }

    private ChainView view(State state, @Nullable Fault fault, long unsigned) {
        boolean running = state == State.RUNNING;
        return new ChainView(
                state,
                running ? Math.min(99, total == 0 ? 0 : passed * 100.0 / total) : 100,
                passed,
                unsigned,
                startedAt,
                running ? null : clock.instant(),
                fault,
                last == null ? null : head(last, key),
                null);
    }

    static Head head(ChainBlock block, ChainKey key) {
        ChainBlock.Entry end = block.last();
        return new Head(
                block.number(),
                block.facts(),
                end.place().place(),
                HexFormat.of().formatHex(end.link()),
                block.signedAt(),
                key.publicKey());
    }
}
