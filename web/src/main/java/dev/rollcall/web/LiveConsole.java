package dev.rollcall.web;

import dev.rollcall.api.Position;
import dev.rollcall.api.audit.FindFacts;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Tells pages that are open what happens, from where they are, for as long as the session is. */
@Controller
final class LiveConsole {

    private final FactFollowers followers;
    private final Sessions sessions;

    LiveConsole(FactFollowers followers, Sessions sessions) {
        this.followers = followers;
        this.sessions = sessions;
    }

    @GetMapping(path = "/console/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter live(
            @RequestParam(required = false) @Nullable String after,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            Call call,
            HttpServletRequest request)
            throws IOException {
        String place = lastEventId == null || lastEventId.isBlank() ? after : lastEventId;
        String secret = sessions.secret(request);
        return followers.follow(
                new FindFacts(null, null, null, null, null, null, false, 1, known(place)),
                call,
                () -> secret != null && sessions.isOpen(secret));
    }

    /** A place that there can be; nothing: from now on. */
    private static @Nullable String known(@Nullable String place) {
        try {
            return place == null ? null : Position.parse(place).toString();
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }
}
