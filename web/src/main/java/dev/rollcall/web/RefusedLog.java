package dev.rollcall.web;

import dev.rollcall.api.Rejection;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * A line for each request that somebody may have sent to find a way in: not permitted, not readable, too large or too many. Never
 * what was sent, and not even the address it was sent to, as people put into both what does not belong there.
 */
public final class RefusedLog {

    private static final Logger LOG = LoggerFactory.getLogger("dev.rollcall.refused");

    /** What also happens to whoever means well: not there, not to be had like that, changed by somebody else. */
    private static final Set<Integer> ORDINARY = Set.of(404, 405, 406, 409, 412, 428);

    private RefusedLog() {}

    public static void note(Problem problem, HttpServletRequest request) {
        int status = problem.status();
        if (status < 400 || status >= 500 || ORDINARY.contains(status)) {
            return;
        }
        if (problem.code().equals(Rejection.NOT_SIGNED_IN.code())) {
            // wrong sign-ins have a log of their own
            return;
        }
        LOG.info(
                "{} {}: {} from {} by {}", status, problem.code(), request.getMethod(), request.getRemoteAddr(), who());
    }

    private static String who() {
        Authentication present = SecurityContextHolder.getContext().getAuthentication();
        return present instanceof SignedIn someone
                ? someone.getPrincipal().kind() + " " + someone.getPrincipal().id()
                : "nobody";
    }
}
