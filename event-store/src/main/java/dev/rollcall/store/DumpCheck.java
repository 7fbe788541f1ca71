package dev.rollcall.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.api.audit.ChainView;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks the chain of facts in a dump, as {@code pg_dump} writes it in its plain format, where there is neither database nor
 * installation key: the public key is enough. Keeps some 150 bytes of each fact in memory.
 */
public final class DumpCheck {

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendOffset("+HH:mm", "+00")
            .toFormatter(Locale.ROOT);

    private final List<ChainedFact> facts = new ArrayList<>();
    private final List<ChainBlock> blocks = new ArrayList<>();

    private DumpCheck() {}

    /**
     * Checks a dump.
     *
     * @param head a note of the second place, whose end and public key count; or a file with the public key alone, 64
     *     hexadecimal digits
     * @param progress is told now and then how far it is
     * @throws IOException where the dump or the head cannot be read, or the dump holds no chain
     */
    public static ChainView of(Path dump, Path head, Consumer<ChainView> progress) throws IOException {
        Optional<Witness.Note> note = Optional.empty();
        ChainKey key;
        String text = Files.readString(head);
        if (text.strip().startsWith("{")) {
            note = new Witness(head).read();
            key = ChainKey.parse(note.orElseThrow().publicKey());
        } else {
            try {
                key = ChainKey.parse(text);
            } catch (IllegalArgumentException other) {
                throw new IOException(head + " holds neither the end of a chain nor a public key", other);
            }
        }
        DumpCheck check = new DumpCheck();
        check.read(dump);
        check.facts.sort(Comparator.comparing(ChainedFact::place));
        check.blocks.sort(Comparator.comparing(ChainBlock::number));
        return new ChainCheck(check.facts.iterator(), key, note, check.facts.size(), Clock.systemUTC(), progress)
                .run(check.blocks.iterator());
    }

    private void read(Path dump) throws IOException {
        boolean chain = false;
        try (BufferedReader lines = Files.newBufferedReader(dump, UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("COPY store.fact (")) {
                    rows(lines, columns(line), row -> facts.add(fact(row)));
                } else if (line.startsWith("COPY store.chain (")) {
                    chain = true;
                    rows(lines, columns(line), row -> blocks.add(block(row)));
                }
            }
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            throw new IOException(dump + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
        if (!chain) {
            throw new IOException(
                    dump + " holds no chain of facts: make it by pg_dump, in the plain format, with data");
        }
    }

    private static List<String> columns(String copy) {
        String names = copy.substring(copy.indexOf('(') + 1, copy.indexOf(')'));
        return Arrays.stream(names.split(",")).map(String::strip).toList();
    }

    private static void rows(BufferedReader lines, List<String> columns, Consumer<Row> reader) throws IOException {
        for (String line = lines.readLine(); line != null && !line.equals("\\."); line = lines.readLine()) {
            String[] values = line.split("\t", -1);
            if (values.length != columns.size()) {
                throw new IllegalArgumentException("a row has " + values.length + " columns");
            }
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < values.length; i++) {
                if (!values[i].equals("\\N")) {
                    row.put(columns.get(i), unescaped(values[i]));
                }
            }
            reader.accept(new Row(row));
        }
    }

    /** What COPY writes for characters that mean something to it. */
    private static String unescaped(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder clear = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '\\' && i + 1 < text.length()) {
                char escaped = text.charAt(++i);
                int special = "bfnrtv".indexOf(escaped);
                clear.append(special < 0 ? escaped : "\b\f\n\r\t\u000B".charAt(special));
            } else {
                clear.append(letter);
            }
        }
        return clear.toString();
    }

    private record Row(Map<String, String> values) {

        private @Nullable String orNull(String column) {
            return values.get(column);
        }

        private String text(String column) {
            return Objects.requireNonNullElseGet(values.get(column), () -> {
                throw new IllegalArgumentException("a row has no " + column);
            });
        }

        private long number(String column) {
            return Long.parseLong(text(column));
        }

        private byte[] bytes(String column) {
            return HexFormat.of().parseHex(text(column).substring("\\x".length()));
        }

        private Instant instant(String column) {
            return OffsetDateTime.parse(text(column), TIME)
                    .withOffsetSameInstant(ZoneOffset.UTC)
                    .toInstant();
        }
    }

    private static ChainedFact fact(Row row) {
        return ChainedFact.of(new ChainedFact.Row(
                new FactToken((int) row.number("era"), row.number("xid"), row.number("number")),
                UUID.fromString(row.text("event_id")),
                row.text("aggregate_id"),
                row.orNull("aggregate_type"),
                row.number("sequence"),
                row.text("name"),
                row.text("revision"),
                row.instant("occurred_at"),
                row.text("metadata"),
                row.bytes("payload")));
    }

    private static ChainBlock block(Row row) {
        return new ChainBlock(
                row.number("block"),
                row.number("facts"),
                row.bytes("entries"),
                row.instant("signed_at"),
                row.text("signed_by"),
                row.bytes("signature"),
                // dumps from before there were any have no such column
                row.orNull("certificate") == null ? null : row.bytes("certificate"));
    }
}
