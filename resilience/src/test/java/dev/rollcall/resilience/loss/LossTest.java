package dev.rollcall.resilience.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether a reader sees every fact that a writer was told is committed, once and in the order of its aggregate. The same is
 * asked of Axon's own engine, which is to be seen losing some: a trial in which that cannot be seen proves nothing. Where only a writer's
 * clock is ahead it loses none, which shows that it is not the trial that loses them.
 *
 * <p>{@code rollcall.loss.facts} are appended in each of {@code rollcall.loss.rounds}. The time that facts are dated by passes
 * {@code rollcall.loss.lapse} times faster where the stock engine's patience of a minute is tried.
 */
class LossTest {

    private static final int FACTS = Integer.getInteger("rollcall.loss.facts", 2_000);
    private static final int ROUNDS = Integer.getInteger("rollcall.loss.rounds", 1);
    /** So many rounds more the stock engine gets while it happens to lose nothing. */
    private static final int CHANCES = 5;

    private static final Map<Scenario, Map<Engine, List<Outcome>>> OUTCOMES = new EnumMap<>(Scenario.class);

    private static Databases databases;

    @BeforeAll
    static void start() throws Exception {
        databases = new Databases();
    }

    @AfterAll
    static void end() throws Exception {
        databases.close();
        System.out.println("lost of acknowledged facts in so many rounds (least / median / most of a round)");
        OUTCOMES.forEach((scenario, engines) -> engines.forEach((engine, outcomes) ->
                System.out.printf("%-52s %-8s %s%n", scenario.title, engine, Outcome.summary(outcomes))));
    }

    @ParameterizedTest
    @MethodSource("dev.rollcall.resilience.loss.Scenario#chosen")
    void nothing_is_lost_doubled_or_overtaken(Scenario scenario) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Outcome outcome = outcome(scenario, Engine.ROLLCALL);

            assertThat(outcome.lost()).as("acknowledged and never read").isEmpty();
            assertThat(outcome.disordered()).isEmpty();
            assertThat(outcome.read())
                    .as("everything stored, acknowledged or not, and nothing given up")
                    .containsExactlyInAnyOrderElementsOf(outcome.stored());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.rollcall.resilience.loss.Scenario#chosen")
    void the_stock_engine_is_seen_to_lose_facts(Scenario scenario) throws Exception {
        int lost = 0;
        int rounds = ROUNDS;
        for (int round = 0; round < rounds; round++) {
            Outcome outcome = outcome(scenario, Engine.STOCK);
            lost += outcome.lost().size();
            if (lost == 0 && scenario.stockLoses && rounds < ROUNDS + CHANCES) {
                rounds++;
            }

            assertThat(outcome.stored()).as("what the reader lost is there").containsAll(outcome.acknowledged());
        }

        assertThat(lost > 0).as("lost " + lost).isEqualTo(scenario.stockLoses);
    }

    private static Outcome outcome(Scenario scenario, Engine engine) throws Exception {
        assumeTrue(
                !scenario.needsWrongClock() || WrongClock.installed(),
                "setting the clock of a process needs libfaketime: apt-get install faketime");
        try (Trial trial = new Trial(scenario, engine, databases.create(), FACTS)) {
            Outcome outcome = trial.run();
            OUTCOMES.computeIfAbsent(scenario, key -> new EnumMap<>(Engine.class))
                    .computeIfAbsent(engine, key -> new ArrayList<>())
                    .add(outcome);
            System.out.printf(
                    "%s %s: %d lost%n", scenario, engine, outcome.lost().size());
            return outcome;
        }
    }
}
