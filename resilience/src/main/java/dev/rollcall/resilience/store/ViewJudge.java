package dev.rollcall.resilience.store;

import dev.rollcall.resilience.Answer;
import dev.rollcall.resilience.Ask;
import dev.rollcall.resilience.Caller;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Compares what the views show over HTTP with what the stored facts add up to. */
public final class ViewJudge {

    private static final long PATIENCE_MILLIS = 120_000;

    private final Caller administrator;
    private final List<String> differences = new ArrayList<>();

    public ViewJudge(Caller administrator) {
        this.administrator = administrator;
    }

    /** The differences, each in a line; the views must not be written to meanwhile. */
    public List<String> compare(List<StoredFact> facts, Fold fold) throws IOException, InterruptedException {
        awaitCurrent();
        compareUsers(fold);
        compareClients(fold);
        compareHistory(facts);
        for (String projection : List.of("users", "clients", "history")) {
            rebuild(projection);
        }
        return differences;
    }

    private void awaitCurrent() throws IOException, InterruptedException {
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (System.currentTimeMillis() < deadline) {
            List<JsonNode> behind = projections().stream()
                    .filter(one -> one.path("lag").asLong() > 0)
                    .toList();
            if (behind.isEmpty()) {
                return;
            }
            Thread.sleep(100);
        }
        differences.add("views are still behind after " + PATIENCE_MILLIS / 1000 + " s: " + projections());
    }

    private List<JsonNode> projections() throws IOException, InterruptedException {
        JsonNode body = administrator.expect(200, Ask.get("/projections")).body();
        List<JsonNode> all = new ArrayList<>();
        (body.isArray() ? body : body.path("items")).forEach(all::add);
        return all;
    }

    private void compareUsers(Fold fold) throws IOException, InterruptedException {
        Map<String, Long> clientCounts = fold.clients().values().stream()
                .collect(Collectors.groupingBy(FoldedClient::user, Collectors.counting()));
        Map<String, FoldedUser> shown = new TreeMap<>();
        for (JsonNode user : administrator.list("/users?limit=200")) {
            String id = user.path("userId").asString();
            shown.put(
                    id,
                    new FoldedUser(
                            id,
                            text(user, "username"),
                            text(user, "configuration"),
                            text(user, "email"),
                            text(user, "firstName"),
                            text(user, "lastName"),
                            text(user, "primaryRole"),
                            text(user, "secondaryRole").equals("ADMIN"),
                            user.path("locked").asBoolean(),
                            user.path("version").asLong()));
            long expected = clientCounts.getOrDefault(id, 0L);
            if (user.path("clientCount").asLong() != expected) {
                differences.add(
                        "user " + id + ": " + expected + " clients, the view counts " + user.path("clientCount"));
            }
        }
        compare("user", fold.users(), shown);
    }

    private void compareClients(Fold fold) throws IOException, InterruptedException {
        Map<String, FoldedClient> shown = new TreeMap<>();
        for (JsonNode client : administrator.list("/clients?limit=200")) {
            String id = client.path("clientId").asString();
            JsonNode token = client.path("token");
            shown.put(
                    id,
                    new FoldedClient(
                            id,
                            text(client, "userId"),
                            text(client, "name"),
                            text(client, "type"),
                            text(client, "status"),
                            text(client, "hostName"),
                            text(token, "tokenId"),
                            text(token, "state"),
                            client.path("version").asLong()));
            FoldedUser owner = fold.users().get(text(client, "userId"));
            if (owner != null && !owner.username().equals(text(client, "username"))) {
                differences.add(
                        "client " + id + " names " + text(client, "username") + ", its user is " + owner.username());
            }
        }
        compare("client", fold.clients(), shown);
    }

    /** The history shows every fact about users and clients, once, in the store's order. */
    private void compareHistory(List<StoredFact> facts) throws IOException, InterruptedException {
        List<String> stored = facts.stream()
                .filter(StoredFact::shown)
                .map(fact -> fact.position() + " " + fact.name() + " " + fact.eventId())
                .toList();
        List<String> shown = administrator.list("/audit?limit=1000", "after").stream()
                .map(fact -> text(fact, "position") + " " + text(fact, "type") + " " + text(fact, "eventId"))
                .toList();
        if (stored.size() != shown.size()) {
            differences.add("history: " + stored.size() + " facts stored, " + shown.size() + " shown");
        }
        for (int index = 0; index < Math.min(stored.size(), shown.size()); index++) {
            if (!stored.get(index).equals(shown.get(index))) {
                differences.add(
                        "history, fact " + index + ": stored " + stored.get(index) + ", shown " + shown.get(index));
                return;
            }
        }
    }

    private void rebuild(String projection) throws IOException, InterruptedException {
        String path = "/projections/" + projection + "/rebuild";
        administrator.expect(202, Ask.post(path));
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        Answer result = administrator.expect(200, Ask.get(path));
        while (result.text("state").equals("RUNNING") && System.currentTimeMillis() < deadline) {
            Thread.sleep(100);
            result = administrator.expect(200, Ask.get(path));
        }
        if (!result.text("state").equals("DONE") || !result.body().path("equal").asBoolean(false)) {
            differences.add("rebuild of " + projection + ": " + result.body());
        }
    }

    private <T> void compare(String kind, Map<String, T> folded, Map<String, T> shown) {
        folded.forEach((id, expected) -> difference(kind, id, expected, shown.get(id)));
        shown.forEach((id, found) -> {
            if (!folded.containsKey(id)) {
                differences.add(kind + " " + id + " is shown and is not in the facts: " + found);
            }
        });
    }

    private <T> void difference(String kind, String id, T expected, @Nullable T found) {
        if (!expected.equals(found)) {
            differences.add(kind + " " + id + ": facts say " + expected + ", the view " + found);
        }
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isNull() ? "" : value.asString("");
    }
}
