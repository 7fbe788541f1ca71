package dev.rollcall.web;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;

/** Adds to every operation what no signature shows: its body, its headers, its problems and an example. */
final class DocumentedOperations implements OperationCustomizer {

    private static final Set<String> CONDITIONAL = Set.of("EditUser", "UpdateUser", "EditServiceAccount");
    private static final Set<String> OPTIONALLY_CONDITIONAL =
            Set.of("RemoveUser", "EditClient", "RemoveClient", "Deregister", "Reregister", "Reprovision");
    /** They act on the views, not on a user or client: there is no version to tell, and no position to wait for. */
    private static final Set<String> UNVERSIONED = Set.of(
            "Heartbeat",
            "RebuildProjection",
            "CheckProjection",
            "CancelRebuild",
            "RetryDeadLetter",
            "DiscardDeadLetter");

    private static final Set<String> SINGLE = Set.of("FindUser", "FindClient", "FindServiceAccount");

    private final DocumentedWords words;

    DocumentedOperations(DocumentedWords words) {
        this.words = words;
    }

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        String name = operation.getOperationId();
        operation.setDescription(words.of("operation." + name));
        RequestMethod verb = verb(method);
        boolean command = verb != RequestMethod.GET && !name.equals("IntrospectToken");
        body(operation, method, name, verb);
        headers(operation, name, verb, command);
        describeParameters(operation, name);
        answers(operation, name, command);
        problems(operation, name, command);
        security(operation, name);
        return operation;
    }

    private static RequestMethod verb(HandlerMethod method) {
        RequestMapping mapping = Objects.requireNonNull(
                AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), RequestMapping.class));
        return mapping.method()[0];
    }

    private void body(Operation operation, HandlerMethod method, String name, RequestMethod verb) {
        for (MethodParameter parameter : method.getMethodParameters()) {
            if (parameter.getParameterType() == Body.class) {
                Class<?> shape = ResolvableType.forMethodParameter(parameter)
                        .getGeneric(0)
                        .toClass();
                MediaType content = new MediaType().schema(reference(shape.getSimpleName()));
                content.setExample(words.example(name));
                String type = verb == RequestMethod.PATCH ? Arguments.MERGE_PATCH.toString() : "application/json";
                operation.setRequestBody(new RequestBody()
                        .required(shape != Because.class)
                        .content(new Content().addMediaType(type, content)));
            }
        }
        if (name.equals("IntrospectToken")) {
            Schema<?> form = new JsonSchema().typesItem("object");
            form.addProperty("token", new JsonSchema().typesItem("string"));
            form.addProperty("token_type_hint", new JsonSchema().typesItem("string"));
            form.setRequired(List.of("token"));
            operation.setRequestBody(new RequestBody()
                    .required(true)
                    .content(new Content()
                            .addMediaType("application/x-www-form-urlencoded", new MediaType().schema(form))));
        }
    }

    private void headers(Operation operation, String name, RequestMethod verb, boolean command) {
        if (operation.getParameters() != null) {
            operation.getParameters().removeIf(parameter -> "Authorization".equals(parameter.getName()));
        }
        header(operation, Correlation.HEADER, false);
        if (verb == RequestMethod.GET) {
            header(operation, Arguments.POSITION, false);
        }
        if (SINGLE.contains(name)) {
            header(operation, "If-None-Match", false);
        }
        if (command && !name.equals("Heartbeat")) {
            header(operation, Arguments.IDEMPOTENCY_KEY, false);
        }
        if (verb == RequestMethod.PATCH || verb == RequestMethod.DELETE) {
            header(operation, Arguments.REASON, false);
        }
        if (CONDITIONAL.contains(name) || OPTIONALLY_CONDITIONAL.contains(name)) {
            header(operation, "If-Match", CONDITIONAL.contains(name));
        }
    }

    private void header(Operation operation, String name, boolean required) {
        operation.addParametersItem(new HeaderParameter()
                .name(name)
                .required(required)
                .description(words.of("header." + name))
                .schema(new JsonSchema().typesItem("string")));
    }

    private void describeParameters(Operation operation, String name) {
        for (Parameter parameter : operation.getParameters()) {
            if (parameter.getDescription() == null) {
                parameter.setDescription(
                        words.of("parameter." + name + "." + parameter.getName(), "parameter." + parameter.getName()));
            }
            if (parameter.getName().equals("limit")) {
                parameter.getSchema().setMinimum(java.math.BigDecimal.ONE);
                parameter
                        .getSchema()
                        .setMaximum(java.math.BigDecimal.valueOf(
                                name.startsWith("FindFacts") ? Limits.FACTS : Limits.PAGE));
            }
        }
    }

    private void answers(Operation operation, String name, boolean command) {
        operation.getResponses().forEach((status, answer) -> {
            answer.setDescription(words.of("answer." + name, "answer." + status));
            answer.addHeaderObject(Correlation.HEADER, reference(Correlation.HEADER, "header.answer."));
            if ((command && !UNVERSIONED.contains(name)) || SINGLE.contains(name)) {
                answer.addHeaderObject("ETag", reference("ETag", "header.answer."));
            }
            if (command && !UNVERSIONED.contains(name)) {
                answer.addHeaderObject(Arguments.POSITION, reference(Arguments.POSITION, "header.answer."));
            }
            if (status.equals("201") || status.equals("202")) {
                answer.addHeaderObject("Location", reference("Location", "header.answer."));
            }
        });
        if (SINGLE.contains(name)) {
            operation.getResponses().addApiResponse("304", new ApiResponse().description(words.of("answer.304")));
        }
    }

    private Header reference(String name, String prefix) {
        return new Header().description(words.of(prefix + name)).schema(new JsonSchema().typesItem("string"));
    }

    private static void problems(Operation operation, String name, boolean command) {
        Set<Integer> statuses = new TreeSet<>(List.of(400, 401, 403, 429, 500, 503));
        boolean subject = operation.getParameters().stream().anyMatch(parameter -> "path".equals(parameter.getIn()));
        if (subject) {
            statuses.add(404);
        }
        if (operation.getRequestBody() != null) {
            statuses.addAll(List.of(413, 415));
        }
        if (command && !name.equals("Heartbeat")) {
            statuses.addAll(List.of(409, 422));
        }
        if (CONDITIONAL.contains(name) || OPTIONALLY_CONDITIONAL.contains(name)) {
            statuses.add(412);
        }
        if (CONDITIONAL.contains(name)) {
            statuses.add(428);
        }
        ApiResponses responses = operation.getResponses();
        statuses.forEach(status -> responses.addApiResponse(
                String.valueOf(status), new ApiResponse().$ref("#/components/responses/" + status)));
    }

    private static void security(Operation operation, String name) {
        if (name.equals("Register")) {
            operation.setSecurity(new ArrayList<>());
        } else if (name.equals("Heartbeat")) {
            operation.setSecurity(List.of(new SecurityRequirement().addList(Documentation.CLIENT_TOKEN)));
        }
    }

    static Schema<?> reference(String shape) {
        return new JsonSchema().$ref("#/components/schemas/" + shape);
    }
}
