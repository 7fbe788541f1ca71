package dev.rollcall.web;

import dev.rollcall.api.FieldError;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Turns whatever went wrong into a {@link Problem}: one HTTP status for each kind of refusal. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class Problems {

    static final String CHALLENGE = "Basic realm=\"Rollcall\", charset=\"UTF-8\", Bearer realm=\"Rollcall\"";

    /** Of a bearer token that is worth nothing (RFC 6750, 3.1). */
    static final String INVALID_TOKEN = "Bearer realm=\"Rollcall\", error=\"invalid_token\"";

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    /** Seconds until it is worth while to try again: a lock, a lagging view; a restart; a lock-out without a time. */
    private static final int SOON = 1;

    private static final int AFTER_A_RESTART = 5;
    private static final int AFTER_A_PAUSE = 30;

    private final ProblemWriter writer;

    Problems(ProblemWriter writer) {
        this.writer = writer;
    }

    @ExceptionHandler(Exception.class)
    void answer(Exception failure, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (failure instanceof FactExport.BrokenOff broken) {
            throw broken;
        }
        writer.write(of(failure), request, response);
    }

    public static Problem of(Throwable failure) {
        if (failure instanceof Declined declined) {
            return declined.problem();
        } else if (failure instanceof Rejected rejected) {
            return of(rejected.refusal());
        } else if (failure instanceof BasicSignIn.Failed failed && failed.getCause() != null) {
            return of(failed.getCause());
        } else if (failure instanceof BearerSignIn.Failed failed
                && failed.getCause() != null
                && !(failed.getCause() instanceof JwtException)) {
            return of(failed.getCause());
        } else if (failure instanceof BearerSignIn.Failed || failure instanceof OAuth2AuthenticationException) {
            return new Problem(
                            401,
                            "invalid_token",
                            "This access token is not, or is no longer, valid here. Ask for a new one.")
                    .with(HttpHeaders.WWW_AUTHENTICATE, INVALID_TOKEN);
        } else if (failure instanceof AuthenticationException) {
            return notSignedIn("Sign in with a username and a password.");
        } else if (failure instanceof AccessDeniedException) {
            return of(new Refusal(Rejection.FORBIDDEN));
        } else if (failure instanceof Unreachable) {
            // one line: while something is down there are many of these
            LOG.warn("Answered 503, {}: {}", failure.getMessage(), String.valueOf(root(failure)));
            return new Problem(
                            503,
                            "unavailable",
                            "Nobody could answer. Whether it was done is not known: send it again, with the same"
                                    + " Idempotency-Key.")
                    .retryAfter(AFTER_A_RESTART);
        }
        return ofFramework(failure);
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    static Problem notSignedIn(String detail) {
        return new Problem(401, Rejection.NOT_SIGNED_IN.code(), detail).with(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
    }

    private static Problem of(Refusal refusal) {
        Rejection rejection = refusal.rejection();
        Problem problem = new Problem(
                status(rejection.kind()), rejection.code(), rejection.sentence(), refusal.errors(), Map.of(), Map.of());
        return switch (rejection.kind()) {
            case UNAUTHENTICATED -> problem.with(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
            case STALE -> stale(problem, refusal);
            case TOO_MANY -> problem.retryAfter(Objects.requireNonNullElse(refusal.retryAfter(), AFTER_A_PAUSE));
            case UNAVAILABLE -> problem.retryAfter(Objects.requireNonNullElse(refusal.retryAfter(), SOON));
            case FORBIDDEN, NOT_FOUND, CONFLICT, INVALID -> problem;
        };
    }

    private static Problem stale(Problem problem, Refusal refusal) {
        Map<String, Object> members = new LinkedHashMap<>();
        Problem stale = problem;
        if (refusal.currentVersion() != null) {
            members.put("currentVersion", refusal.currentVersion());
            stale = stale.with(HttpHeaders.ETAG, IfMatch.etag(refusal.currentVersion()));
        }
        if (refusal.changedBy() != null) {
            members.put("changedBy", refusal.changedBy());
        }
        return stale.with(members);
    }

    private static int status(Rejection.Kind kind) {
        return switch (kind) {
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case STALE -> 412;
            case INVALID -> 422;
            case TOO_MANY -> 429;
            case UNAVAILABLE -> 503;
        };
    }

    private static Problem ofFramework(Throwable failure) {
        if (failure instanceof MethodArgumentTypeMismatchException mismatch) {
            return mismatch(mismatch);
        } else if (failure instanceof MissingServletRequestParameterException missing) {
            return Problem.malformed("/" + missing.getParameterName(), "required", "This parameter must be given.");
        } else if (failure instanceof HttpRequestMethodNotSupportedException method) {
            String allowed = method.getSupportedHttpMethods() == null
                    ? ""
                    : method.getSupportedHttpMethods().stream()
                            .map(HttpMethod::name)
                            .sorted()
                            .collect(Collectors.joining(", "));
            return new Problem(405, "method_not_allowed", "This is not done here with " + method.getMethod() + ".")
                    .with(HttpHeaders.ALLOW, allowed);
        } else if (failure instanceof HttpMediaTypeNotAcceptableException) {
            return ofStatus(406);
        } else if (failure instanceof HttpMediaTypeNotSupportedException type) {
            return ofStatus(415).with(HttpHeaders.ACCEPT, MediaType.toString(type.getSupportedMediaTypes()));
        } else if (failure instanceof RequestRejectedException || failure instanceof InvalidParameterException) {
            return ofStatus(400);
        } else if (failure instanceof ErrorResponse response
                && response.getStatusCode().value() != 500) {
            return ofStatus(response.getStatusCode().value());
        }
        LOG.error("Answered 500", failure);
        return ofStatus(500);
    }

    private static Problem mismatch(MethodArgumentTypeMismatchException mismatch) {
        Class<?> wanted = Objects.requireNonNullElse(mismatch.getRequiredType(), Object.class);
        String at = "/" + mismatch.getName();
        if (wanted.isEnum()) {
            return Problem.malformed(
                    at,
                    "unknown_value",
                    "One of: "
                            + Arrays.stream(wanted.getEnumConstants())
                                    .map(Object::toString)
                                    .collect(Collectors.joining(", "))
                            + ".");
        } else if (wanted == Instant.class) {
            return Problem.malformed(at, "invalid_instant", "Give an instant such as 2026-01-31T09:30:00Z.");
        } else if (wanted == int.class) {
            return Problem.malformed(at, "wrong_type", "This must be a whole number.");
        } else if (wanted == Boolean.class || wanted == boolean.class) {
            return Problem.malformed(at, "wrong_type", "This must be true or false.");
        }
        return Problem.malformed(at, "invalid_id", "An identifier is a UUID, 36 characters long.");
    }

    /** For what is known by its status alone. */
    public static Problem ofStatus(int status) {
        return switch (status) {
            case 400 -> Problem.malformed(List.<FieldError>of()).described("The request cannot be read.");
            case 401 -> notSignedIn("Sign in with a username and a password.");
            case 403 -> of(new Refusal(Rejection.FORBIDDEN));
            case 404 -> new Problem(404, "not_found", "There is nothing here. See /api/docs for what there is.");
            case 405 -> new Problem(405, "method_not_allowed", "This is not done here with that method.");
            case 406 -> new Problem(406, "not_acceptable", "This is not to be had in that form; ask for JSON.");
            case 413 -> new Problem(413, "content_too_large", "The request is larger than allowed.");
            case 414 -> new Problem(414, "uri_too_long", "The address is longer than allowed.");
            case 415 -> new Problem(415, "unsupported_media_type", "The body is of a kind that is not taken here.");
            case 431 -> new Problem(431, "headers_too_large", "The headers are larger than allowed.");
            case 501 -> new Problem(501, "not_implemented", "There is no such method.");
            case 505 -> new Problem(505, "http_version_not_supported", "Speak HTTP/1.1.");
            case 503 -> new Problem(503, "unavailable", "Nobody could answer. Try again.").retryAfter(AFTER_A_RESTART);
            default ->
                status < 500
                        ? new Problem(status, Problem.MALFORMED, "The request cannot be answered.")
                        : new Problem(
                                status,
                                "internal_error",
                                "Something is broken here. The log has it under this correlationId.");
        };
    }
}
