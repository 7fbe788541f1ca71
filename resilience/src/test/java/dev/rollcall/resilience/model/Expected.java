package dev.rollcall.resilience.model;

import dev.rollcall.resilience.Answer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What the model says must come back.
 *
 * @param status one of several only where a request is wrong in several ways
 * @param codes of a refusal, one of them
 * @param pointers of all fields at fault, where the refusal is about fields
 * @param effect what an acceptance does to the model; takes identifiers and tokens from the answer
 */
record Expected(Set<Integer> status, Set<String> codes, Set<String> pointers, Consumer<Answer> effect) {

    static Expected accepted(int status, Consumer<Answer> effect) {
        return new Expected(Set.of(status), Set.of(), Set.of(), effect);
    }

    static Expected refused(int status, String... codes) {
        return new Expected(Set.of(status), Set.copyOf(Arrays.asList(codes)), Set.of(), nothing -> {});
    }

    static Expected invalid(Set<String> pointers) {
        return new Expected(Set.of(422), Set.of("invalid_values"), pointers, nothing -> {});
    }

    /** The first refusal that applies; with several of a different kind, any of them will do. */
    static Expected refusedFor(List<Expected> reasons) {
        if (reasons.size() == 1) {
            return reasons.get(0);
        }
        Set<Integer> status = new TreeSet<>();
        Set<String> codes = new TreeSet<>();
        for (Expected reason : reasons) {
            status.addAll(reason.status);
            codes.addAll(reason.codes);
        }
        return new Expected(status, codes, Set.of(), nothing -> {});
    }

    boolean acceptance() {
        return status.stream().allMatch(code -> code < 300);
    }

    /** What is wrong with an answer; empty where nothing is. */
    String against(Answer answer) {
        if (!status.contains(answer.status())) {
            return "status should be " + status + (codes.isEmpty() ? "" : " " + codes);
        }
        if (!codes.isEmpty() && !codes.contains(answer.code())) {
            return "code should be one of " + codes;
        }
        Set<String> named = new TreeSet<>();
        answer.body()
                .path("errors")
                .forEach(error -> named.add(error.path("pointer").asString("")));
        if (!pointers.isEmpty() && !named.equals(pointers)) {
            return "fields at fault should be " + pointers;
        }
        return "";
    }
}
