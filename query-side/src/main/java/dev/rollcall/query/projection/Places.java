package dev.rollcall.query.projection;

import dev.rollcall.api.Position;
import dev.rollcall.api.Positioned;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/** Where the projections are, all at the same place, as the token table says. Any process may look; nobody is disturbed by it. */
final class Places {

    /** Where one segment is, and who feeds it. */
    record Place(
            @Nullable TrackingToken token,
            byte @Nullable [] written,
            @Nullable String owner,
            Instant touched) {

        boolean isReplaying() {
            return token instanceof WrappedToken;
        }
    }

    private static final String SELECT = "select token, token_type, owner, touched_at from query.token"
            + " where processor_name = '" + Processors.VIEWS + "' order by segment";

    private final JdbcTemplate jdbc;
    private final RowMapper<Place> mapper;

    Places(JdbcTemplate jdbc, Tokens tokens) {
        this.jdbc = jdbc;
        this.mapper = (row, number) -> new Place(
                tokens.read(row.getBytes("token"), row.getString("token_type")),
                row.getBytes("token"),
                row.getString("owner"),
                DateTimeUtils.parseInstant(row.getString("touched_at")));
    }

    List<Place> all() {
        return jdbc.query(SELECT, mapper);
    }

    /** How far all projections have come; absent: they have not begun. */
    Optional<Position> reached() {
        return position(all());
    }

    /** The last place up to which every segment has come; absent: some segment has not begun. */
    static Optional<Position> position(List<Place> segments) {
        if (segments.stream().anyMatch(segment -> position(segment.token()).isEmpty())) {
            return Optional.empty();
        }
        return segments.stream()
                .flatMap(segment -> position(segment.token()).stream())
                .min(Position::compareTo);
    }

    /** The place that a token stands for; absent: before the first fact. */
    static Optional<Position> position(@Nullable TrackingToken token) {
        TrackingToken plain = WrappedToken.unwrapLowerBound(token);
        if (plain instanceof Positioned positioned) {
            return Optional.of(positioned.place());
        }
        OptionalLong index = plain == null ? OptionalLong.empty() : plain.position();
        return index.isPresent() && index.getAsLong() >= 0
                ? Optional.of(Position.of(index.getAsLong()))
                : Optional.empty();
    }

    /**
     * How many facts there are up to this place, as far as the place tells: its last part counts all facts, from 0 or 1,
     * and leaves a number out here and there.
     */
    static long number(Optional<Position> position) {
        return position.map(place -> place.parts().get(place.parts().size() - 1) + 1)
                .orElse(0L);
    }

    /** About how many facts lie between; none only where there really is none. */
    static long lag(Optional<Position> from, Optional<Position> to) {
        if (to.isEmpty() || (from.isPresent() && from.get().compareTo(to.get()) >= 0)) {
            return 0;
        }
        return Math.max(1, number(to) - number(from));
    }
}
