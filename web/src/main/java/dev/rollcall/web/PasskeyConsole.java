package dev.rollcall.web;

import dev.rollcall.api.FieldError;
import dev.rollcall.api.user.PasskeyId;
import dev.rollcall.web.console.Looks;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The second factor: giving a passkey on the way in, and the passkeys one has. */
@Controller
final class PasskeyConsole {

    private static final String CURRENT = "currentPassword";
    private static final FieldError WRONG =
            new FieldError("/" + CURRENT, "wrong_password", "This is not your present password.");

    private final Sessions sessions;
    private final Looks looks;

    PasskeyConsole(Sessions sessions, Looks looks) {
        this.sessions = sessions;
        this.looks = looks;
    }

    @GetMapping(ConsoleDoor.PASSKEY)
    ModelAndView ask(HttpServletRequest request, @RequestParam(required = false) @Nullable String next) {
        return asking(request, null, next);
    }

    @PostMapping(ConsoleDoor.PASSKEY)
    @Nullable
    ModelAndView give(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(defaultValue = "") String credential,
            @RequestParam(required = false) @Nullable String next) {
        try {
            sessions.provePasskey(request, credential);
            ConsoleDoor.redirect(response, request.getContextPath() + ConsoleDoor.own(next));
            return null;
        } catch (RuntimeException refused) {
            Problem problem = told(refused, response);
            return asking(request, problem.status() == 422 ? "passkey.wrong" : "signIn.unavailable", next);
        }
    }

    @PostMapping({ConsoleDoor.PASSKEY + ConsoleDoor.CHALLENGE, ConsoleDoor.PASSKEYS + ConsoleDoor.CHALLENGE})
    ResponseEntity<String> challenge(HttpServletRequest request, HttpServletResponse response) {
        boolean registration = request.getRequestURI().contains(ConsoleDoor.PASSKEYS);
        try {
            return ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(sessions.challengePasskey(request, registration));
        } catch (RuntimeException refused) {
            return ResponseEntity.status(told(refused, response).status()).build();
        }
    }

    @GetMapping(ConsoleDoor.PASSKEYS)
    ModelAndView show(HttpServletRequest request, Call call, @RequestParam(required = false) @Nullable String next) {
        return page(request, call, null, Map.of(), "", next);
    }

    @PostMapping(ConsoleDoor.PASSKEYS)
    @Nullable
    ModelAndView register(
            HttpServletRequest request,
            HttpServletResponse response,
            Call call,
            @RequestParam(defaultValue = "") String label,
            @RequestParam(name = CURRENT, defaultValue = "") String current,
            @RequestParam(defaultValue = "") String credential,
            @RequestParam(required = false) @Nullable String next) {
        return changed(
                () -> sessions.registerPasskey(request, call, current, label, credential),
                request,
                response,
                call,
                label,
                next);
    }

    @PostMapping(ConsoleDoor.PASSKEYS + "/remove")
    @Nullable
    ModelAndView remove(
            HttpServletRequest request,
            HttpServletResponse response,
            Call call,
            @RequestParam PasskeyId passkey,
            @RequestParam(name = CURRENT, defaultValue = "") String current) {
        return changed(
                () -> sessions.removePasskey(request, call, current, passkey), request, response, call, "", null);
    }

    private @Nullable ModelAndView changed(
            Runnable change,
            HttpServletRequest request,
            HttpServletResponse response,
            Call call,
            String label,
            @Nullable String next) {
        try {
            change.run();
            String own = ConsoleDoor.own(next);
            ConsoleDoor.redirect(
                    response,
                    request.getContextPath() + (own.equals(ConsoleDoor.CONSOLE) ? ConsoleDoor.PASSKEYS : own));
            return null;
        } catch (RuntimeException refused) {
            Problem problem = told(refused, response);
            Map<String, FieldError> errors = new HashMap<>();
            for (FieldError error : problem.errors()) {
                errors.put(error.pointer().substring(1), error);
            }
            if (problem.code().equals("not_signed_in")) {
                errors.put(CURRENT, WRONG);
            }
            return page(request, call, errors.isEmpty() ? problem : null, errors, label, next);
        }
    }

    /** Who is refused here is signed in: what is wrong is what was given. */
    private static Problem told(RuntimeException refused, HttpServletResponse response) {
        Problem problem = Problems.of(refused);
        String seconds = problem.headers().get(HttpHeaders.RETRY_AFTER);
        if (seconds != null) {
            response.setHeader(HttpHeaders.RETRY_AFTER, seconds);
        }
        Problem told = problem.status() == 401
                ? new Problem(422, problem.code(), problem.detail(), problem.errors(), Map.of(), Map.of())
                : problem;
        response.setStatus(told.status());
        return told;
    }

    private ModelAndView asking(HttpServletRequest request, @Nullable String said, @Nullable String next) {
        return looks.page("passkey", request).addObject("said", said).addObject("next", ConsoleDoor.own(next));
    }

    private ModelAndView page(
            HttpServletRequest request,
            Call call,
            @Nullable Problem problem,
            Map<String, FieldError> errors,
            String label,
            @Nullable String next) {
        return looks.page("passkeys", request)
                .addObject("code", problem == null ? null : problem.code())
                .addObject("detail", problem == null ? "" : Objects.requireNonNullElse(problem.detail(), ""))
                .addObject("errors", errors)
                .addObject("label", label)
                .addObject("passkeys", sessions.passkeys(call))
                .addObject("next", ConsoleDoor.own(next));
    }
}
