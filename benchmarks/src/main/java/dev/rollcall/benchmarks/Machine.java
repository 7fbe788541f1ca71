package dev.rollcall.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What everything was measured on.
 *
 * @param postgres its version and the settings that make a commit durable
 */
record Machine(String when, int cores, String processor, long memoryMiB, String system, String java, String postgres) {

    private static final long KIB = 1024;

    static Machine of(String postgres) throws IOException {
        String processor = Files.readAllLines(Path.of("/proc/cpuinfo"), UTF_8).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown processor");
        long memory = Files.readAllLines(Path.of("/proc/meminfo"), UTF_8).stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
        return new Machine(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                Runtime.getRuntime().availableProcessors(),
                processor,
                memory / KIB,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                postgres);
    }

    /** Of the last minute, five and fifteen. */
    static String load() throws IOException {
        String[] words = Files.readString(Path.of("/proc/loadavg"), UTF_8).split(" ");
        return words[0];
    }

    String text() {
        return """
                %s. %d cores (%s), %,d MiB of memory, %s. %s, for the program and for the drivers. %s.
                """.formatted(when, cores, processor, memoryMiB, system, java, postgres);
    }

    Map<String, Object> raw() {
        Map<String, Object> raw = new LinkedHashMap<>();
        raw.put("when", when);
        raw.put("cores", cores);
        raw.put("processor", processor);
        raw.put("memoryMiB", memoryMiB);
        raw.put("system", system);
        raw.put("java", java);
        raw.put("postgres", postgres);
        return raw;
    }
}
