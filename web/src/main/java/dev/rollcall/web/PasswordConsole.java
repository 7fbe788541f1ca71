package dev.rollcall.web;

import dev.rollcall.api.FieldError;
import dev.rollcall.web.console.Looks;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** A password of one's own in place of the present one. */
@Controller
final class PasswordConsole {

    private static final String CURRENT = "currentPassword";

    private final Sessions sessions;
    private final Looks looks;

    PasswordConsole(Sessions sessions, Looks looks) {
        this.sessions = sessions;
        this.looks = looks;
    }

    @GetMapping(ConsoleDoor.PASSWORD)
    ModelAndView show(HttpServletRequest request, @RequestParam(required = false) @Nullable String next) {
        return page(request, null, Map.of(), next);
    }

    @PostMapping(ConsoleDoor.PASSWORD)
    @Nullable
    ModelAndView change(
            HttpServletRequest request,
            HttpServletResponse response,
            Call call,
            @RequestParam(name = CURRENT, defaultValue = "") String current,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String confirmPassword,
            @RequestParam(required = false) @Nullable String next) {
        try {
            sessions.changePassword(request, response, call, current, password, confirmPassword);
            ConsoleDoor.redirect(response, request.getContextPath() + ConsoleDoor.own(next));
            return null;
        } catch (RuntimeException refused) {
            Problem problem = Problems.of(refused);
            Map<String, FieldError> errors = new HashMap<>();
            for (FieldError error : problem.errors()) {
                errors.put(error.pointer().substring(1), error);
            }
            // the user is signed in: what is wrong is the password given
            boolean wrong = problem.status() == 401;
            if (wrong) {
                errors.put(
                        CURRENT, new FieldError("/" + CURRENT, "wrong_password", "This is not your present password."));
            }
            String seconds = problem.headers().get(HttpHeaders.RETRY_AFTER);
            if (seconds != null) {
                response.setHeader(HttpHeaders.RETRY_AFTER, seconds);
            }
            response.setStatus(wrong ? 422 : problem.status());
            return page(request, errors.isEmpty() ? problem : null, errors, next);
        }
    }

    /** @param problem what is to be said first */
    private ModelAndView page(
            HttpServletRequest request,
            @Nullable Problem problem,
            Map<String, FieldError> errors,
            @Nullable String next) {
        return looks.page("password", request)
                .addObject("code", problem == null ? null : problem.code())
                .addObject("detail", problem == null ? "" : problem.detail())
                .addObject("errors", errors)
                .addObject("back", ConsoleDoor.mustChangePassword(request) ? null : ConsoleDoor.own(next))
                .addObject("next", ConsoleDoor.own(next));
    }
}
