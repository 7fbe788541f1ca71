package dev.rollcall.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a {@link Problem} as the answer, whatever the caller would rather have. */
final class ProblemWriter {

    private final Json json;
    private final Identifiers identifiers;

    ProblemWriter(Json json, Identifiers identifiers) {
        this.json = json;
        this.identifiers = identifiers;
    }

    void write(Problem problem, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        RefusedLog.note(problem, request);
        String correlation = Objects.requireNonNullElseGet(
                Correlation.of(request), () -> identifiers.next().toString());
        response.resetBuffer();
        response.setStatus(problem.status());
        response.setHeader(Correlation.HEADER, correlation);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        Precautions.OF_NO_PAGE.forEach(response::setHeader);
        problem.headers().forEach(response::setHeader);
        response.getOutputStream().write(body(problem, correlation));
        response.flushBuffer();
    }

    private byte[] body(Problem problem, String correlation) {
        ObjectNode body = json.object();
        body.put("type", problem.type());
        body.put("title", problem.title());
        body.put("status", problem.status());
        body.put("code", problem.code());
        body.put("detail", problem.detail());
        body.put("correlationId", correlation);
        ArrayNode errors = body.putArray("errors");
        problem.errors().forEach(error -> errors.add(json.tree(error)));
        problem.members().forEach((name, value) -> body.set(name, json.tree(value)));
        return json.write(body);
    }
}
