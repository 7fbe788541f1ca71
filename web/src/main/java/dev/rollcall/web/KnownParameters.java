package dev.rollcall.web;

import dev.rollcall.api.FieldError;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Refuses (400) query parameters that an endpoint does not know: a misspelt filter must not answer everything. */
final class KnownParameters implements HandlerInterceptor {

    /** A search is a few words. */
    private static final int LONGEST_VALUE = 500;

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method
                && method.getBeanType().getPackage() == KnownParameters.class.getPackage()
                && request.getDispatcherType() != DispatcherType.ERROR
                && request.getQueryString() != null) {
            List<FieldError> errors = errors(request.getQueryString(), known(method));
            if (!errors.isEmpty()) {
                throw new Declined(Problem.malformed(errors));
            }
        }
        return true;
    }

    private static Set<String> known(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters())
                .filter(parameter -> parameter.hasParameterAnnotation(RequestParam.class))
                .map(MethodParameter::getParameter)
                .map(parameter -> parameter.getName())
                .collect(Collectors.toSet());
    }

    private static List<FieldError> errors(String query, Set<String> known) {
        List<FieldError> errors = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String pair : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            String name = decoded(parts[0]);
            String value = parts.length > 1 ? decoded(parts[1]) : "";
            String at = "/" + (name.length() > 100 ? name.substring(0, 100) : name);
            if (name.isEmpty() && value.isEmpty()) {
                continue;
            } else if (!known.contains(name)) {
                errors.add(new FieldError(at, "unknown_parameter", "There is no such parameter here."));
            } else if (!seen.add(name)) {
                errors.add(new FieldError(at, "repeated_parameter", "Give this parameter once."));
            } else if (value.length() > LONGEST_VALUE) {
                errors.add(new FieldError(at, "too_long", "At most " + LONGEST_VALUE + " characters."));
            } else if (value.chars().anyMatch(letter -> Character.isISOControl(letter) || letter == '\uFFFD')) {
                errors.add(new FieldError(at, "control_characters", "Give text in UTF-8, no control characters."));
            }
            if (errors.size() > 20) {
                break;
            }
        }
        return errors;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new Declined(Problem.malformed(
                    "/" + text.split("%", 2)[0], "invalid_encoding", "The address is not percent-encoded properly."));
        }
    }
}
