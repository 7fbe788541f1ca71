package dev.rollcall.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.HtmlUtils;

/** Signing in to the console and out of it. */
@Controller
final class SignInConsole {

    private final Sessions sessions;
    private final String page;
    private final Properties texts = new Properties();

    SignInConsole(Sessions sessions) throws IOException {
        this.sessions = sessions;
        this.page = new ClassPathResource("console/sign-in.html", SignInConsole.class).getContentAsString(UTF_8);
        try (InputStreamReader reader = new InputStreamReader(
                new ClassPathResource("console/sign-in.properties", SignInConsole.class).getInputStream(), UTF_8)) {
            texts.load(reader);
        }
    }

    @GetMapping(ConsoleDoor.SIGN_IN)
    void show(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(required = false) @Nullable String next,
            @RequestParam(required = false) @Nullable String expired,
            @RequestParam(name = "signed-out", required = false) @Nullable String signedOut)
            throws IOException {
        if (Arguments.actor() != Arguments.NOBODY) {
            ConsoleDoor.redirect(response, request.getContextPath() + ConsoleDoor.own(next));
            return;
        }
        String message = expired != null ? "expired" : signedOut != null ? "signed-out" : "";
        write(request, response, 200, texts.getProperty(message, ""), "", next);
    }

    @PostMapping(ConsoleDoor.SIGN_IN)
    void signIn(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(defaultValue = "") String username,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(required = false) @Nullable String next)
            throws IOException {
        try {
            sessions.open(request, response, username, password);
            ConsoleDoor.redirect(response, request.getContextPath() + ConsoleDoor.own(next));
        } catch (RuntimeException refused) {
            Problem problem = Problems.of(refused);
            String seconds = problem.headers().get(HttpHeaders.RETRY_AFTER);
            if (seconds != null) {
                response.setHeader(HttpHeaders.RETRY_AFTER, seconds);
            }
            String message = texts.getProperty(problem.code(), texts.getProperty("unavailable"))
                    .replace("{seconds}", Objects.requireNonNullElse(seconds, ""));
            write(request, response, problem.status(), message, username, next);
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

    private void write(
            HttpServletRequest request,
            HttpServletResponse response,
            int status,
            String message,
            String username,
            @Nullable String next)
            throws IOException {
        CsrfToken token = (CsrfToken) Objects.requireNonNull(request.getAttribute(CsrfToken.class.getName()));
        String html = page.replace("{message}", HtmlUtils.htmlEscape(message))
                .replace("{action}", request.getContextPath() + ConsoleDoor.SIGN_IN)
                .replace("{field}", token.getParameterName())
                .replace("{token}", token.getToken())
                .replace("{next}", HtmlUtils.htmlEscape(ConsoleDoor.own(next)))
                .replace("{username}", HtmlUtils.htmlEscape(username));
        response.setStatus(status);
        response.setContentType("text/html;charset=UTF-8");
        response.getOutputStream().write(html.getBytes(UTF_8));
    }
}
