package dev.rollcall.web;

import dev.rollcall.api.Actor;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.audit.ChainView;
import dev.rollcall.api.audit.DeadLetterPage;
import dev.rollcall.api.audit.DeadLetterView;
import dev.rollcall.api.audit.FactPage;
import dev.rollcall.api.audit.FactView;
import dev.rollcall.api.audit.ProjectionView;
import dev.rollcall.api.audit.RebuildView;
import dev.rollcall.api.audit.RefusedAttemptPage;
import dev.rollcall.api.audit.RefusedAttemptView;
import dev.rollcall.api.client.ClientPage;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.TokenView;
import dev.rollcall.api.service.ServiceAccountPage;
import dev.rollcall.api.service.ServiceAccountView;
import dev.rollcall.api.user.UserPage;
import dev.rollcall.api.user.UserView;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** Describes what is sent and answered: every shape once, what of it is always there, and the problems. */
final class DocumentedShapes implements OpenApiCustomizer {

    /** What is answered: everything in it that is not nullable is always there. */
    private static final List<Class<? extends Record>> ANSWERED = List.of(
            UserView.class,
            UserPage.class,
            ClientView.class,
            ClientPage.class,
            TokenView.class,
            FactView.class,
            FactView.Subject.class,
            FactView.Change.class,
            FactPage.class,
            ServiceAccountView.class,
            ServiceAccountPage.class,
            RefusedAttemptView.class,
            RefusedAttemptPage.class,
            Actor.class,
            ProjectionView.class,
            ProjectionView.Difference.class,
            RebuildView.class,
            ChainView.class,
            ChainView.Fault.class,
            ChainView.Head.class,
            DeadLetterView.class,
            DeadLetterPage.class,
            DeadLetterApi.Retried.class,
            FieldError.class,
            ClientBodies.RevealedToken.class);

    private static final List<Class<? extends Record>> SENT = List.of(
            UserBodies.NewUser.class,
            UserBodies.UserPatch.class,
            UserBodies.UserUpdate.class,
            ClientBodies.NewClient.class,
            ClientBodies.ClientPatch.class,
            ClientBodies.Registration.class,
            ServiceBodies.NewServiceAccount.class,
            ServiceBodies.ServiceAccountPatch.class,
            Because.class);

    /** What must be sent; a shape says so only where the domain does in every case. */
    private static final Map<String, List<String>> NEEDED = Map.of(
            "NewUser", List.of("username", "configuration", "email", "firstName", "lastName", "primaryRole"),
            "NewClient", List.of("name", "type"),
            "NewServiceAccount", List.of("name"),
            "Registration", List.of("token", "hostName"),
            "ClientStep", List.of("clientId", "action"));

    private static final List<Integer> PROBLEMS =
            List.of(400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 429, 500, 503);

    private final DocumentedWords words;

    DocumentedShapes(DocumentedWords words) {
        this.words = words;
    }

    @Override
    public void customise(OpenAPI document) {
        Map<String, Schema> schemas = new TreeMap<>(document.getComponents().getSchemas());
        List<Class<? extends Record>> shapes = new ArrayList<>(ANSWERED);
        shapes.addAll(SENT);
        shapes.add(UserBodies.Step.class);
        for (Class<? extends Record> shape : shapes) {
            ModelConverters.getInstance(true)
                    .readAllAsResolvedSchema(new AnnotatedType(shape))
                    .referencedSchemas
                    .forEach(schemas::putIfAbsent);
        }
        ANSWERED.forEach(shape -> require(schemas, shape));
        unwrap(schemas);
        NEEDED.forEach((shape, fields) ->
                Objects.requireNonNull(schemas.get(shape), shape).setRequired(fields));
        schemas.put("Problem", problem());
        schemas.keySet()
                .removeIf(name -> name.startsWith("Body")
                        || List.of("Call", "IfMatch", "JsonNode").contains(name));
        schemas.forEach(this::describe);
        document.getComponents().setSchemas(new LinkedHashMap<>(schemas));
        PROBLEMS.forEach(status -> document.getComponents().addResponses(String.valueOf(status), problem(status)));
        Paths sorted = new Paths();
        Map<String, PathItem> paths = new TreeMap<>(document.getPaths());
        paths.forEach(sorted::addPathItem);
        document.setPaths(sorted);
    }

    private static void require(Map<String, Schema> schemas, Class<? extends Record> shape) {
        Schema<?> schema = schemas.get(shape.getSimpleName());
        if (schema == null || schema.getProperties() == null) {
            return;
        }
        List<String> names = new ArrayList<>(schema.getProperties().keySet());
        RecordComponent[] components = shape.getRecordComponents();
        List<String> required = new ArrayList<>();
        for (int i = 0; i < components.length && i < names.size(); i++) {
            String name = names.get(i);
            if (components[i].getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                schema.addProperty(
                        name,
                        orNull(Objects.requireNonNull(schema.getProperties().get(name), name)));
            } else {
                required.add(name);
            }
        }
        schema.setRequired(required);
    }

    /** A user with its clients is a user, property by property. */
    private static void unwrap(Map<String, Schema> schemas) {
        Schema<?> user = schemas.get("UserView");
        Schema<?> updated = schemas.get("UpdatedUser");
        if (user != null && updated != null) {
            user.getProperties().forEach(updated::addProperty);
            List<String> required = new ArrayList<>(user.getRequired());
            required.add("clients");
            updated.setRequired(required);
        }
    }

    /** As OpenAPI 3.1 has it: null is a type of its own. */
    private static Schema<?> orNull(Schema<?> schema) {
        if (schema.get$ref() != null) {
            return new JsonSchema().anyOf(List.of(schema, new JsonSchema().typesItem("null")));
        }
        if (schema.getTypes() == null || schema.getTypes().isEmpty()) {
            // anything, null as well
            return schema;
        }
        schema.addType("null");
        if (schema.getEnum() != null) {
            schema.addEnumItemObject(null);
        }
        return schema;
    }

    private void describe(String shape, Schema<?> schema) {
        words.find("shape." + shape).ifPresent(schema::setDescription);
        if (schema.getProperties() != null) {
            schema.getProperties().forEach((name, field) -> words.find("field." + shape + "." + name)
                    .or(() -> words.find("field." + name))
                    .ifPresent(field::setDescription));
        }
    }

    private static Schema<?> problem() {
        Schema<?> schema = new JsonSchema().typesItem("object");
        schema.addProperty("type", new JsonSchema().typesItem("string").format("uri"));
        schema.addProperty("title", new JsonSchema().typesItem("string"));
        schema.addProperty("status", new JsonSchema().typesItem("integer"));
        schema.addProperty("code", new JsonSchema().typesItem("string"));
        schema.addProperty("detail", new JsonSchema().typesItem("string"));
        schema.addProperty("correlationId", new JsonSchema().typesItem("string"));
        schema.addProperty(
                "errors", new JsonSchema().typesItem("array").items(DocumentedOperations.reference("FieldError")));
        schema.addProperty(
                "currentVersion", new JsonSchema().typesItem("integer").format("int64"));
        schema.addProperty("changedBy", new JsonSchema().typesItem("string"));
        schema.setRequired(List.of("type", "title", "status", "code", "detail", "correlationId", "errors"));
        return schema;
    }

    private ApiResponse problem(int status) {
        MediaType content = new MediaType().schema(DocumentedOperations.reference("Problem"));
        content.setExample(words.example(String.valueOf(status)));
        return new ApiResponse()
                .description(words.of("answer." + status))
                .content(new Content().addMediaType("application/problem+json", content));
    }
}
