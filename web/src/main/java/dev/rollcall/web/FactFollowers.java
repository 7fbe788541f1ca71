package dev.rollcall.web;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Position;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Via;
import dev.rollcall.api.audit.FactPage;
import dev.rollcall.api.audit.FactView;
import dev.rollcall.api.audit.FindFacts;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends facts as they happen to those who follow, in order, each as a CloudEvent 1.0 in JSON whose place in the stream is its
 * position: whoever names the last one it has seen goes on right behind it. Everybody asks as who they are, so that whoever
 * may no longer read is let go.
 */
final class FactFollowers {

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration ASK_EVERY = Duration.ofSeconds(5);
    private static final int PAGE = 200;
    private static final String ALL = "facts";

    private final Followers<Position> followers;
    private final Courier courier;

    FactFollowers(Followers<Position> followers, Courier courier) {
        this.followers = followers;
        this.courier = courier;
    }

    static Followers<Position> followers(Courier courier, int most, Duration heartbeat) {
        Provenance itself = new Provenance(Actor.SYSTEM, Via.SYSTEM, "following facts");
        return new Followers<>(
                "rollcall-auditors", most, heartbeat, LOOK_EVERY, all -> Optional.of(last(courier, itself)));
    }

    /** The newest fact; {@link #START} where there is none. */
    private static Position last(Courier courier, Provenance who) {
        FindFacts newest = new FindFacts(null, null, null, null, null, null, true, 1, null);
        return courier.ask(newest, ResponseTypes.instanceOf(FactPage.class), who).items().stream()
                .findFirst()
                .map(FactView::position)
                .orElse(START);
    }

    /** Before every fact. */
    private static final Position START = Position.of(0L);

    /**
     * Sends the facts that match from behind a place on.
     *
     * @param filter which; its cursor says behind which fact to begin, none: with the next one that happens
     */
    SseEmitter follow(FindFacts filter, Call call) throws IOException {
        return follow(filter, call, () -> true);
    }

    /** As {@link #follow(FindFacts, Call)}, for as long as whoever follows may; that is asked every few seconds. */
    SseEmitter follow(FindFacts filter, Call call, BooleanSupplier may) throws IOException {
        // asked by who wants to follow, so that it is refused here and not in the stream
        Position now = last(courier, call.provenance());
        if (filter.cursor() != null) {
            FindFacts next = behind(filter, filter.cursor(), 1);
            courier.ask(next, ResponseTypes.instanceOf(FactPage.class), call.provenance());
        }
        return followers.follow(
                ALL, now, new One(filter, filter.cursor() == null ? now.toString() : filter.cursor(), call, may));
    }

    private static FindFacts behind(FindFacts filter, String place, int limit) {
        return new FindFacts(
                filter.kind(),
                filter.subject(),
                filter.actor(),
                filter.type(),
                filter.from(),
                filter.to(),
                false,
                limit,
                place);
    }

    private final class One implements Followers.Follower<Position> {

        private final FindFacts filter;
        private final Provenance who;
        private final BooleanSupplier may;
        private volatile String place;
        private volatile long askedAt = System.nanoTime();

        private One(FindFacts filter, String place, Call call, BooleanSupplier may) {
            this.filter = filter;
            this.may = may;
            this.place = place;
            this.who = call.provenance();
        }

        @Override
        public boolean tell(Position now, SseEmitter emitter) throws IOException {
            boolean told = false;
            if (System.nanoTime() - askedAt >= ASK_EVERY.toNanos()) {
                if (!may.getAsBoolean()) {
                    emitter.complete();
                    return true;
                }
                askedAt = System.nanoTime();
            }
            while (Position.parse(place).compareTo(now) < 0) {
                FactPage page = courier.ask(behind(filter, place, PAGE), ResponseTypes.instanceOf(FactPage.class), who);
                for (FactView fact : page.items()) {
                    emitter.send(SseEmitter.event()
                            .id(fact.position().toString())
                            .data(cloudEvent(fact), MediaType.APPLICATION_JSON));
                    place = fact.position().toString();
                    told = true;
                }
                if (page.nextCursor() == null) {
                    place = later(now, Position.parse(place)).toString();
                }
            }
            return told;
        }
    }

    private static Position later(Position one, Position other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** As CloudEvents 1.0 has it, in structured mode; {@code correlationid} and {@code position} are extensions. */
    private static Map<String, @Nullable Object> cloudEvent(FactView fact) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("id", fact.eventId());
        event.put("source", "/rollcall");
        event.put("type", "dev.rollcall." + fact.type());
        event.put("subject", fact.subject().id());
        event.put("time", fact.occurredAt());
        event.put("datacontenttype", "application/json");
        event.put("correlationid", fact.correlationId());
        event.put("position", fact.position());
        event.put("data", fact);
        return event;
    }
}
