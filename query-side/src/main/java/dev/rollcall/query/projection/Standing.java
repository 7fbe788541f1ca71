package dev.rollcall.query.projection;

import dev.rollcall.api.Position;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.audit.FindProjections;
import dev.rollcall.api.audit.FindRebuild;
import dev.rollcall.api.audit.ProjectionView;
import dev.rollcall.api.audit.RebuildView;
import dev.rollcall.query.Declined;
import dev.rollcall.query.Projections;
import dev.rollcall.query.QuerySettings;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tells how every projection is doing, wherever it runs. */
class Standing {

    private static final Logger LOG = LoggerFactory.getLogger(Standing.class);

    private final Projections projections;
    private final Places places;
    private final Halts halts;
    private final RebuildTable rebuilds;
    private final JdbcTemplate jdbc;
    private final Supplier<@Nullable TrackingToken> head;
    private final Supplier<Map<Integer, EventTrackerStatus>> here;
    private final QuerySettings settings;
    private final Clock clock;

    Standing(
            Projections projections,
            Places places,
            Halts halts,
            RebuildTable rebuilds,
            JdbcTemplate jdbc,
            Supplier<@Nullable TrackingToken> head,
            Supplier<Map<Integer, EventTrackerStatus>> here,
            QuerySettings settings,
            Clock clock) {
        this.projections = projections;
        this.places = places;
        this.halts = halts;
        this.rebuilds = rebuilds;
        this.jdbc = jdbc;
        this.head = head;
        this.here = here;
        this.settings = settings;
        this.clock = clock;
    }

    @QueryHandler
    List<ProjectionView> answer(FindProjections question) {
        List<Places.Place> segments = places.all();
        Set<String> halted = halted(segments);
        Map<String, RebuildTable.Row> rebuilt = rebuilds.last();
        Map<String, Long> letters = letters();
        Map<String, ProjectionView.Difference> differences = differences();
        Head head = head();
        Optional<Position> reached = Places.position(segments);
        String fedBy = feeder(segments);
        long lag = Places.lag(reached, head.position());
        return projections.kinds().stream()
                .map(kind -> new ProjectionView(
                        kind.name(),
                        reached.orElse(null),
                        lag,
                        state(kind.name(), segments, head, lag, halted, differences.containsKey(kind.name())),
                        letters.getOrDefault(kind.name(), 0L),
                        differences.get(kind.name()),
                        fedBy,
                        Optional.ofNullable(rebuilt.get(kind.name()))
                                .map(RebuildTable.Row::view)
                                .orElse(null)))
                .toList();
    }

    @QueryHandler
    Optional<RebuildView> answer(FindRebuild question) {
        if (projections.kinds().stream().noneMatch(kind -> kind.name().equals(question.projection()))) {
            throw new Declined(Rejection.PROJECTION_NOT_FOUND);
        }
        return rebuilds.last(question.projection()).map(RebuildTable.Row::view);
    }

    /**
     * Where nobody feeds a segment it stands still, whatever its processor says of itself: a processor that cannot claim,
     * read or write a token is {@code running} all the same. Where one projection cannot go on, the others stand still.
     */
    private ProjectionView.State state(
            String projection,
            List<Places.Place> segments,
            Head head,
            long lag,
            Set<String> halted,
            boolean incomplete) {
        if (halted.isEmpty() ? failsHere() : halted.contains(projection)) {
            return ProjectionView.State.FAILED;
        }
        if (!halted.isEmpty()
                || !head.reachable()
                || segments.isEmpty()
                || !segments.stream().allMatch(this::isFed)) {
            return ProjectionView.State.STOPPED;
        }
        if (incomplete) {
            return ProjectionView.State.INCOMPLETE;
        }
        boolean behind = lag >= settings.catchingUp() || segments.stream().anyMatch(Places.Place::isReplaying);
        return behind ? ProjectionView.State.CATCHING_UP : ProjectionView.State.RUNNING;
    }

    /** The projections that could not go on from the place where they still are. */
    private Set<String> halted(List<Places.Place> segments) {
        return halts.all().entrySet().stream()
                .filter(halt ->
                        segments.stream().anyMatch(place -> halt.getValue().isAt(place.written())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private boolean failsHere() {
        return here.get().values().stream().anyMatch(EventTrackerStatus::isErrorState);
    }

    /** What the process that applies facts at this moment is called; nothing: there is none. */
    @Nullable
    String feeder() {
        return feeder(places.all());
    }

    private @Nullable String feeder(List<Places.Place> segments) {
        return segments.stream()
                .filter(this::isFed)
                .map(Places.Place::owner)
                .findFirst()
                .orElse(null);
    }

    private boolean isFed(Places.Place segment) {
        Instant oldest = clock.instant().minus(settings.claimTimeout());
        return segment.owner() != null && segment.touched().isAfter(oldest);
    }

    /** Where the last fact is, if there is one, and whether that could be found out. */
    private record Head(boolean reachable, Optional<Position> position) {}

    private Head head() {
        try {
            return new Head(true, Places.position(head.get()));
        } catch (RuntimeException unreachable) {
            LOG.debug("The event store cannot be reached at the moment", unreachable);
            return new Head(false, Optional.empty());
        }
    }

    private Map<String, ProjectionView.Difference> differences() {
        Map<String, ProjectionView.Difference> differences = new HashMap<>();
        jdbc.query(
                "select distinct on (projection) *, count(*) over (partition by projection) as subjects"
                        + " from query.difference order by projection, since",
                row -> {
                    differences.put(
                            row.getString("projection"),
                            new ProjectionView.Difference(
                                    row.getObject("subject", UUID.class),
                                    row.getLong("stored"),
                                    row.getLong("applied"),
                                    row.getTimestamp("since").toInstant(),
                                    row.getLong("subjects")));
                });
        return differences;
    }

    private Map<String, Long> letters() {
        return jdbc
                .query(
                        "select processing_group, count(*) from query.dead_letter group by processing_group",
                        (row, number) -> Map.entry(row.getString(1), row.getLong(2)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
