package dev.rollcall.web.console;

import dev.rollcall.web.Correlation;
import dev.rollcall.web.Problem;
import dev.rollcall.web.Problems;
import dev.rollcall.web.RefusedLog;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** What somebody sees where something went wrong: a page that says what to do, or, in a page that is there already, a line. */
public final class Trouble implements HandlerExceptionResolver, Ordered {

    private static final String CONSOLE = "/console";
    private static final List<Integer> EXPLAINED = List.of(403, 404, 429, 500, 503);

    private final Looks looks;
    private final Texts texts;

    Trouble(Looks looks, Texts texts) {
        this.looks = looks;
        this.texts = texts;
    }

    /** Whether an address belongs to the console. */
    public static boolean isConsole(@Nullable String path) {
        return path != null && (path.equals(CONSOLE) || path.startsWith(CONSOLE + "/"));
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception failure) {
        if (!isConsole(request.getRequestURI()) || response.isCommitted()) {
            return null;
        }
        return page(Problems.of(failure), request, response);
    }

    /** The page of a problem. Its status and headers are those of the answer. */
    public ModelAndView page(Problem problem, HttpServletRequest request, HttpServletResponse response) {
        RefusedLog.note(problem, request);
        response.setStatus(problem.status());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        problem.headers().forEach((name, value) -> {
            // a browser would ask with a window of its own
            if (!name.equalsIgnoreCase(HttpHeaders.WWW_AUTHENTICATE)) {
                response.setHeader(name, value);
            }
        });
        boolean part = Looks.isPart(request);
        if (part) {
            response.setHeader("HX-Retarget", "#toasts");
            response.setHeader("HX-Reswap", "beforeend");
            response.setHeader("HX-Push-Url", "false");
        }
        ModelAndView page = looks.page(part ? "parts :: trouble" : "trouble", request);
        page.addObject("status", problem.status());
        page.addObject(
                "kind", EXPLAINED.contains(problem.status()) ? problem.status() : problem.status() < 500 ? 400 : 500);
        page.addObject("detail", texts.refusal(problem.code(), problem.detail()));
        page.addObject("correlation", Objects.requireNonNullElse(Correlation.of(request), ""));
        return page;
    }
}
