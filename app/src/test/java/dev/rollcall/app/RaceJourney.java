package dev.rollcall.app;

import org.junit.jupiter.api.extension.ExtendWith;

/** Races where one process plays all roles. */
@ExtendWith(SharedRollcall.class)
class RaceJourney extends RaceStory {

    RaceJourney(RunningRollcall rollcall) {
        super(rollcall);
    }
}
