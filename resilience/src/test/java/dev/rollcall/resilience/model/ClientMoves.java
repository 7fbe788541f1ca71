package dev.rollcall.resilience.model;

import dev.rollcall.resilience.Ask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Steps about clients, and what the model makes of them. */
final class ClientMoves {

    private static final Expected FORBIDDEN = Expected.refused(403, "forbidden");
    private static final Expected NOT_FOUND = Expected.refused(404, "client_not_found");

    private final Model model;

    ClientMoves(Model model) {
        this.model = model;
    }

    Move provision(Random dice) {
        ModelUser actor = model.anyActor(dice);
        ModelUser owner = model.anyUser(dice);
        Map<String, Object> body = new LinkedHashMap<>();
        Set<String> flaws = new TreeSet<>();
        boolean badName = dice.nextInt(20) == 0;
        body.put("name", badName ? model.badName(dice) : model.clientName(dice));
        if (badName) {
            flaws.add("/name");
        }
        boolean badType = dice.nextInt(25) == 0;
        body.put("type", badType ? "ODD" : Model.pick(dice, List.of("NORMAL", "CI_CD")));
        if (badType) {
            flaws.add("/type");
        }
        String name = body.get("name").toString();
        List<Expected> reasons = new ArrayList<>();
        if (!actor.administrator()) {
            reasons.add(FORBIDDEN);
        } else {
            if (!flaws.isEmpty()) {
                reasons.add(Expected.invalid(flaws));
            }
            if (owner.removed) {
                reasons.add(Expected.refused(404, "user_not_found"));
            }
            if (!badName && model.clientNameTaken(name, null)) {
                reasons.add(Expected.refused(409, "client_name_taken"));
            }
        }
        Ask ask = Ask.post("/users/" + owner.id + "/clients", body);
        if (!reasons.isEmpty()) {
            return new Move(actor, ask, Expected.refusedFor(reasons), owner);
        }
        return new Move(
                actor,
                ask,
                Expected.accepted(201, answer -> {
                    ModelClient client = new ModelClient(owner);
                    client.id = answer.text("clientId");
                    client.name = Model.stored(name);
                    client.type = body.get("type").toString();
                    client.tokens.add(answer.body().path("token").path("value").asString(""));
                    client.record(actor.username, "client-provisioned");
                    model.clients.add(client);
                }),
                owner);
    }

    Move register(Random dice) {
        if (model.clients.isEmpty()) {
            return null;
        }
        ModelClient client = model.anyClient(dice);
        boolean old = dice.nextInt(6) == 0;
        String token = old ? Model.pick(dice, client.tokens) : client.token();
        boolean badHost = dice.nextInt(25) == 0;
        String host = badHost ? Model.pick(dice, List.of("", "x".repeat(256))) : "host-" + dice.nextInt(100);
        Ask ask = Ask.post("/clients/register", Map.of("token", token, "hostName", host));
        List<Expected> reasons = new ArrayList<>();
        if (badHost) {
            reasons.add(Expected.invalid(Set.of("/hostName")));
        }
        if (client.removed) {
            reasons.add(Expected.refused(409, "token_invalid"));
        } else if (!token.equals(client.token())) {
            reasons.add(
                    client.status.equals("DEREGISTERED")
                            ? Expected.refused(409, "token_invalid", "client_deregistered")
                            : Expected.refused(409, "token_invalid"));
        } else if (client.status.equals("DEREGISTERED")) {
            reasons.add(Expected.refused(409, "client_deregistered"));
        } else if (client.tokenState.equals("CLAIMED")) {
            reasons.add(Expected.refused(409, "token_already_used"));
        }
        if (!reasons.isEmpty()) {
            return new Move(null, ask, Expected.refusedFor(reasons), client);
        }
        return new Move(
                null,
                ask,
                Expected.accepted(200, answer -> {
                    client.record("", "client-registered");
                    client.status = "REGISTERED";
                    client.tokenState = "CLAIMED";
                    client.hostName = host;
                }),
                client);
    }

    /** Deregister, reregister or reprovision. */
    Move act(Random dice) {
        if (model.clients.isEmpty()) {
            return null;
        }
        ModelUser actor = model.anyActor(dice);
        ModelClient client = model.anyClient(dice);
        String action = dice.nextInt(4) == 0
                ? Model.pick(dice, List.of("DEREGISTER", "REREGISTER", "REPROVISION"))
                : Model.pick(dice, client.availableActions());
        Ask ask = Ask.post("/clients/" + client.id + "/" + action.toLowerCase(Locale.ROOT), Map.of("reason", "model"));
        List<Expected> reasons = new ArrayList<>();
        if (!actor.administrator()) {
            reasons.add(FORBIDDEN);
        } else if (client.removed) {
            reasons.add(NOT_FOUND);
        } else {
            againstStatus(client, action).ifPresent(reasons::add);
        }
        if (!reasons.isEmpty()) {
            return new Move(actor, ask, Expected.refusedFor(reasons), client);
        }
        return new Move(
                actor,
                ask,
                Expected.accepted(
                        200,
                        answer -> act(
                                actor.username,
                                client,
                                action,
                                answer.body().path("token").path("value").asString(""))),
                client);
    }

    static Optional<Expected> againstStatus(ModelClient client, String action) {
        boolean deregistered = client.status.equals("DEREGISTERED");
        return switch (action) {
            case "DEREGISTER" -> when(deregistered, "client_already_deregistered");
            case "REREGISTER" -> when(!deregistered, "client_not_deregistered");
            default -> when(deregistered, "client_deregistered");
        };
    }

    private static Optional<Expected> when(boolean refused, String code) {
        return refused ? Optional.of(Expected.refused(409, code)) : Optional.empty();
    }

    /** @param token the new one, where the action issues one */
    static void act(String by, ModelClient client, String action, String token) {
        switch (action) {
            case "DEREGISTER" -> client.deregister(by);
            case "REREGISTER" -> client.issue(by, "client-reregistered", "REGISTERED", token);
            default -> client.issue(by, "client-reprovisioned", "PROVISIONED", token);
        }
    }

    Move edit(Random dice) {
        if (model.clients.isEmpty()) {
            return null;
        }
        ModelUser actor = model.anyActor(dice);
        ModelClient client = model.anyClient(dice);
        ModelUser owner = model.anyUser(dice);
        Map<String, Object> body = new LinkedHashMap<>();
        int which = dice.nextInt(3);
        boolean badName = which != 1 && dice.nextInt(15) == 0;
        String name = badName ? model.badName(dice) : model.clientName(dice);
        if (which != 1) {
            body.put("name", name);
        }
        if (which != 0) {
            body.put("userId", owner.id);
        }
        boolean stale = dice.nextInt(10) == 0;
        Ask ask = Ask.patch("/clients/" + client.id, body).ifMatch(stale ? client.version() + 1 : client.version());
        List<Expected> reasons = new ArrayList<>();
        if (!actor.administrator()) {
            reasons.add(FORBIDDEN);
        } else if (client.removed) {
            reasons.add(NOT_FOUND);
        } else {
            if (stale) {
                reasons.add(Expected.refused(412, "version_mismatch"));
            }
            if (badName) {
                reasons.add(Expected.invalid(Set.of("/name")));
            } else if (which != 1 && model.clientNameTaken(name, client)) {
                reasons.add(Expected.refused(409, "client_name_taken"));
            }
            if (which != 0 && owner.removed) {
                reasons.add(Expected.refused(404, "user_not_found"));
            }
        }
        if (!reasons.isEmpty()) {
            return new Move(actor, ask, Expected.refusedFor(reasons), client);
        }
        return new Move(
                actor,
                ask,
                Expected.accepted(200, answer -> {
                    if (which != 1 && !client.name.equals(Model.stored(name))) {
                        client.name = Model.stored(name);
                        client.record(actor.username, "client-renamed");
                    }
                    if (which != 0 && client.owner != owner) {
                        client.owner = owner;
                        client.record(actor.username, "client-reassigned");
                    }
                }),
                client);
    }

    Move reveal(Random dice) {
        if (model.clients.isEmpty()) {
            return null;
        }
        ModelUser actor = model.anyActor(dice);
        ModelClient client = model.anyClient(dice);
        Expected expected = !actor.administrator()
                ? FORBIDDEN
                : client.removed
                        ? NOT_FOUND
                        : client.tokenState.equals("ISSUED")
                                ? Expected.accepted(200, answer -> {
                                    if (!answer.text("token").equals(client.token())) {
                                        throw new Difference("another token is shown than was issued");
                                    }
                                    client.record(actor.username, "client-token-revealed");
                                })
                                : Expected.refused(409, "token_not_revealable");
        return new Move(actor, Ask.post("/clients/" + client.id + "/token/reveal"), expected, client);
    }

    Move remove(Random dice) {
        if (model.clients.isEmpty()) {
            return null;
        }
        ModelUser actor = model.anyActor(dice);
        ModelClient client = model.anyClient(dice);
        boolean stale = dice.nextInt(10) == 0;
        Ask ask = Ask.delete("/clients/" + client.id).ifMatch(stale ? client.version() + 1 : client.version());
        Expected expected = !actor.administrator()
                ? FORBIDDEN
                : client.removed
                        ? NOT_FOUND
                        : stale
                                ? Expected.refused(412, "version_mismatch")
                                : Expected.accepted(204, answer -> {
                                    client.record(actor.username, "client-removed");
                                    client.removed = true;
                                });
        return new Move(actor, ask, expected, client);
    }
}
