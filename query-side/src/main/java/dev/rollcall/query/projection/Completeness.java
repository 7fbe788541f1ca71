package dev.rollcall.query.projection;

import dev.rollcall.api.Position;
import dev.rollcall.api.StoredSubjects;
import dev.rollcall.api.StoredSubjects.StoredSubject;
import dev.rollcall.query.Projection;
import dev.rollcall.query.Projections;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Compares what is stored with what is applied, user by user and client by client, for as long as the process runs: one
 * projection after another, some of its users and clients at a time, then from the beginning again. A projection that has
 * come past a user's last fact without having applied it has lost it, unless it is parked or was given up.
 */
final class Completeness {

    private static final Logger LOG = LoggerFactory.getLogger(Completeness.class);

    /** One projection, and how far round the check has come. */
    private static final class Round {
        final String name;
        final Projection live;
        final StoredSubjects stored;
        String after = "";

        Round(Projections.Kind kind, Function<Projection, StoredSubjects> stored) {
            this.name = kind.name();
            this.live = kind.in().apply(kind.schema());
            this.stored = stored.apply(live);
        }
    }

    private final List<Round> rounds;
    private final Places places;
    private final JdbcTemplate jdbc;
    private final int most;
    private int next;

    /**
     * @param stored what is stored of those whom a projection follows
     * @param most how many users and clients are compared at a time
     */
    Completeness(
            Projections projections,
            Function<Projection, StoredSubjects> stored,
            Places places,
            JdbcTemplate jdbc,
            int most) {
        this.rounds = projections.kinds().stream()
                .map(kind -> new Round(kind, stored))
                .toList();
        this.places = places;
        this.jdbc = jdbc;
        this.most = most;
    }

    /** Compares the next ones. */
    void run() {
        Round round = rounds.get(next);
        next = (next + 1) % rounds.size();
        StoredSubjects.Page page = round.stored.after(round.after, most);
        compare(round, page.subjects());
        round.after = page.next() == null ? "" : page.next();
    }

    /**
     * The order of looking matters: what is stored first, then how far the projection is, then what is parked, and what is
     * applied last, so that whatever happens meanwhile makes no difference where there is none.
     */
    private void compare(Round round, List<StoredSubject> stored) {
        Map<UUID, StoredSubject> followed = new HashMap<>();
        for (StoredSubject subject : stored) {
            if (subject.type() == null || round.live.follows(subject.type())) {
                followed.put(UUID.fromString(subject.id()), subject);
            }
        }
        Optional<Position> reached = places.reached();
        if (followed.isEmpty() || reached.isEmpty()) {
            return;
        }
        Set<UUID> parked = parked(round.name, followed.keySet());
        Map<UUID, Long> discarded = discarded(round.name, followed.keySet());
        Map<UUID, Long> applied = round.live.versions(followed.keySet());
        List<UUID> complete = new ArrayList<>();
        followed.forEach((id, subject) -> {
            long version = applied.getOrDefault(id, -1L);
            if (version < subject.version()
                    && subject.position().compareTo(reached.get()) <= 0
                    && !parked.contains(id)
                    && discarded.getOrDefault(id, -1L) <= version) {
                report(round.name, id, subject.version(), version);
            } else {
                complete.add(id);
            }
        });
        jdbc.update(
                "delete from query.difference where projection = ? and subject = any(?)",
                round.name,
                complete.toArray(UUID[]::new));
    }

    private void report(String projection, UUID subject, long stored, long applied) {
        int news = jdbc.update(
                "insert into query.difference (projection, subject, stored, applied) values (?, ?, ?, ?)"
                        + " on conflict (projection, subject) do update set stored = excluded.stored,"
                        + " applied = excluded.applied where (difference.stored, difference.applied)"
                        + " <> (excluded.stored, excluded.applied)",
                projection,
                subject,
                stored,
                applied);
        if (news > 0) {
            LOG.error(
                    "Projection {} is incomplete: of {} version {} is stored, but only {} is applied. Rebuild it, and report this.",
                    projection,
                    subject,
                    stored,
                    applied < 0 ? "nothing" : "version " + applied);
        }
    }

    private Set<UUID> parked(String projection, Set<UUID> subjects) {
        return new HashSet<>(jdbc.query(
                "select distinct sequence_identifier from query.dead_letter where processing_group = ?"
                        + " and sequence_identifier = any(?)",
                (row, number) -> UUID.fromString(row.getString(1)),
                projection,
                subjects.stream().map(UUID::toString).toArray(String[]::new)));
    }

    private Map<UUID, Long> discarded(String projection, Set<UUID> subjects) {
        Map<UUID, Long> versions = new HashMap<>();
        jdbc.query(
                "select subject, max(version) from query.discarded where projection = ? and subject = any(?)"
                        + " group by subject",
                row -> {
                    versions.put(row.getObject(1, UUID.class), row.getLong(2));
                },
                projection,
                subjects.toArray(UUID[]::new));
        return versions;
    }
}
