package dev.rollcall.resilience.model;

import dev.rollcall.resilience.Answer;
import dev.rollcall.resilience.Ask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Steps about users, and what the model makes of them. */
final class UserMoves {

    private final Model model;

    UserMoves(Model model) {
        this.model = model;
    }

    Move create(Random dice) {
        ModelUser actor = model.anyActor(dice);
        UserFields fields = UserFields.forCreation(model, dice);
        return new Move(actor, Ask.post("/users", fields.values()), creation(actor, fields), null);
    }

    private Expected creation(ModelUser actor, UserFields fields) {
        if (!actor.administrator()) {
            return Expected.refused(403, "forbidden");
        }
        if (!fields.flaws("").isEmpty()) {
            return Expected.invalid(fields.flaws(""));
        }
        List<Expected> reasons = new ArrayList<>();
        if (model.usernameTaken(fields.text("username"))) {
            reasons.add(Expected.refused(409, "username_taken"));
        }
        if (model.emailTaken(fields.text("email"), null)) {
            reasons.add(Expected.refused(409, "email_taken"));
        }
        if (!reasons.isEmpty()) {
            return Expected.refusedFor(reasons);
        }
        return Expected.accepted(201, answer -> {
            ModelUser user = new ModelUser();
            user.id = answer.text("userId");
            user.username = fields.text("username");
            user.configuration = fields.text("configuration");
            if (fields.has("password")) {
                user.passwords.add(fields.text("password"));
            }
            take(user, fields);
            user.record(actor.username, List.of("user-created"));
            model.users.add(user);
        });
    }

    Move edit(Random dice) {
        ModelUser actor = model.anyActor(dice);
        ModelUser user = model.anyUser(dice);
        UserFields fields = UserFields.forEdit(model, dice, user);
        Ask ask = Ask.patch("/users/" + user.id, fields.values());
        int basedOn = dice.nextInt(20);
        List<Expected> reasons = new ArrayList<>();
        if (basedOn == 0) {
            reasons.add(Expected.refused(428, "precondition_required"));
        } else {
            ask = ask.ifMatch(basedOn <= 2 ? user.version() + basedOn : user.version());
            if (basedOn <= 2) {
                reasons.add(Expected.refused(412, "version_mismatch"));
            }
        }
        reasons.addAll(against(actor, user, fields, fields.flaws("")));
        if (!reasons.isEmpty()) {
            return new Move(actor, ask, Expected.refusedFor(reasons), user);
        }
        if (leaves(user, fields) && !model.steerableWithout(user)) {
            return null;
        }
        return new Move(actor, ask, Expected.accepted(200, answer -> change(actor, user, fields)), user);
    }

    /** Why an edit is refused; who may not, learns nothing else, and of what is not there nothing is wrong. */
    private List<Expected> against(ModelUser actor, ModelUser user, UserFields fields, Set<String> flaws) {
        if (!actor.administrator()) {
            return List.of(Expected.refused(403, "forbidden"));
        }
        if (user.removed) {
            return List.of(Expected.refused(404, "user_not_found"));
        }
        if (!flaws.isEmpty()) {
            return List.of(Expected.invalid(flaws));
        }
        List<Expected> reasons = new ArrayList<>();
        if (fields.has("email") && model.emailTaken(fields.text("email"), user)) {
            reasons.add(Expected.refused(409, "email_taken"));
        }
        if (leaves(user, fields) && model.lastAdministrator(user)) {
            reasons.add(Expected.refused(409, "last_administrator"));
        }
        return reasons;
    }

    /** Whether the edit ends an administrator's being one. */
    private static boolean leaves(ModelUser user, UserFields fields) {
        return user.admin && !adminAfter(user, fields);
    }

    private static boolean adminAfter(ModelUser user, UserFields fields) {
        String role = fields.has("primaryRole") ? fields.text("primaryRole") : user.role;
        boolean wanted =
                fields.has("secondaryRole") ? fields.text("secondaryRole").equals("ADMIN") : user.admin;
        return wanted && role.equals("QUALITY_MANAGER");
    }

    private static void change(ModelUser actor, ModelUser user, UserFields fields) {
        ModelUser before = new ModelUser();
        before.email = user.email;
        before.firstName = user.firstName;
        before.lastName = user.lastName;
        before.role = user.role;
        before.admin = user.admin;
        String by = actor.username;
        take(user, fields);
        List<String> facts = new ArrayList<>();
        if (!(user.firstName + "|" + user.lastName).equals(before.firstName + "|" + before.lastName)) {
            facts.add("user-renamed");
        }
        if (!user.email.equals(before.email)) {
            facts.add("user-email-changed");
        }
        if (!user.role.equals(before.role)) {
            facts.add("user-primary-role-changed");
        }
        if (user.admin != before.admin) {
            facts.add(user.admin ? "user-admin-granted" : "user-admin-dropped");
        }
        if (!fields.text("password").isBlank()) {
            user.passwords.add(fields.text("password"));
            facts.add("user-password-changed");
        }
        user.record(by, facts);
    }

    private static void take(ModelUser user, UserFields fields) {
        user.admin = adminAfter(user, fields);
        user.email = fields.has("email") ? fields.text("email") : user.email;
        user.firstName = fields.has("firstName") ? fields.text("firstName").strip() : user.firstName;
        user.lastName = fields.has("lastName") ? fields.text("lastName").strip() : user.lastName;
        user.role = fields.has("primaryRole") ? fields.text("primaryRole") : user.role;
    }

    /** The user's details and actions on clients in one request: all of it, or nothing. */
    Move update(Random dice) {
        ModelUser actor = model.anyActor(dice);
        ModelUser user = model.anyUser(dice);
        if (model.clients.isEmpty()) {
            return null;
        }
        UserFields fields = UserFields.forEdit(model, dice, user);
        ModelClient client = dice.nextInt(8) == 0 || model.clientsOf(user).isEmpty()
                ? model.anyClient(dice)
                : Model.pick(dice, model.clientsOf(user));
        String action = dice.nextInt(4) == 0
                ? Model.pick(dice, List.of("DEREGISTER", "REREGISTER", "REPROVISION"))
                : Model.pick(dice, client.availableActions());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("details", fields.values());
        body.put("clients", List.of(Map.of("clientId", client.id, "action", action)));
        Ask ask = Ask.post("/users/" + user.id + "/update", body).ifMatch(user.version());
        boolean foreign = client.removed || client.owner != user;
        Set<String> flaws = fields.flaws("/details");
        if (foreign) {
            flaws.add("/clients/0/clientId");
        }
        List<Expected> reasons = new ArrayList<>(against(actor, user, fields, flaws));
        if (actor.administrator() && !user.removed && !foreign) {
            ClientMoves.againstStatus(client, action).ifPresent(reasons::add);
        }
        if (!reasons.isEmpty()) {
            return new Move(actor, ask, Expected.refusedFor(reasons), user);
        }
        if (leaves(user, fields) && !model.steerableWithout(user)) {
            return null;
        }
        return new Move(
                actor,
                ask,
                Expected.accepted(200, answer -> {
                    String by = actor.username;
                    change(actor, user, fields);
                    ClientMoves.act(by, client, action, issuedIn(answer, client));
                }),
                user);
    }

    private static String issuedIn(Answer answer, ModelClient client) {
        for (var shown : answer.body().path("clients")) {
            if (shown.path("clientId").asString("").equals(client.id)) {
                return shown.path("token").path("value").asString("");
            }
        }
        return "";
    }

    Move unlock(Random dice) {
        ModelUser actor = model.anyActor(dice);
        ModelUser user = model.anyUser(dice);
        Ask ask = Ask.post("/users/" + user.id + "/unlock");
        Expected expected = !actor.administrator()
                ? Expected.refused(403, "forbidden")
                : user.removed ? Expected.refused(404, "user_not_found") : Expected.accepted(204, nobodyIsLocked -> {});
        return new Move(actor, ask, expected, user);
    }

    Move remove(Random dice) {
        ModelUser actor = model.anyActor(dice);
        ModelUser user = model.anyUser(dice);
        if (user == model.root) {
            return null;
        }
        boolean stale = dice.nextInt(10) == 0;
        Ask ask = Ask.delete("/users/" + user.id).ifMatch(stale ? user.version() + 1 : user.version());
        List<Expected> reasons = new ArrayList<>();
        if (!actor.administrator()) {
            reasons.add(Expected.refused(403, "forbidden"));
        } else if (user.removed) {
            reasons.add(Expected.refused(404, "user_not_found"));
        } else if (stale) {
            reasons.add(Expected.refused(412, "version_mismatch"));
        } else if (user.administrator() && model.lastAdministrator(user)) {
            reasons.add(Expected.refused(409, "last_administrator"));
        }
        if (!reasons.isEmpty()) {
            return new Move(actor, ask, Expected.refusedFor(reasons), user);
        }
        if (user.administrator() && !model.steerableWithout(user)) {
            return null;
        }
        return new Move(
                actor,
                ask,
                Expected.accepted(204, answer -> {
                    model.clientsOf(user).forEach(client -> {
                        client.record(actor.username, "client-removed");
                        client.removed = true;
                    });
                    user.record(actor.username, List.of("user-removed"));
                    user.removed = true;
                }),
                user);
    }
}
