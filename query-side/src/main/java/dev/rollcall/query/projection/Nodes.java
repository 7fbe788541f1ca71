package dev.rollcall.query.projection;

import dev.rollcall.api.audit.FindNodes;
import dev.rollcall.api.audit.NodeView;
import dev.rollcall.api.audit.ReportNode;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which processes there are. Each says so itself, time and again, and all times are the database's: whoever has a wrong clock
 * seems no older and no deader for it.
 */
class Nodes {

    /** How long a process may be silent before it counts as gone: several times as long as it is between two signs. */
    static final Duration SILENT = Duration.ofSeconds(20);

    /** How long one that ended without a word is told of. */
    static final Duration REMEMBERED = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final Supplier<@Nullable String> feeder;

    /** @param feeder what the process that applies facts at this moment is called; nothing: there is none */
    Nodes(JdbcClient jdbc, Supplier<@Nullable String> feeder) {
        this.jdbc = jdbc;
        this.feeder = feeder;
    }

    @CommandHandler
    void decide(ReportNode report) {
        if (report.ends()) {
            jdbc.sql("delete from query.node where name = :name")
                    .param("name", report.node())
                    .update();
            return;
        }
        jdbc.sql("with forgotten as (delete from query.node where seen_at < now() - make_interval(secs => :remembered)"
                        + " and name <> :name)"
                        + " insert into query.node as n (name, host, process_id, roles, version, started_at, seen_at)"
                        + " values (:name, :host, :process, :roles, :version, now() - make_interval(secs => :up), now())"
                        + " on conflict (name) do update set (host, process_id, roles, version, started_at, seen_at)"
                        + " = (excluded.host, excluded.process_id, excluded.roles, excluded.version,"
                        + " excluded.started_at, excluded.seen_at)")
                .param("remembered", (double) REMEMBERED.toSeconds())
                .param("name", report.node())
                .param("host", report.host())
                .param("process", report.processId())
                .param("roles", String.join(",", report.roles()))
                .param("version", report.version())
                .param("up", report.upMillis() / 1000.0)
                .update();
    }

    @QueryHandler
    List<NodeView> answer(FindNodes question) {
        String feeding = feeder.get();
        return jdbc.sql("select *, extract(epoch from now() - seen_at)::bigint as silent,"
                        + " seen_at < now() - make_interval(secs => :silent) as gone"
                        + " from query.node order by started_at, name")
                .param("silent", (double) SILENT.toSeconds())
                .query((row, number) -> new NodeView(
                        row.getString("name"),
                        row.getString("host"),
                        row.getLong("process_id"),
                        List.of(row.getString("roles").split(",")),
                        row.getString("version"),
                        row.getTimestamp("started_at").toInstant(),
                        row.getTimestamp("seen_at").toInstant(),
                        row.getLong("silent"),
                        row.getBoolean("gone"),
                        row.getString("name").equals(feeding)))
                .list();
    }
}
