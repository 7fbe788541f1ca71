package dev.rollcall.resilience.fuzz;

import dev.rollcall.resilience.Answer;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What no answer may be, whatever was asked. */
final class Judge {

    /** The password in every body that has one: never to be seen again. */
    static final String PLANTED = "Planted-Secret-77";

    /** Ways to say no that belong to HTTP and not to an operation. */
    private static final Set<Integer> OF_HTTP = Set.of(400, 404, 405, 406, 413, 414, 415, 431);

    /** Reasons why there may be no answer now. */
    private static final Set<String> FOR_NOW = Set.of("view_behind", "busy", "too_many_viewers");

    private static final Pattern INSIDE = Pattern.compile(
            "Exception|\\bat dev\\.rollcall|\\bat java\\.|org\\.(spring|axon|postgres|hibernate|apache)|SQL state|password_hash|\\$argon2");

    private final Contract contract;
    private final List<String> secrets;

    /** @param secrets of those who ask */
    Judge(Contract contract, List<String> secrets) {
        this.contract = contract;
        this.secrets = List.copyOf(secrets);
    }

    /**
     * What is wrong with an answer.
     *
     * @param operation which was asked; absent: none that there is
     */
    Optional<String> fault(
            Contract.@Nullable Operation operation, Asker asker, boolean ofItsOwn, HttpResponse<String> answer) {
        int status = answer.statusCode();
        String text = answer.body();
        String type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        Optional<String> secret = secrets.stream().filter(text::contains).findFirst();
        if (text.contains(PLANTED) || secret.isPresent()) {
            return Optional.of("holds a secret");
        }
        // facts hold what people wrote, and people may write anything
        if (status >= 400 && INSIDE.matcher(text).find()) {
            return Optional.of("shows the inside of the program");
        }
        if (answer.headers().firstValue("X-Correlation-Id").isEmpty()) {
            return Optional.of("has no X-Correlation-Id");
        }
        if (status >= 400) {
            Optional<String> fault = problem(status, type, text, answer);
            if (fault.isPresent()) {
                return fault;
            }
        }
        boolean whatIsAllowed = answer.request().method().equals("OPTIONS");
        if (operation == null) {
            return !whatIsAllowed && status >= 200 && status < 300
                    ? Optional.of("there is no such operation")
                    : Optional.empty();
        }
        if (status < 400 && !asker.may(operation, ofItsOwn)) {
            return Optional.of(asker + " may not do this");
        }
        Map<String, JsonNode> forms = operation.answers().get(status);
        if (forms == null) {
            return OF_HTTP.contains(status) ? Optional.empty() : Optional.of("status " + status + " is not documented");
        }
        return status < 300 ? form(forms, type, text) : Optional.empty();
    }

    private static Optional<String> problem(int status, String type, String text, HttpResponse<String> answer) {
        if (!type.equals("application/problem+json")) {
            return Optional.of("no problem+json but " + type);
        }
        JsonNode problem;
        try {
            problem = Answer.JSON.readTree(text);
        } catch (JacksonException broken) {
            return Optional.of("a problem that is no JSON");
        }
        for (String field : List.of("type", "title", "status", "code", "detail", "correlationId", "errors")) {
            if (!problem.has(field)) {
                return Optional.of("a problem without " + field);
            }
        }
        if (problem.path("status").asInt() != status) {
            return Optional.of("a problem of another status");
        }
        boolean forNow = status == 503 && FOR_NOW.contains(problem.path("code").asString());
        if (status >= 500 && !forNow) {
            return Optional.of("status " + status + " " + problem.path("code").asString());
        }
        boolean later = status == 503 || status == 429;
        return later && answer.headers().firstValue("Retry-After").isEmpty()
                ? Optional.of("no Retry-After")
                : Optional.empty();
    }

    private Optional<String> form(Map<String, JsonNode> forms, String type, String text) {
        if (forms.isEmpty()) {
            return text.isEmpty() ? Optional.empty() : Optional.of("content where none is documented");
        }
        if (!forms.containsKey(type)) {
            return Optional.of("an answer in " + type + ", not documented");
        }
        if (!type.equals("application/json")) {
            return Optional.empty();
        }
        try {
            return contract.misfit(Answer.JSON.readTree(text), forms.get(type), "");
        } catch (JacksonException broken) {
            return Optional.of("no JSON");
        }
    }
}
