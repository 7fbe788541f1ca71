package dev.rollcall.app;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same stories where every role is a process of its own, with Axon Server between them and its store for the facts. */
@EnabledIfEnvironmentVariable(
        named = SplitRollcall.AXON_SERVER,
        matches = ".+:\\d+",
        disabledReason = "it needs an empty Axon Server: set ROLLCALL_AXONSERVER to its host:port")
@ExtendWith(SplitRollcall.class)
class AxonServerJourney {

    @Nested
    class OfAnAdministrator extends AdministratorStory {
        OfAnAdministrator(RunningRollcall web) {
            super(web);
        }
    }

    @Nested
    class OfTrouble extends TroubleStory {
        OfTrouble(RunningRollcall web) {
            super(web);
        }
    }

    @Nested
    class OfRaces extends RaceStory {
        OfRaces(RunningRollcall web) {
            super(web);
        }
    }

    @Nested
    class OfSeveral extends SeveralStory {
        OfSeveral(SeveralProcesses processes) {
            super(processes);
        }
    }

    @Nested
    class OfStrangers extends StrangeMessages {
        OfStrangers(SeveralProcesses processes) {
            super(processes);
        }
    }
}
