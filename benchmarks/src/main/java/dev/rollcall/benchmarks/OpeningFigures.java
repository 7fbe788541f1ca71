package dev.rollcall.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.api.InstallationKey;
import java.sql.Connection;

/** Whether a full store opens as fast as an empty one and takes facts as fast. */
final class OpeningFigures {

    private static final int CALLERS = 8;

    private OpeningFigures() {}

    private static final class Measured {
        final Series open = new Series();
        final Series first = new Series();
        final Series appends = new Series();
    }

    static void measure(Server server, Plan plan, Sheet sheet) throws Exception {
        try (HikariDataSource empty = server.make("empty");
                HikariDataSource full = server.make("filled")) {
            Room.open(empty, server.key()).close();
            fill(full, plan.facts(), server.key());
            Measured ofEmpty = new Measured();
            Measured ofFull = new Measured();
            for (int round = 0; round < plan.rounds(); round++) {
                try (Connection connection = empty.getConnection()) {
                    Server.run(connection, "truncate store.fact");
                }
                measure(empty, server.key(), plan, ofEmpty, sheet);
                measure(full, server.key(), plan, ofFull, sheet);
            }
            String many = " with %,d facts".formatted(plan.facts());
            add("opening the store's room" + many, " ms", ofFull.open, ofEmpty.open, sheet);
            add("first append and head after opening" + many, " ms", ofFull.first, ofEmpty.first, sheet);
            add("facts appended, callers: 8," + many, "/s", ofFull.appends, ofEmpty.appends, sheet);
        }
    }

    private static void add(String figure, String unit, Series full, Series empty, Sheet sheet) {
        sheet.add(
                figure,
                full.in("%.0f") + unit,
                "empty " + empty.in("%.0f") + unit,
                full.over(empty).in("%.2f"),
                "");
    }

    private static void fill(HikariDataSource full, int many, InstallationKey key) throws Exception {
        try (Room room = Room.open(full, key);
                Connection connection = full.getConnection()) {
            room.append(Room.newcomer());
            Server.run(connection, """
                    insert into store.fact (era, event_id, aggregate_id, aggregate_type, sequence, name, revision,
                                            occurred_at, metadata, payload)
                    select era, gen_random_uuid(), uuidv7()::text, aggregate_type, 0, name, revision, occurred_at,
                           metadata, payload
                    from store.fact, generate_series(2, %d)""".formatted(many), "vacuum analyze store.fact", "checkpoint");
        }
    }

    private static void measure(HikariDataSource pool, InstallationKey key, Plan plan, Measured measured, Sheet sheet)
            throws Exception {
        long before;
        try (Connection connection = pool.getConnection()) {
            before = Server.number(connection, "select count(*) from store.fact");
        }
        long begin = System.nanoTime();
        long appended;
        try (Room room = Room.open(pool, key)) {
            long opened = System.nanoTime();
            room.append(Room.newcomer());
            room.engine.createHeadToken();
            measured.first.add((System.nanoTime() - opened) / 1e6);
            measured.open.add((opened - begin) / 1e6);
            Crowd.Done done = Crowd.closed(CALLERS, plan.seconds(), (caller, number) -> room.append(Room.newcomer()));
            measured.appends.add(done.perSecond());
            appended = done.count() + 1;
        }
        try (Connection connection = pool.getConnection()) {
            sheet.expectStored(
                    "facts appended to a store just opened",
                    before + appended,
                    Server.number(connection, "select count(*) from store.fact"));
        }
    }
}
