package dev.rollcall.resilience.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the facts add up to, worked out here and by nothing of the program. Users and clients that were removed are gone.
 */
public final class Fold {

    private final Map<String, FoldedUser> users = new TreeMap<>();
    private final Map<String, FoldedClient> clients = new TreeMap<>();
    /** Claims that are taken, with their owners. */
    private final Map<String, String> claims = new TreeMap<>();

    private final Map<String, Set<String>> rosters = new TreeMap<>();
    private final Set<String> circle = new TreeSet<>();
    private final Map<String, Long> versions = new TreeMap<>();
    private final List<String> gaps = new ArrayList<>();

    /** @param facts in their order */
    public Fold(List<StoredFact> facts) {
        facts.forEach(this::on);
    }

    public Map<String, FoldedUser> users() {
        return users;
    }

    public Map<String, FoldedClient> clients() {
        return clients;
    }

    /** Aggregates whose versions do not follow one another from 0. */
    public List<String> gaps() {
        return gaps;
    }

    /**
     * What the guards hold and should not, or should hold and do not: every user has two claims (username, email), every
     * client one (its name), nobody else any; rosters and the circle of administrators are those of the users.
     */
    public List<String> guardsAtFault() {
        List<String> faults = new ArrayList<>();
        Map<String, Integer> held = new TreeMap<>();
        claims.values().forEach(owner -> held.merge(owner, 1, Integer::sum));
        users.keySet().forEach(user -> expect(faults, "claims of user " + user, 2, held.remove(user)));
        clients.keySet().forEach(client -> expect(faults, "claims of client " + client, 1, held.remove(client)));
        held.forEach((nobody, count) -> expect(faults, "claims of " + nobody + ", who is gone,", 0, count));
        for (String user : users.keySet()) {
            Set<String> owned = new TreeSet<>();
            clients.values().stream()
                    .filter(client -> client.user().equals(user))
                    .forEach(client -> owned.add(client.id()));
            expect(faults, "roster of " + user, owned, rosters.getOrDefault(user, Set.of()));
        }
        Set<String> administrators = new TreeSet<>();
        users.values().stream()
                .filter(user -> user.admin() && !user.locked())
                .forEach(user -> administrators.add(user.id()));
        expect(faults, "circle of administrators", administrators, circle);
        return faults;
    }

    private static void expect(List<String> faults, String what, Object expected, @Nullable Object actual) {
        Object found = actual == null ? 0 : actual;
        if (!expected.equals(found)) {
            faults.add(what + ": should be " + expected + ", are " + found);
        }
    }

    private void on(StoredFact fact) {
        long expected = versions.getOrDefault(fact.aggregate(), -1L) + 1;
        if (fact.version() != expected) {
            gaps.add(fact.aggregate() + ": version " + fact.version() + " follows " + (expected - 1));
        }
        versions.put(fact.aggregate(), fact.version());
        String user = fact.text("userId");
        String client = fact.text("clientId");
        switch (fact.name()) {
            case "value-claimed" -> claims.put(fact.text("claim"), fact.text("owner"));
            case "value-released" -> claims.remove(fact.text("claim"));
            case "roster-client-enrolled" ->
                rosters.computeIfAbsent(user, none -> new TreeSet<>()).add(client);
            case "roster-client-discharged" ->
                rosters.computeIfAbsent(user, none -> new TreeSet<>()).remove(client);
            case "administrator-joined" -> circle.add(user);
            case "administrator-left" -> circle.remove(user);
            default -> {
                if (fact.name().startsWith("user-")) {
                    onUser(user, fact);
                } else if (fact.name().startsWith("client-")) {
                    onClient(client, fact);
                }
            }
        }
    }

    private void onUser(String id, StoredFact fact) {
        if (fact.name().equals("user-removed")) {
            users.remove(id);
            return;
        }
        if (fact.name().equals("user-erased")) {
            return;
        }
        FoldedUser before = users.getOrDefault(id, new FoldedUser(id, "", "", "", "", "", "", false, false, -1));
        users.put(
                id,
                new FoldedUser(
                        id,
                        changed(fact, "username", before.username()),
                        changed(fact, "configuration", before.configuration()),
                        changed(fact, "email", before.email()),
                        changed(fact, "firstName", before.firstName()),
                        changed(fact, "lastName", before.lastName()),
                        changed(fact, "primaryRole", before.primaryRole()),
                        switch (fact.name()) {
                            case "user-created" -> fact.payload().path("admin").asBoolean();
                            case "user-admin-granted" -> true;
                            case "user-admin-dropped" -> false;
                            default -> before.admin();
                        },
                        switch (fact.name()) {
                            case "user-locked" -> true;
                            case "user-unlocked" -> false;
                            default -> before.locked();
                        },
                        fact.version()));
    }

    private void onClient(String id, StoredFact fact) {
        if (fact.name().equals("client-removed")) {
            clients.remove(id);
            return;
        }
        FoldedClient before = clients.getOrDefault(id, new FoldedClient(id, "", "", "", "", "", "", "", -1));
        String issued = fact.payload().path("token").path("tokenId").asString("");
        clients.put(
                id,
                new FoldedClient(
                        id,
                        changed(fact, "userId", before.user()),
                        changed(fact, "name", before.name()),
                        changed(fact, "type", before.type()),
                        switch (fact.name()) {
                            case "client-provisioned", "client-reprovisioned" -> "PROVISIONED";
                            case "client-registered", "client-reregistered" -> "REGISTERED";
                            case "client-deregistered" -> "DEREGISTERED";
                            default -> before.status();
                        },
                        changed(fact, "hostName", before.hostName()),
                        issued.isEmpty() ? before.token() : issued,
                        switch (fact.name()) {
                            case "client-provisioned", "client-reprovisioned", "client-reregistered" -> "ISSUED";
                            case "client-registered" -> "CLAIMED";
                            case "client-deregistered" -> "REVOKED";
                            default -> before.tokenState();
                        },
                        fact.version()));
    }

    private static String changed(StoredFact fact, String field, String before) {
        String now = fact.text(field);
        return now.isEmpty() ? before : now;
    }
}
