package dev.rollcall.benchmarks;

import dev.rollcall.api.Actor;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Via;
import dev.rollcall.api.access.Assertions;
import dev.rollcall.api.access.Assertions.Disbelieved;
import dev.rollcall.api.access.Assertions.Subject;
import dev.rollcall.api.access.RecentUses;
import dev.rollcall.api.user.EditUser;
import dev.rollcall.api.user.UserId;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What asserting a message costs the side that sends it and the side that handles it, in microseconds of processor time. One thread. */
final class AssertionFigures {

    /** Of this thread alone: how busy the machine is otherwise does not matter. */
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    private static final int MESSAGES = 100_000;
    private static final int ROUNDS = 5;

    private AssertionFigures() {}

    public static void main(String[] arguments) throws Disbelieved {
        Assertions assertions = new Assertions(InstallationKey.random(), Clock.systemUTC(), Map.of());
        for (int round = 0; round < ROUNDS; round++) {
            RecentUses uses = new RecentUses(Clock.systemUTC());
            Subject[] messages = new Subject[MESSAGES];
            long start = CLOCK.getCurrentThreadCpuTime();
            for (int i = 0; i < MESSAGES; i++) {
                Subject message = message(i);
                messages[i] =
                        new Subject(message.id(), message.name(), message.payload(), assertions.asserted(message));
            }
            long signed = CLOCK.getCurrentThreadCpuTime();
            for (Subject message : messages) {
                assertions.verify(message, uses::first);
            }
            long verified = CLOCK.getCurrentThreadCpuTime();
            System.out.printf(
                    "round %d: sign %.1f µs, verify %.1f µs%n",
                    round + 1, (signed - start) / 1e3 / MESSAGES, (verified - signed) / 1e3 / MESSAGES);
        }
    }

    private static Subject message(int number) {
        UserId user = new UserId(new UUID(1, number));
        Actor actor = new Actor(Actor.Kind.USER, user.toString(), "ada", List.of("QUALITY_MANAGER", "ADMIN"));
        EditUser edit = new EditUser(
                user, 1L, null, null, "ada@example.org", "Ada", "Lovelace", null, null, null, null, List.of());
        return new Subject(
                "m-" + number,
                EditUser.class.getName(),
                edit,
                new Provenance(actor, Via.API, "why", "c-1", "r", "d").toMetaData());
    }
}
