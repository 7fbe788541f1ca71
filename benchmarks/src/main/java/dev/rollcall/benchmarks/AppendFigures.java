package dev.rollcall.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** Facts appended per second, one per append, beside inserts of the same rows by pgbench and beside Axon's stock engine. */
final class AppendFigures {

    private static final int[] CALLERS = {1, 8, 16};

    private AppendFigures() {}

    static void measure(Server server, Plan plan, Path folder, Sheet sheet) throws Exception {
        try (HikariDataSource pool = server.make("appends");
                Room room = Room.open(pool, server.key());
                Connection connection = server.connect("appends")) {
            EventStorageEngine stock = stock(pool);
            long ours = Crowd.closed(8, plan.seconds(), (caller, number) -> room.append(Room.newcomer()))
                    .count();
            long theirs = Crowd.closed(8, plan.seconds(), (caller, number) -> stock.appendEvents(Room.newcomer()))
                    .count();
            Pgbench pgbench = new Pgbench(server, "appends", folder);
            for (int callers : CALLERS) {
                Series inserts = new Series();
                Series appends = new Series();
                Series stocks = new Series();
                for (int round = 0; round < plan.rounds(); round++) {
                    inserts.add(pgbench.rate(callers, plan.seconds()));
                    // by turns, because whoever comes second finds the machine warm
                    for (boolean mine : round % 2 == 0 ? new boolean[] {true, false} : new boolean[] {false, true}) {
                        EventStorageEngine engine = mine ? room.engine : stock;
                        Crowd.Done done = Crowd.closed(
                                callers, plan.seconds(), (caller, number) -> engine.appendEvents(Room.newcomer()));
                        (mine ? appends : stocks).add(done.perSecond());
                        ours += mine ? done.count() : 0;
                        theirs += mine ? 0 : done.count();
                    }
                }
                String yardstick = "pgbench " + inserts.in("%.0f") + "/s";
                String who = ", callers: " + callers;
                sheet.add(
                        "facts appended" + who,
                        appends.in("%.0f") + "/s",
                        yardstick,
                        appends.over(inserts).in("%.2f"),
                        "");
                sheet.add(
                        "the same by Axon's stock JDBC engine" + who,
                        stocks.in("%.0f") + "/s",
                        yardstick,
                        stocks.over(inserts).in("%.2f"),
                        "");
            }
            sheet.expectStored(
                    "facts appended",
                    ours,
                    Server.number(connection, "select count(distinct event_id) from store.fact"));
            sheet.expectStored(
                    "facts appended, rows", ours, Server.number(connection, "select count(*) from store.fact"));
            sheet.expectStored(
                    "facts appended by the stock engine",
                    theirs,
                    Server.number(connection, "select count(*) from domainevententry"));
        }
    }

    /** As Axon's documentation sets it up on Spring's transactions. */
    private static EventStorageEngine stock(HikariDataSource pool) {
        Serializer serializer = Jackson3Serializer.builder().build();
        JdbcEventStorageEngine engine = JdbcEventStorageEngine.builder()
                .snapshotSerializer(serializer)
                .eventSerializer(serializer)
                .connectionProvider(new SpringDataSourceConnectionProvider(pool))
                .transactionManager(new SpringTransactionManager(new DataSourceTransactionManager(pool)))
                .build();
        engine.createSchema(PostgresEventTableFactory.INSTANCE);
        return engine;
    }
}
