package dev.rollcall.web;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Via;
import dev.rollcall.api.audit.FindRebuild;
import dev.rollcall.api.audit.RebuildView;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Shows how a rebuild goes on to those who follow it, until it has ended. */
final class RebuildViewers {

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final Followers<RebuildView> followers;

    RebuildViewers(Followers<RebuildView> followers) {
        this.followers = followers;
    }

    static Followers<RebuildView> followers(Courier courier, int most, Duration heartbeat) {
        return new Followers<>(
                "rollcall-viewers",
                most,
                heartbeat,
                LOOK_EVERY,
                projection -> courier.ask(
                        new FindRebuild(projection),
                        ResponseTypes.optionalInstanceOf(RebuildView.class),
                        new Provenance(Actor.SYSTEM, Via.SYSTEM, "following a rebuild")));
    }

    /** Shows a rebuild from here on until it has ended. Refuses ({@link Declined}, 503) one more than there may be. */
    SseEmitter follow(RebuildView now) throws IOException {
        Viewer viewer = new Viewer();
        if (hasEnded(now)) {
            SseEmitter emitter = Followers.emitter();
            viewer.tell(now, emitter);
            return emitter;
        }
        return followers.follow(now.projection(), now, viewer);
    }

    private static boolean hasEnded(RebuildView view) {
        return view.state() != RebuildView.State.RUNNING;
    }

    private static final class Viewer implements Followers.Follower<RebuildView> {

        private volatile @Nullable RebuildView shown;

        @Override
        public boolean tell(RebuildView now, SseEmitter emitter) throws IOException {
            if (now.equals(shown)) {
                return false;
            }
            String name = hasEnded(now) ? now.state().name().toLowerCase(Locale.ROOT) : "progress";
            emitter.send(SseEmitter.event().name(name).data(now, MediaType.APPLICATION_JSON));
            shown = now;
            if (hasEnded(now)) {
                emitter.complete();
            }
            return true;
        }
    }
}
