package dev.rollcall.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.util.UUID;
import java.util.stream.IntStream;

/** What 10,000 edits of one user cost the next one, and what a snapshot would save. The program takes none. */
final class LongLifeFigures {

    private static final int EDITS = 10_000;
    private static final int AT_ONCE = 500;
    private static final int TIMES = 20;

    private LongLifeFigures() {}

    /** Appends so many edits of a user after its first fact, which is there. */
    private static void edit(Room room, UUID user) {
        for (int from = 1; from <= EDITS; from += AT_ONCE) {
            room.engine.appendEvents(IntStream.range(from, from + AT_ONCE)
                    .mapToObj(sequence -> Room.fact("User", user, sequence, Room.renamed(user, "Name " + sequence)))
                    .toList());
        }
    }

    /** In process: how long the facts of one take to be read, all of them, and from a snapshot on. */
    static void inProcess(Server server, Sheet sheet) throws Exception {
        try (HikariDataSource pool = server.make("long_life");
                Room room = Room.open(pool, server.key())) {
            UUID user = Room.id();
            room.append(Room.fact("User", user, 0, Room.renamed(user, "Name 0")));
            edit(room, user);
            Series all = new Series();
            read(room, user, EDITS + 1);
            for (int time = 0; time < TIMES; time++) {
                all.add(read(room, user, EDITS + 1));
            }
            room.store.storeSnapshot(Room.fact("User", user, EDITS, Room.renamed(user, "Name " + EDITS)));
            Series shortened = new Series();
            read(room, user, 1);
            for (int time = 0; time < TIMES; time++) {
                shortened.add(read(room, user, 1));
            }
            sheet.add(
                    "reading a user of 10,000 edits in process",
                    all.in("%.1f") + " ms",
                    "from a snapshot " + shortened.in("%.1f") + " ms",
                    all.over(shortened).in("%.0f"),
                    "");
        }
    }

    private static double read(Room room, UUID user, long expected) {
        long begin = System.nanoTime();
        long count = room.store
                .readEvents(user.toString())
                .asStream()
                .map(fact -> fact.getPayload())
                .count();
        double millis = (System.nanoTime() - begin) / 1e6;
        if (count != expected) {
            throw new IllegalStateException("read " + count + " facts instead of " + expected);
        }
        return millis;
    }

    /** Over HTTP: the next edit of somebody edited 10,000 times, beside one of somebody new. */
    static void overHttp(RunningJar jar, Server server, Editors editors, Sheet sheet) throws Exception {
        UUID old = Room.id();
        UUID young = Room.id();
        try (HikariDataSource pool = server.pool(Server.OF_THE_JAR);
                Room room = Room.open(pool, server.key());
                Connection connection = server.connect(Server.OF_THE_JAR)) {
            room.append(People.created(old, "old-hand"));
            room.append(People.created(young, "new-hand"));
            edit(room, old);
            Views.await(connection, old, EDITS);
        }
        Series late = new Series();
        Series first = new Series();
        for (int time = 0; time < TIMES; time++) {
            first.add(patch(jar, editors, young, time));
            late.add(patch(jar, editors, old, EDITS + time));
        }
        sheet.add(
                "edit of a user of 10,000 edits over HTTP",
                late.in("%.1f") + " ms",
                "of a new user " + first.in("%.1f") + " ms",
                late.over(first).in("%.1f"),
                "");
    }

    private static double patch(RunningJar jar, Editors editors, UUID user, long version) throws Exception {
        long begin = System.nanoTime();
        editors.patch(jar, user, version, "Late-" + version);
        return (System.nanoTime() - begin) / 1e6;
    }
}
