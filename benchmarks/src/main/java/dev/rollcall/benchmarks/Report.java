package dev.rollcall.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** All figures of a run, and whether it is worth anything: whatever was acknowledged must be stored exactly once. */
final class Report {

    private static final int ROWS = 13;
    private static final String WORDS = "rows.properties";

    private final Machine machine;
    private final Plan plan;
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private String load = "";
    private long commands;

    Report(Machine machine, Plan plan) {
        this.machine = machine;
        this.plan = plan;
    }

    /** A row begins: how busy the machine is, it says with each of its figures. */
    void begin(int row) throws IOException {
        load = Machine.load();
        progress("row " + row + " begins, load " + load);
    }

    static void progress(String what) {
        System.err.println("[" + java.time.LocalTime.now().withNano(0) + "] " + what);
    }

    /** A figure beside its yardstick, round by round. */
    void add(
            int row,
            String what,
            Series ours,
            String unit,
            Series yardstick,
            String yardstickName,
            String yardstickUnit,
            Figure.@Nullable Goal goal,
            @Nullable Series cores) {
        add(new Figure(row, what, ours, unit, yardstick, yardstickName, yardstickUnit, goal, load, cores));
    }

    /** A figure that stands for itself. */
    void add(int row, String what, Series ours, String unit, Figure.@Nullable Goal goal, @Nullable Series cores) {
        add(new Figure(row, what, ours, unit, null, "", "", goal, load, cores));
    }

    private void add(Figure figure) {
        figures.add(figure);
        System.err.println(figure.line());
    }

    /** Something that a reader must know. */
    void note(String note) {
        notes.add(note);
        System.err.println(note);
    }

    void violated(String violation) {
        violations.add(violation);
        System.err.println("VOID: " + violation);
    }

    /** So many acknowledged commands were looked for. */
    void checked(long acknowledged) {
        commands += acknowledged;
    }

    boolean valid() {
        return violations.isEmpty();
    }

    /** Writes {@code report.md}, what it shows, and {@code report.json} beside it. */
    void write(Path folder) throws IOException {
        Properties words = words();
        StringBuilder text = new StringBuilder();
        text.append(
                        valid()
                                ? "Valid: each of " + commands
                                        + " acknowledged commands was found in the store exactly once.\n"
                                : "**VOID**: " + String.join("; ", violations) + "\n")
                .append("\n# Figures\n\n")
                .append(machine.text())
                .append("\nRounds: ")
                .append(plan.rounds())
                .append(", seconds of each load: ")
                .append(plan.seconds())
                .append(".\n\n");
        notes.forEach(note -> text.append("- ").append(note).append('\n'));
        text.append(
                "\nMedian, with the least and the most in brackets; a ratio is taken within its round. *Driver* is how many"
                        + " cores the process that asked took itself, *load* is the machine's over the last minute when the row began.\n\n");
        table(
                text,
                figures.stream()
                        .sorted(java.util.Comparator.comparingInt(Figure::row))
                        .toList());
        Path charts = Files.createDirectories(folder.resolve("report"));
        for (int row = 1; row <= ROWS; row++) {
            int number = row;
            List<Figure> own =
                    figures.stream().filter(each -> each.row() == number).toList();
            text.append("\n## ")
                    .append(row)
                    .append(". ")
                    .append(words.getProperty(row + ".title"))
                    .append("\n\n");
            text.append(words.getProperty(row + ".what")).append("\n\n");
            if (own.isEmpty()) {
                Files.deleteIfExists(charts.resolve("row-" + row + ".svg"));
                text.append("Not measured in this run.\n");
            } else {
                Files.writeString(charts.resolve("row-" + row + ".svg"), Chart.of(own), UTF_8);
                text.append("![Row ")
                        .append(row)
                        .append("](report/row-")
                        .append(row)
                        .append(".svg)\n");
            }
            text.append("\n- Bounded by: ").append(words.getProperty(row + ".bound"));
            text.append("\n- Next factor: ")
                    .append(words.getProperty(row + ".next"))
                    .append('\n');
        }
        Files.writeString(folder.resolve("report.md"), text.toString(), UTF_8);
        Map<String, Object> raw = new LinkedHashMap<>();
        raw.put("valid", valid());
        raw.put("violations", violations);
        raw.put("commands", commands);
        raw.put("machine", machine.raw());
        raw.put("plan", plan);
        raw.put("notes", notes);
        raw.put("figures", figures.stream().map(Figure::raw).toList());
        Files.writeString(
                folder.resolve("report.json"),
                JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(raw) + "\n",
                UTF_8);
    }

    private static void table(StringBuilder text, List<Figure> lines) {
        text.append("| # | what | ours | yardstick | ratio | goal | met | driver | load |\n")
                .append("|---|---|---|---|---|---|---|---|---|\n");
        lines.forEach(line -> text.append(line.line()).append('\n'));
    }

    private static Properties words() throws IOException {
        Properties words = new Properties();
        try (InputStream stream = Objects.requireNonNull(Report.class.getResourceAsStream(WORDS))) {
            words.load(new InputStreamReader(stream, UTF_8));
        }
        return words;
    }
}
