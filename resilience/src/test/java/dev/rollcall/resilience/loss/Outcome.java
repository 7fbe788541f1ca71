package dev.rollcall.resilience.loss;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What became of the facts of one trial; each is named {@code aggregate:sequence}.
 *
 * @param acknowledged the writers were told that these are committed
 * @param stored what lies in the table
 * @param read what the reader handled, in that order
 */
record Outcome(List<String> acknowledged, Set<String> stored, List<String> read) {

    /** Acknowledged, and the reader will never see them. */
    Set<String> lost() {
        Set<String> lost = new HashSet<>(acknowledged);
        lost.removeAll(new HashSet<>(read));
        return lost;
    }

    /** Aggregates whose facts came to the reader in another order than they have, with gaps, or more than once. */
    Map<String, List<Long>> disordered() {
        return read.stream()
                .collect(Collectors.groupingBy(
                        fact -> fact.substring(0, fact.indexOf(':')),
                        Collectors.mapping(
                                fact -> Long.parseLong(fact.substring(fact.indexOf(':') + 1)), Collectors.toList())))
                .entrySet()
                .stream()
                .filter(entry -> !inOrder(entry.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static boolean inOrder(List<Long> sequences) {
        for (int place = 0; place < sequences.size(); place++) {
            if (sequences.get(place) != place) {
                return false;
            }
        }
        return true;
    }

    /** Of some trials: lost altogether of acknowledged altogether, and the least, median and most lost of one. */
    static String summary(List<Outcome> outcomes) {
        List<Integer> lost = new ArrayList<>();
        int acknowledged = 0;
        for (Outcome outcome : outcomes) {
            lost.add(outcome.lost().size());
            acknowledged += outcome.acknowledged().size();
        }
        Collections.sort(lost);
        return "%d of %d in %d (%d / %d / %d)"
                .formatted(
                        lost.stream().mapToInt(Integer::intValue).sum(),
                        acknowledged,
                        outcomes.size(),
                        lost.get(0),
                        lost.get(lost.size() / 2),
                        lost.get(lost.size() - 1));
    }
}
