package dev.rollcall.resilience.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Needs no jar. */
class ShrinkerTest {

    @Test
    void leaves_only_the_steps_without_which_it_would_not_fail() {
        Sequence least =
                Shrinker.shrink(Sequence.of(7, 60), sequence -> sequence.steps().containsAll(List.of(3, 17, 18, 59)));

        assertThat(least.steps()).containsExactly(3, 17, 18, 59);
    }

    @Test
    void a_step_is_the_same_whichever_others_are_taken_and_after_being_kept() {
        Sequence whole = Sequence.of(7, 60);
        Sequence kept = Sequence.parse(new Sequence(7, List.of(3, 17)).toString());

        assertThat(kept.steps()).containsExactly(3, 17);
        assertThat(kept.dice(17).nextLong()).isEqualTo(whole.dice(17).nextLong());
        assertThat(kept.dice(17).nextLong()).isNotEqualTo(whole.dice(18).nextLong());
    }
}
