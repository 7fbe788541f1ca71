package dev.rollcall.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.api.audit.FactPage;
import dev.rollcall.api.audit.FactView;
import dev.rollcall.api.audit.FindFacts;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * Writes all facts that match, however many, a page at a time. What cannot be completed breaks off: the connection is closed
 * before the end of the answer, so that nobody takes a part for the whole.
 */
public final class FactExport {

    public static final MediaType NDJSON = MediaType.APPLICATION_NDJSON;
    public static final MediaType CSV = new MediaType("text", "csv");

    private static final Logger LOG = LoggerFactory.getLogger(FactExport.class);

    /** What a spreadsheet would take for a formula. */
    private static final String FORMULA = "=+-@\t\r";

    private static final List<Column> COLUMNS = List.of(
            new Column("position", FactView::position),
            new Column("eventId", FactView::eventId),
            new Column("type", FactView::type),
            new Column("occurredAt", FactView::occurredAt),
            new Column("subjectKind", fact -> fact.subject().kind()),
            new Column("subjectId", fact -> fact.subject().id()),
            new Column("subjectName", fact -> fact.subject().name()),
            new Column("actorKind", fact -> fact.actor().kind()),
            new Column("actorId", fact -> fact.actor().id()),
            new Column("actorName", fact -> fact.actor().name()),
            new Column("actorRoles", fact -> String.join(" ", fact.actor().roles())),
            new Column("via", FactView::via),
            new Column("reason", FactView::reason),
            new Column("correlationId", FactView::correlationId));

    private record Column(String name, Function<FactView, @Nullable Object> of) {}

    private final Courier courier;
    private final Json json;

    FactExport(Courier courier, Json json) {
        this.courier = courier;
        this.json = json;
    }

    /**
     * @param first the first page
     * @param most how many facts at most
     * @param form {@link #NDJSON} or {@link #CSV}
     */
    public void write(FindFacts first, long most, MediaType form, Call call, HttpServletResponse response)
            throws IOException {
        // the first page is asked for before anything is written: what is wrong with the question is answered as ever
        FactPage page = page(first, call);
        boolean csv = form.equals(CSV);
        response.setContentType((csv ? CSV : NDJSON) + ";charset=UTF-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                "attachment; filename=\"rollcall-audit." + (csv ? "csv" : "ndjson") + "\"");
        OutputStream out = response.getOutputStream();
        if (csv) {
            out.write(line(Stream.concat(COLUMNS.stream().map(Column::name), Stream.of("changes"))));
        }
        long left = most;
        while (true) {
            for (FactView fact : page.items()) {
                if (left-- == 0) {
                    return;
                }
                out.write(csv ? row(fact) : record(fact));
            }
            String next = page.nextCursor();
            if (next == null) {
                return;
            }
            out.flush();
            page = next(first, next, call);
        }
    }

    private FactPage next(FindFacts first, String cursor, Call call) throws BrokenOff {
        try {
            return page(
                    new FindFacts(
                            first.kind(),
                            first.subject(),
                            first.actor(),
                            first.type(),
                            first.from(),
                            first.to(),
                            first.newestFirst(),
                            first.limit(),
                            cursor),
                    call);
        } catch (RuntimeException failed) {
            LOG.warn("An export of facts broke off after {}: {}", cursor, String.valueOf(failed.getMessage()));
            throw new BrokenOff(failed);
        }
    }

    /** Nothing can be said any more, as the answer has begun: {@link Problems} lets it pass, so that the server hangs up. */
    static final class BrokenOff extends IOException {
        private BrokenOff(Throwable cause) {
            super("the answer breaks off", cause);
        }
    }

    private FactPage page(FindFacts query, Call call) {
        return courier.ask(query, ResponseTypes.instanceOf(FactPage.class), call);
    }

    private byte[] record(FactView fact) {
        return (new String(json.write(json.tree(fact)), UTF_8) + "\n").getBytes(UTF_8);
    }

    private byte[] row(FactView fact) {
        String changes = new String(json.write(json.tree(fact.changes())), UTF_8);
        return line(Stream.concat(
                COLUMNS.stream().map(column -> {
                    Object value = column.of().apply(fact);
                    return value == null ? "" : value.toString();
                }),
                Stream.of(changes)));
    }

    /** RFC 4180; what a spreadsheet would take for a formula gets an apostrophe before it, as OWASP advises. */
    private static byte[] line(Stream<String> values) {
        return values.map(value -> !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0 ? "'" + value : value)
                .map(value -> value.matches("(?s).*[\",\r\n].*") ? "\"" + value.replace("\"", "\"\"") + "\"" : value)
                .collect(Collectors.joining(",", "", "\r\n"))
                .getBytes(UTF_8);
    }
}
