package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.audit.AuditQuery;
import dev.rollcall.api.audit.CancelRebuild;
import dev.rollcall.api.audit.CheckProjection;
import dev.rollcall.api.audit.DiscardDeadLetter;
import dev.rollcall.api.audit.RebuildProjection;
import dev.rollcall.api.audit.RetryDeadLetter;
import dev.rollcall.api.client.ClientCommand;
import dev.rollcall.api.client.ClientQuery;
import dev.rollcall.api.client.Heartbeat;
import dev.rollcall.api.client.IntrospectToken;
import dev.rollcall.api.service.ServiceCommand;
import dev.rollcall.api.service.ServiceQuery;
import dev.rollcall.api.user.UserCommand;
import dev.rollcall.api.user.UserQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class OpenApiTest extends WebTest {

    private static final Map<String, Class<?>> SHAPES = Map.ofEntries(
            Map.entry("CreateUser", UserBodies.NewUser.class),
            Map.entry("EditUser", UserBodies.UserPatch.class),
            Map.entry("UpdateUser", UserBodies.UserUpdate.class),
            Map.entry("UnlockUser", Because.class),
            Map.entry("EraseUser", Because.class),
            Map.entry("Provision", ClientBodies.NewClient.class),
            Map.entry("EditClient", ClientBodies.ClientPatch.class),
            Map.entry("Deregister", Because.class),
            Map.entry("Reregister", Because.class),
            Map.entry("Reprovision", Because.class),
            Map.entry("RevealToken", Because.class),
            Map.entry("Register", ClientBodies.Registration.class),
            Map.entry("CreateServiceAccount", ServiceBodies.NewServiceAccount.class),
            Map.entry("EditServiceAccount", ServiceBodies.ServiceAccountPatch.class),
            Map.entry("RotateServiceAccountSecret", Because.class),
            Map.entry("DisableServiceAccount", Because.class),
            Map.entry("EnableServiceAccount", Because.class),
            Map.entry("RetryDeadLetter", Because.class),
            Map.entry("RebuildProjection", Because.class),
            Map.entry("CheckProjection", Because.class));

    @Autowired
    Json json;

    @Test
    void everything_that_was_decided_is_there_and_named_after_the_message_that_does_it() {
        assertThat(operations())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("GET /api/v1/users", "FindUsers"),
                        Map.entry("POST /api/v1/users", "CreateUser"),
                        Map.entry("GET /api/v1/users/{userId}", "FindUser"),
                        Map.entry("PATCH /api/v1/users/{userId}", "EditUser"),
                        Map.entry("DELETE /api/v1/users/{userId}", "RemoveUser"),
                        Map.entry("POST /api/v1/users/{userId}/update", "UpdateUser"),
                        Map.entry("POST /api/v1/users/{userId}/unlock", "UnlockUser"),
                        Map.entry("DELETE /api/v1/users/{userId}/passkeys", "RemovePasskeys"),
                        Map.entry("POST /api/v1/users/{userId}/erase", "EraseUser"),
                        Map.entry("GET /api/v1/users/{userId}/clients", "FindClients-ofUser"),
                        Map.entry("POST /api/v1/users/{userId}/clients", "Provision"),
                        Map.entry("GET /api/v1/users/{userId}/history", "FindFacts-ofUser"),
                        Map.entry("GET /api/v1/clients", "FindClients"),
                        Map.entry("GET /api/v1/clients/{clientId}", "FindClient"),
                        Map.entry("PATCH /api/v1/clients/{clientId}", "EditClient"),
                        Map.entry("DELETE /api/v1/clients/{clientId}", "RemoveClient"),
                        Map.entry("POST /api/v1/clients/{clientId}/deregister", "Deregister"),
                        Map.entry("POST /api/v1/clients/{clientId}/reregister", "Reregister"),
                        Map.entry("POST /api/v1/clients/{clientId}/reprovision", "Reprovision"),
                        Map.entry("POST /api/v1/clients/{clientId}/token/reveal", "RevealToken"),
                        Map.entry("GET /api/v1/clients/{clientId}/history", "FindFacts-ofClient"),
                        Map.entry("POST /api/v1/clients/register", "Register"),
                        Map.entry("POST /api/v1/clients/heartbeat", "Heartbeat"),
                        Map.entry("POST /oauth2/introspect", "IntrospectToken"),
                        Map.entry("GET /api/v1/audit", "FindFacts"),
                        Map.entry("GET /api/v1/service-accounts", "FindServiceAccounts"),
                        Map.entry("POST /api/v1/service-accounts", "CreateServiceAccount"),
                        Map.entry("GET /api/v1/service-accounts/{serviceAccountId}", "FindServiceAccount"),
                        Map.entry("PATCH /api/v1/service-accounts/{serviceAccountId}", "EditServiceAccount"),
                        Map.entry(
                                "POST /api/v1/service-accounts/{serviceAccountId}/rotate",
                                "RotateServiceAccountSecret"),
                        Map.entry("POST /api/v1/service-accounts/{serviceAccountId}/disable", "DisableServiceAccount"),
                        Map.entry("POST /api/v1/service-accounts/{serviceAccountId}/enable", "EnableServiceAccount"),
                        Map.entry("GET /api/v1/audit/refused", "FindRefusedAttempts"),
                        Map.entry("GET /api/v1/audit/verify", "VerifyAudit"),
                        Map.entry("GET /api/v1/projections", "FindProjections"),
                        Map.entry("POST /api/v1/projections/{name}/rebuild", "RebuildProjection"),
                        Map.entry("POST /api/v1/projections/{name}/check", "CheckProjection"),
                        Map.entry("GET /api/v1/projections/{name}/rebuild", "FindRebuild"),
                        Map.entry("GET /api/v1/audit/stream", "FindFacts-asTheyHappen"),
                        Map.entry("DELETE /api/v1/projections/{name}/rebuild", "CancelRebuild"),
                        Map.entry("GET /api/v1/dead-letters", "FindDeadLetters"),
                        Map.entry("POST /api/v1/dead-letters/{id}/retry", "RetryDeadLetter"),
                        Map.entry("DELETE /api/v1/dead-letters/{id}", "DiscardDeadLetter")));
    }

    @Test
    void every_name_is_that_of_a_message_qualified_where_several_endpoints_send_the_same() {
        Set<String> messages = Stream.of(
                        Stream.of(
                                        UserCommand.class,
                                        UserQuery.class,
                                        ClientCommand.class,
                                        ClientQuery.class,
                                        ServiceCommand.class,
                                        ServiceQuery.class,
                                        AuditQuery.class)
                                .flatMap(family -> Stream.of(family.getPermittedSubclasses())),
                        Stream.of(
                                Heartbeat.class,
                                IntrospectToken.class,
                                RebuildProjection.class,
                                CheckProjection.class,
                                CancelRebuild.class,
                                RetryDeadLetter.class,
                                DiscardDeadLetter.class))
                .flatMap(types -> types)
                .map(Class::getSimpleName)
                .collect(Collectors.toSet());

        assertThat(operations().values()).doesNotHaveDuplicates().allSatisfy(name -> assertThat(messages)
                .contains(name.split("-", 2)[0]));
    }

    @Test
    void it_is_openapi_3_1_of_this_server_and_every_reference_leads_somewhere() {
        JsonNode document = document();

        assertThat(document.get("openapi").asString()).startsWith("3.1");
        assertThat(document.get("servers").get(0).get("url").asString()).isEqualTo("/");
        List<String> references = new ArrayList<>();
        references(document, references);
        assertThat(references).isNotEmpty().allSatisfy(reference -> {
            assertThat(reference).startsWith("#/");
            assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        });
    }

    @Test
    void every_operation_says_how_to_send_it_and_what_can_go_wrong() {
        document()
                .get("paths")
                .forEach(path -> path.forEach(operation -> {
                    assertThat(operation.get("summary").asString()).isNotBlank();
                    assertThat(operation.get("description").asString()).isNotBlank();
                    assertThat(operation.get("responses").propertyNames()).contains("400", "500", "503");
                    assertThat(operation.get("responses").propertyNames()).anyMatch(status -> status.startsWith("2"));
                    operation.get("parameters").forEach(parameter -> {
                        assertThat(parameter.get("description").asString()).isNotBlank();
                        assertThat(parameter.get("name").asString()).isNotIn("call", "body", "sent", "request");
                    });
                }));
    }

    @Test
    void secrets_and_identifiers_are_described_as_the_strings_they_are() {
        JsonNode schemas = document().at("/components/schemas");

        assertThat(schemas.at("/NewUser/properties/password/format").asString()).isEqualTo("password");
        assertThat(schemas.at("/UserView/properties/userId/format").asString()).isEqualTo("uuid");
        assertThat(schemas.at("/TokenView/properties/hint/type").asString()).isEqualTo("string");
        assertThat(schemas.at("/UserView/required").valueStream().map(JsonNode::asString))
                .contains("userId", "username", "version")
                .doesNotContain("secondaryRole");
        assertThat(schemas.propertyNames())
                .doesNotContain("Call", "JsonNode")
                .noneMatch(name -> name.startsWith("Body"));
    }

    @Test
    void what_may_be_null_says_so() {
        JsonNode schemas = document().at("/components/schemas");

        assertThat(schemas.at("/ClientView/properties/hostName/type")
                        .valueStream()
                        .map(JsonNode::asString))
                .containsExactlyInAnyOrder("string", "null");
        assertThat(schemas.at("/UserView/properties/secondaryRole/enum").valueStream())
                .hasSize(3)
                .anyMatch(JsonNode::isNull);
        assertThat(schemas.at("/UpdatedUser/properties/secondaryRole"))
                .isEqualTo(schemas.at("/UserView/properties/secondaryRole"));
        assertThat(schemas.at("/ProjectionView/properties/rebuild/anyOf/1/type").asString())
                .isEqualTo("null");
        assertThat(schemas.at("/Change/properties/from/type").isMissingNode()).isTrue();
    }

    @Test
    void every_example_can_be_sent_as_it_stands() {
        BodyReader reader = new BodyReader(json, key);
        List<String> read = new ArrayList<>();
        document()
                .get("paths")
                .forEach(path -> path.forEach(operation -> {
                    String name = operation.get("operationId").asString();
                    operation.path("requestBody").path("content").forEach(content -> {
                        if (SHAPES.containsKey(name)) {
                            assertThat(reader.read(json.write(content.get("example")), SHAPES.get(name))
                                            .faults())
                                    .as(name)
                                    .isEmpty();
                            read.add(name);
                        }
                    });
                }));
        assertThat(read).containsExactlyInAnyOrderElementsOf(SHAPES.keySet());
    }

    @Test
    void the_page_for_people_comes_from_here_and_from_nowhere_else() {
        Http.Reply page = call("GET", "/!/api/docs").send();
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(page.text()).doesNotContain("http://").doesNotContain("https://");
        for (String asset : List.of("swagger-ui.css", "swagger-ui-bundle.js", "start.js")) {
            assertThat(page.text()).contains("docs/" + asset);
            assertThat(call("GET", "/!/api/docs/" + asset).send().status()).isEqualTo(200);
        }
        assertProblem(call("GET", "/!/api/docs/nothing.js").send(), 404, "not_found");
    }

    private JsonNode document() {
        Http.Reply reply = call("GET", "/openapi.json").send();
        assertThat(reply.status()).isEqualTo(200);
        return reply.json();
    }

    private Map<String, String> operations() {
        Map<String, String> operations = new TreeMap<>();
        document()
                .get("paths")
                .forEachEntry((path, verbs) -> verbs.forEachEntry((verb, operation) -> operations.put(
                        verb.toUpperCase(java.util.Locale.ROOT) + " " + path,
                        operation.get("operationId").asString())));
        return operations;
    }

    private static void references(JsonNode node, List<String> found) {
        if (node.has("$ref")) {
            found.add(node.get("$ref").asString());
        }
        node.forEach(child -> references(child, found));
    }
}
