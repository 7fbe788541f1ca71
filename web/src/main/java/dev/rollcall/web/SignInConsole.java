package dev.rollcall.web;

import dev.rollcall.web.console.Looks;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Signing in to the console and out of it. */
@Controller
final class SignInConsole {

    private static final Set<String> EXPLAINED = Set.of("not_signed_in", "too_many_attempts");

    private final Sessions sessions;
    private final Looks looks;

    SignInConsole(Sessions sessions, Looks looks) {
        this.sessions = sessions;
        this.looks = looks;
    }

    @GetMapping(ConsoleDoor.SIGN_IN)
    @Nullable
    ModelAndView show(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(required = false) @Nullable String next,
            @RequestParam(required = false) @Nullable String expired,
            @RequestParam(name = "signed-out", required = false) @Nullable String signedOut) {
        if (Arguments.actor() != Arguments.NOBODY) {
            ConsoleDoor.redirect(response, request.getContextPath() + ConsoleDoor.own(next));
            return null;
        }
        String said = expired != null ? "signIn.expired" : signedOut != null ? "signIn.signed-out" : null;
        return page(request, said, "", "", next);
    }

    @PostMapping(ConsoleDoor.SIGN_IN)
    @Nullable
    ModelAndView signIn(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(defaultValue = "") String username,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(required = false) @Nullable String next) {
        try {
            sessions.open(request, response, username, password);
            ConsoleDoor.redirect(response, request.getContextPath() + ConsoleDoor.own(next));
            return null;
        } catch (RuntimeException refused) {
            Problem problem = Problems.of(refused);
            String seconds = problem.headers().get(HttpHeaders.RETRY_AFTER);
            if (seconds != null) {
                response.setHeader(HttpHeaders.RETRY_AFTER, seconds);
            }
            response.setStatus(problem.status());
            String said = "signIn." + (EXPLAINED.contains(problem.code()) ? problem.code() : "unavailable");
            return page(request, said, Objects.requireNonNullElse(seconds, ""), username, next);
        }
    }

    @PostMapping(ConsoleDoor.SIGN_OUT)
    void signOut(HttpServletRequest request, HttpServletResponse response) {
        sessions.close(request, response);
        String signIn = request.getContextPath() + ConsoleDoor.SIGN_IN + "?signed-out";
        if (ConsoleDoor.isPart(request)) {
            response.setHeader("HX-Redirect", signIn);
        } else {
            ConsoleDoor.redirect(response, signIn);
        }
    }

    /** @param said what is to be said first, as the message file has it; seconds go into it */
    private ModelAndView page(
            HttpServletRequest request, @Nullable String said, String seconds, String username, @Nullable String next) {
        return looks.page("sign-in", request)
                .addObject("said", said)
                .addObject("seconds", seconds)
                .addObject("username", username)
                .addObject("next", ConsoleDoor.own(next));
    }
}
