package dev.rollcall.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.util.UUID;

/** What 10,000 edits of one user cost the next one, and what a snapshot would save. The program takes none. */
final class LongLifeFigures {

    private static final int EDITS = 10_000;
    private static final int TIMES = 20;

    private LongLifeFigures() {}

    /** In process: how long the facts of one take to be read, all of them, and from a snapshot on. */
    static void inProcess(Server server, Sheet sheet) throws Exception {
        try (HikariDataSource pool = server.make("long_life");
                Room room = Room.open(pool, server.key())) {
            UUID user = Room.id();
            room.append(Room.fact("User", user, 0, Room.renamed(user, "Name 0")));
            People.rename(room, user, EDITS);
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
}
