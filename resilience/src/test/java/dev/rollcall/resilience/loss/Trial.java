package dev.rollcall.resilience.loss;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.api.user.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;

/** Writers and a reader, each a process of its own, over an empty database. */
final class Trial implements AutoCloseable {

    private final Scenario scenario;
    private final Work work;
    private final HikariDataSource database;
    private final List<Party> parties = new ArrayList<>();

    /** @param facts about how many are to be appended by all writers together */
    Trial(Scenario scenario, Engine engine, String url, int facts) {
        this.scenario = scenario;
        this.work = scenario.work(engine, url, facts / scenario.writers.size());
        this.database = Databases.pool(url);
    }

    Outcome run() throws Exception {
        work.engine().prepare(database);
        Party reader = party(Reader.class, scenario.reader);
        List<Party> writers = new ArrayList<>();
        for (int clock : scenario.writers) {
            writers.add(party(Writer.class, clock));
        }
        hasClock(reader, scenario.reader);
        for (int writer = 0; writer < writers.size(); writer++) {
            hasClock(writers.get(writer), scenario.writers.get(writer));
        }
        for (Party writer : writers) {
            writer.go();
        }
        if (scenario.kills()) {
            Party victim = writers.get(writers.size() - 1);
            victim.awaitFacts(work.facts() / 4);
            assertThat(victim.kill()).as("killed while it was writing").isTrue();
        }
        List<String> acknowledged = new ArrayList<>();
        for (Party writer : writers) {
            if (!scenario.kills() || writer != writers.get(writers.size() - 1)) {
                writer.awaitDone();
            }
            acknowledged.addAll(writer.facts());
        }
        acknowledged.add(awaitLast(reader));
        return new Outcome(acknowledged, Databases.column(database, work.engine().everything), reader.facts());
    }

    private Party party(Class<?> main, int clock) throws Exception {
        Party party = new Party(main, work, clock);
        parties.add(party);
        return party;
    }

    private static void hasClock(Party party, int clock) throws InterruptedException {
        assertThat(party.awaitReady()).isCloseTo(Duration.ofSeconds(clock), Duration.ofSeconds(20));
    }

    /**
     * Appends one more fact and waits until it is read. Both engines ask in one statement for what is new and for the gaps
     * they still wait for, so whatever committed before this fact and has not been read with it never will be.
     */
    private String awaitLast(Party reader) throws Exception {
        try (Engine.Opened engine = work.engine().open(database)) {
            DomainEventMessage<?> last = Writer.fact(new UserId(UUID.randomUUID()), 0);
            engine.over(database).appendEvents(last);
            String name = Writer.name(last);
            reader.awaitFact(name);
            return name;
        }
    }

    @Override
    public void close() throws Exception {
        for (Party party : parties) {
            party.close();
        }
        database.close();
    }
}
