package dev.rollcall.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody at the console of the shared program, with a browser of their own, in whose pages nothing may go wrong. */
@ExtendWith(SharedRollcall.class)
abstract class ConsoleVisit {

    Chromium chromium;

    @BeforeEach
    void open(RunningRollcall rollcall) throws Exception {
        chromium = Chromium.of(rollcall);
    }

    @AfterEach
    void nothing_went_wrong_in_a_page() {
        if (chromium != null) {
            chromium.close();
            assertThat(chromium.troubles()).isEmpty();
        }
    }
}
