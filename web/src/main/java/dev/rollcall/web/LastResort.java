package dev.rollcall.web;

import dev.rollcall.web.console.Trouble;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** Answers for what went wrong before or behind every controller. */
@Controller
final class LastResort implements ErrorController {

    private final ProblemWriter writer;
    private final Trouble trouble;

    LastResort(ProblemWriter writer, Trouble trouble) {
        this.writer = writer;
        this.trouble = trouble;
    }

    @RequestMapping("${server.error.path:${error.path:/error}}")
    @Nullable
    ModelAndView answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Object failure = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        Problem problem = failure instanceof Throwable thrown
                ? Problems.of(thrown)
                : Problems.ofStatus(status instanceof Integer code && code >= 400 ? code : 404);
        if (Trouble.isConsole((String) request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI))) {
            return trouble.page(problem, request, response);
        }
        writer.write(problem, request, response);
        return null;
    }
}
