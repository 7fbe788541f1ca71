package dev.rollcall.app;

import org.junit.jupiter.api.extension.ExtendWith;

/** An administrator's day where one process plays all roles. */
@ExtendWith(SharedRollcall.class)
class AdministratorJourney extends AdministratorStory {

    AdministratorJourney(RunningRollcall rollcall) {
        super(rollcall);
    }
}
