package dev.rollcall.resilience.loss;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.axonframework.eventhandling.GenericEventMessage;

/**
 * What a process is told to do.
 *
 * @param url of the database
 * @param facts about how many to append
 * @param threads how many append at the same time
 * @param givenUp percent of the transactions that are rolled back
 * @param dawdling percent of the transactions that stay open for half of the patience to twice of it
 * @param patience of the reader in milliseconds, by the clock on the wall
 * @param began the moment from which time flies, in milliseconds since 1970
 * @param lapse how many times faster than on the wall the time passes that facts are dated by and the stock engine gives
 *     gaps up by; 1 to let it pass as it does
 */
record Work(
        Engine engine,
        String url,
        int facts,
        int threads,
        int givenUp,
        int dawdling,
        long patience,
        long began,
        int lapse) {

    String[] arguments() {
        return new String[] {
            engine.name(),
            url,
            "" + facts,
            "" + threads,
            "" + givenUp,
            "" + dawdling,
            "" + patience,
            "" + began,
            "" + lapse
        };
    }

    static Work of(String[] arguments) {
        return new Work(
                Engine.valueOf(arguments[0]),
                arguments[1],
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]),
                Integer.parseInt(arguments[5]),
                Long.parseLong(arguments[6]),
                Long.parseLong(arguments[7]),
                Integer.parseInt(arguments[8]));
    }

    /** Axon dates facts, and judges gaps, by this one clock. */
    void setClock() {
        if (lapse != 1) {
            GenericEventMessage.clock = new Lapsing(began, lapse);
        }
    }

    private static final class Lapsing extends Clock {

        private final long began;
        private final int lapse;

        Lapsing(long began, int lapse) {
            this.began = began;
            this.lapse = lapse;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(began + (System.currentTimeMillis() - began) * lapse);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
