package dev.rollcall.app;

import org.junit.jupiter.api.extension.ExtendWith;

/** Trouble where one process plays all roles. */
@ExtendWith(SharedRollcall.class)
class TroubleJourney extends TroubleStory {

    TroubleJourney(RunningRollcall rollcall) {
        super(rollcall);
    }
}
