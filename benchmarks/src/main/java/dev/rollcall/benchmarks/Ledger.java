package dev.rollcall.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Looks for every acknowledged command in the store: exactly one fact of it, about whom and as which version its answer said. */
final class Ledger {

    private static final int AT_ONCE = 10_000;
    private static final int TOLD = 3;

    private Ledger() {}

    /** @param folder where the processes of the run left what was acknowledged */
    static void check(Path folder, Connection connection, Report report) throws IOException, SQLException {
        Map<String, String> found = new HashMap<>();
        long doubled = 0;
        boolean auto = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(AT_ONCE);
            // what a command records besides, about its request and its caller, is not about whom it was sent to
            try (ResultSet row = statement.executeQuery("""
                    select metadata::json ->> 'correlation-id', aggregate_id || ' ' || sequence from store.fact
                    where aggregate_type in ('User', 'ProvisionedClient')
                      and metadata::json ->> 'correlation-id' like '%s%%'""".formatted(Acknowledgements.MARK))) {
                while (row.next()) {
                    doubled += found.put(row.getString(1), row.getString(2)) == null ? 0 : 1;
                }
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(auto);
        }
        if (doubled > 0) {
            report.violated(doubled + " commands left more than one fact");
        }
        long acknowledged = 0;
        int lost = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".acknowledged"))
                    .toList()) {
                for (String line : Files.readAllLines(file, UTF_8)) {
                    acknowledged++;
                    String[] parts = line.split(" ", 2);
                    String stored = found.remove(parts[0]);
                    if (!parts[1].equals(stored) && lost++ < TOLD) {
                        report.violated(parts[0] + " was acknowledged as " + parts[1] + " and is stored as " + stored);
                    }
                }
            }
        }
        if (lost > TOLD) {
            report.violated(lost + " acknowledged commands are not stored as they were answered");
        }
        if (!found.isEmpty()) {
            report.violated(found.size() + " facts of commands that were not acknowledged, such as "
                    + List.copyOf(found.keySet()).get(0));
        }
        report.checked(acknowledged);
        Report.progress(
                "the store has " + acknowledged + " acknowledged commands, " + lost + " of them not as answered");
    }
}
