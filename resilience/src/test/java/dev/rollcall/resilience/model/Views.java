package dev.rollcall.resilience.model;

import dev.rollcall.resilience.Answer;
import dev.rollcall.resilience.Ask;
import dev.rollcall.resilience.Caller;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The views of one name space, which must show what the model has, as of the position of the last answer. */
final class Views {

    private final Model model;
    private final Caller reader;
    private final String position;

    Views(Model model, Caller reader, String position) {
        this.model = model;
        this.reader = reader;
        this.position = position;
    }

    void mustShowTheModel(Object touched) throws IOException, InterruptedException {
        users();
        clients();
        if (touched instanceof ModelUser user && user != model.root) {
            gone(user.removed, "/users/" + user.id);
            history("/users/" + user.id + "/history", user.facts);
        } else if (touched instanceof ModelClient client) {
            gone(client.removed, "/clients/" + client.id);
            history("/clients/" + client.id + "/history", client.facts);
            tokens(client);
        }
    }

    /** Only the present token of a client can be active, at every moment. */
    private void tokens(ModelClient client) throws IOException, InterruptedException {
        for (String token : client.tokens) {
            boolean active = token.equals(client.token()) && !client.removed && !client.tokenState.equals("REVOKED");
            Answer answer = reader.expect(200, Ask.form("/oauth2/introspect", "token", token));
            String owner = active ? client.id : "";
            if (!answer.text("active").equals(String.valueOf(active))
                    || !answer.text("sub").equals(owner)) {
                throw new Difference(
                        "a token of " + client + " that " + (active ? "is" : "is not") + " active: " + answer);
            }
        }
    }

    private Answer read(String path) throws IOException, InterruptedException {
        return reader.send(Ask.get(path).at(position));
    }

    private JsonNode shown(String path) throws IOException, InterruptedException {
        Answer answer = read(path);
        if (answer.status() != 200) {
            throw new Difference("GET " + path + " at " + position + " answers " + answer);
        }
        return answer.body();
    }

    private void users() throws IOException, InterruptedException {
        Map<String, Object> expected = new TreeMap<>();
        Map<String, Object> found = new TreeMap<>();
        for (ModelUser user : model.living()) {
            if (user == model.root) {
                same("user " + Model.ROOT, expected(user), found(shown("/users/" + user.id)));
            } else {
                expected.put(user.id, expected(user));
            }
        }
        for (JsonNode user : shown("/users?limit=200&search=" + model.space).path("items")) {
            if (!user.path("userId").asString().equals(model.root.id)) {
                found.put(user.path("userId").asString(), found(user));
            }
        }
        same("users", expected, found);
    }

    private Map<String, Object> expected(ModelUser user) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("username", user.username);
        fields.put("configuration", user.configuration);
        fields.put("email", user.email);
        fields.put("firstName", user.firstName);
        fields.put("lastName", user.lastName);
        fields.put("primaryRole", user.role);
        fields.put("secondaryRole", user.admin ? "ADMIN" : "");
        fields.put("administrator", String.valueOf(user.administrator()));
        fields.put("locked", "false");
        fields.put("clientCount", String.valueOf(model.clientsOf(user).size()));
        fields.put("version", String.valueOf(user.version()));
        fields.put("updatedBy", user.updatedBy);
        return fields;
    }

    private static Map<String, Object> found(JsonNode user) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String field : List.of(
                "username",
                "configuration",
                "email",
                "firstName",
                "lastName",
                "primaryRole",
                "secondaryRole",
                "administrator",
                "locked",
                "clientCount",
                "version",
                "updatedBy")) {
            fields.put(field, text(user, field));
        }
        return fields;
    }

    private void clients() throws IOException, InterruptedException {
        Map<String, Object> expected = new TreeMap<>();
        Map<String, Object> found = new TreeMap<>();
        Map<String, String> says = new TreeMap<>();
        for (ModelClient client : model.clients) {
            if (!client.removed) {
                expected.put(client.id, expected(client));
                says.put(client.id, client.updatedBy);
            }
        }
        for (JsonNode client : shown("/clients?limit=200&search=" + model.space).path("items")) {
            String id = client.path("clientId").asString();
            found.put(id, foundClient(client, says.getOrDefault(id, "?").isEmpty()));
        }
        same("clients", expected, found);
    }

    private static Map<String, Object> expected(ModelClient client) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("userId", client.owner.id);
        fields.put("username", client.owner.username);
        fields.put("name", client.name);
        fields.put("type", client.type);
        fields.put("status", client.status);
        fields.put("active", String.valueOf(client.status.equals("REGISTERED")));
        fields.put("hostName", client.hostName);
        fields.put("version", String.valueOf(client.version()));
        fields.put("updatedBy", client.updatedBy);
        fields.put("token", client.tokenState);
        fields.put(
                "hint",
                client.token().isEmpty()
                        ? ""
                        : client.token().substring(client.token().length() - 4));
        fields.put("availableActions", String.join(" ", client.availableActions()));
        return fields;
    }

    private static Map<String, Object> foundClient(JsonNode client, boolean anybody) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String field : List.of("userId", "username", "name", "type", "status", "active", "hostName", "version")) {
            fields.put(field, text(client, field));
        }
        fields.put("updatedBy", anybody ? "" : text(client, "updatedBy"));
        fields.put("token", text(client.path("token"), "state"));
        String hint = text(client.path("token"), "hint");
        fields.put("hint", hint.substring(Math.max(0, hint.length() - 4)));
        List<String> actions = new ArrayList<>();
        client.path("availableActions").forEach(action -> actions.add(action.asString()));
        fields.put("availableActions", String.join(" ", actions));
        return fields;
    }

    private void gone(boolean removed, String path) throws IOException, InterruptedException {
        int status = read(path).status();
        if (status != (removed ? 404 : 200)) {
            throw new Difference("GET " + path + " answers " + status + (removed ? " after its removal" : ""));
        }
    }

    /** The facts of one, newest first; those of one decision in whichever order. */
    private void history(String path, List<String> facts) throws IOException, InterruptedException {
        List<String> found = new ArrayList<>();
        shown(path).path("items").forEach(fact -> found.add(0, text(fact, "type")));
        List<String> expected = new ArrayList<>(facts);
        if (!found.isEmpty() && !expected.isEmpty() && !found.get(0).equals(expected.get(0))) {
            throw new Difference(path + " begins with " + found.get(0));
        }
        same(path, expected.stream().sorted().toList(), found.stream().sorted().toList());
    }

    private static void same(String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new Difference(what + "\n  should be " + expected + "\n  are       " + found);
        }
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isNull() ? "" : value.asString("");
    }
}
