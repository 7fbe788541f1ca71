package dev.rollcall.resilience.parse;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.rollcall.api.Position;

/** Positions, as they come in a header. */
public final class PositionTarget {

    private PositionTarget() {}

    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        try {
            Position position = Position.parse(data.consumeRemainingAsString());
            if (!Position.parse(position.toString()).equals(position)) {
                throw new IllegalStateException("written and read again it is another one");
            }
        } catch (IllegalArgumentException refused) {
            // as it should be
        }
    }
}
