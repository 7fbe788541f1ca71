package dev.rollcall.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What processes of a run tell each other: {@code name=value} words in one line. */
record Words(Map<String, String> values) {

    static Words of(String line) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String word : line.strip().split(" ")) {
            String[] parts = word.split("=", 2);
            values.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
        return new Words(values);
    }

    /** Of a crowd's work: count, rate per second, and milliseconds. */
    static Words of(Crowd.Done done) {
        Words words = new Words(new LinkedHashMap<>());
        words.put("count", done.count());
        words.put("rate", done.perSecond());
        words.put("p50", done.micros().getValueAtPercentile(50) / 1e3);
        words.put("p90", done.micros().getValueAtPercentile(90) / 1e3);
        words.put("p99", done.micros().getValueAtPercentile(99) / 1e3);
        words.put("p999", done.micros().getValueAtPercentile(99.9) / 1e3);
        words.put("max", done.micros().getMaxValue() / 1e3);
        return words;
    }

    void put(String name, double value) {
        values.put(name, String.valueOf(value));
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String text(String name) {
        String text = values.get(name);
        if (text == null) {
            throw new IllegalArgumentException("no " + name + " among " + values.keySet());
        }
        return text;
    }

    double number(String name) {
        return Double.parseDouble(text(name));
    }

    int whole(String name) {
        return Integer.parseInt(text(name));
    }

    String line() {
        return values.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(" "));
    }
}
