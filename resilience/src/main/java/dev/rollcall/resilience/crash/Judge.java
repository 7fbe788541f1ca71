package dev.rollcall.resilience.crash;

import dev.rollcall.resilience.store.StoredFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds what callers were told against what is stored. Knows nothing but the written history and the facts. */
final class Judge {

    /** An errand as the history tells it. */
    private static final class Story {
        private final List<Entry.Asked> attempts = new ArrayList<>();
        private final List<Entry.Answered> answers = new ArrayList<>();

        private Wish wish() {
            return attempts.get(0).wish();
        }

        private Entry.@Nullable Answered acceptance() {
            return answers.stream().filter(Entry.Answered::accepted).findFirst().orElse(null);
        }

        /** The last attempt was refused. */
        private boolean refused() {
            int last = attempts.get(attempts.size() - 1).attempt();
            return answers.stream().anyMatch(answer -> answer.attempt() == last && answer.refused());
        }

        @Override
        public String toString() {
            return attempts + " " + answers;
        }
    }

    private final Map<Long, Story> stories = new TreeMap<>();
    private final Map<String, List<StoredFact>> factsByCorrelation;
    private final Map<String, StoredFact> factsByVersion = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private long acknowledged;
    private long refused;
    private long unknown;
    private long unknownStored;
    private long lost;
    private long doubled;
    private long refusedButStored;

    private Judge(List<Entry> history, List<StoredFact> facts) {
        for (Entry entry : history) {
            if (entry instanceof Entry.Asked asked) {
                stories.computeIfAbsent(asked.errand(), number -> new Story())
                        .attempts
                        .add(asked);
            } else if (entry instanceof Entry.Answered answered) {
                stories.computeIfAbsent(answered.errand(), number -> new Story())
                        .answers
                        .add(answered);
            }
        }
        factsByCorrelation = facts.stream().collect(Collectors.groupingBy(StoredFact::correlation));
        facts.forEach(fact -> factsByVersion.put(fact.aggregate() + " " + fact.version(), fact));
    }

    static Verdict judge(List<Entry> history, List<StoredFact> facts) {
        Judge judge = new Judge(history, facts);
        judge.stories.values().forEach(judge::story);
        judge.nothingFromNowhere();
        return new Verdict(
                judge.acknowledged,
                judge.refused,
                judge.unknown,
                judge.unknownStored,
                judge.lost,
                judge.doubled,
                judge.refusedButStored,
                judge.faults);
    }

    private void story(Story story) {
        List<Entry.Asked> effective = story.attempts.stream()
                .filter(attempt -> factsByCorrelation.containsKey(attempt.correlation()))
                .toList();
        if (effective.size() > 1) {
            doubled++;
            faults.add("done " + effective.size() + " times: " + story);
            return;
        }
        Entry.Answered acceptance = story.acceptance();
        if (acceptance != null) {
            acknowledged++;
            if (effective.isEmpty()) {
                lost++;
                faults.add("acknowledged and not stored: " + story);
            } else {
                whole(story, effective.get(0));
                version(story, effective.get(0), acceptance);
            }
        } else if (story.refused()) {
            refused++;
            if (!effective.isEmpty()) {
                refusedButStored++;
                faults.add("refused and stored: " + story);
            }
        } else {
            unknown++;
            if (!effective.isEmpty()) {
                unknownStored++;
                whole(story, effective.get(0));
            }
        }
    }

    /** All the facts of the wish, each once, and the key with them. */
    private void whole(Story story, Entry.Asked attempt) {
        List<StoredFact> stored = factsByCorrelation.getOrDefault(attempt.correlation(), List.of());
        List<String> expected = new ArrayList<>(story.wish().facts());
        expected.add("request-accepted");
        for (String name : expected) {
            long times =
                    stored.stream().filter(fact -> fact.name().equals(name)).count();
            if (times == 0) {
                lost++;
                faults.add("half done, " + name + " is missing: " + story);
            } else if (times > 1) {
                doubled++;
                faults.add(name + " is stored " + times + " times: " + story);
            }
        }
    }

    /** The version that the answer gave is that of a fact of this very attempt. */
    private void version(Story story, Entry.Asked attempt, Entry.Answered acceptance) {
        if (acceptance.version() == null) {
            return;
        }
        StoredFact fact = factsByVersion.get(acceptance.subject() + " " + acceptance.version());
        if (fact == null || !fact.correlation().equals(attempt.correlation())) {
            lost++;
            faults.add("the acknowledged version is another's: " + story + ", stored " + fact);
        }
    }

    private void nothingFromNowhere() {
        List<String> asked = stories.values().stream()
                .flatMap(story -> story.attempts.stream())
                .map(Entry.Asked::correlation)
                .toList();
        Map<String, List<StoredFact>> unasked = new TreeMap<>(factsByCorrelation);
        asked.forEach(unasked::remove);
        unasked.forEach((correlation, facts) -> {
            if (Errand.ours(correlation)) {
                faults.add("stored and never asked: " + facts);
            }
        });
    }
}
