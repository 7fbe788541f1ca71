package dev.rollcall.resilience.model;

import dev.rollcall.resilience.Answer;
import dev.rollcall.resilience.Ask;
import dev.rollcall.resilience.Caller;
import dev.rollcall.resilience.RunningJar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One sequence, walked side by side by the service and the model, in a name space of its own. */
final class Walk {

    private final Caller service;
    private final Model model;
    private final UserMoves userMoves;
    private final ClientMoves clientMoves;
    private final List<String> diary = new ArrayList<>();
    private final Map<String, Integer> tally;
    private String position;
    /** The last acceptance that left facts and had a key, to be asked for again. */
    private Move keyed;

    private Answer keyedAnswer;

    /** @param tally counts the answers by their kind */
    Walk(Caller root, String space, Map<String, Integer> tally) throws IOException, InterruptedException {
        this.service = root;
        this.tally = tally;
        this.model = new Model(space, root(root));
        this.userMoves = new UserMoves(model);
        this.clientMoves = new ClientMoves(model);
    }

    private static ModelUser root(Caller caller) throws IOException, InterruptedException {
        for (JsonNode shown : caller.list("/users?limit=200&search=" + Model.ROOT)) {
            if (shown.path("username").asString().equals(Model.ROOT)) {
                ModelUser root = new ModelUser();
                root.id = shown.path("userId").asString();
                root.username = Model.ROOT;
                root.configuration = shown.path("configuration").asString();
                root.email = shown.path("email").asString();
                root.firstName = shown.path("firstName").asString();
                root.lastName = shown.path("lastName").asString();
                root.role = shown.path("primaryRole").asString();
                root.admin = shown.path("administrator").asBoolean();
                root.updatedBy = shown.path("updatedBy").asString();
                root.passwords.add(RunningJar.ADMIN_PASSWORD);
                for (long fact = 0; fact <= shown.path("version").asLong(); fact++) {
                    root.facts.add("?");
                }
                return root;
            }
        }
        throw new IllegalStateException("there is no administrator named " + Model.ROOT);
    }

    /** Takes all steps. Fails (Difference) at the first that differs, and says what led there. */
    void walk(Sequence sequence) throws IOException, InterruptedException {
        for (int step : sequence.steps()) {
            Random dice = sequence.dice(step);
            Move move = move(dice);
            if (move == null) {
                continue;
            }
            try {
                take(move, dice);
            } catch (Difference difference) {
                throw new Difference("step " + step + " of " + sequence + "\n" + difference.getMessage() + "\nafter\n  "
                        + String.join("\n  ", diary));
            }
        }
    }

    private Move move(Random dice) {
        int kind = dice.nextInt(100);
        if (model.users.size() < 3 || kind < 14) {
            return userMoves.create(dice);
        }
        if (kind < 38) {
            return userMoves.edit(dice);
        }
        if (kind < 43) {
            return userMoves.remove(dice);
        }
        if (kind < 45) {
            return userMoves.unlock(dice);
        }
        if (kind < 51) {
            return userMoves.update(dice);
        }
        if (kind < 63) {
            return clientMoves.provision(dice);
        }
        if (kind < 72) {
            return clientMoves.register(dice);
        }
        if (kind < 84) {
            return clientMoves.act(dice);
        }
        if (kind < 89) {
            return clientMoves.edit(dice);
        }
        if (kind < 92) {
            return clientMoves.reveal(dice);
        }
        return kind < 95 ? clientMoves.remove(dice) : again(dice);
    }

    /** The last request with a key once more, or another one under its key. */
    private Move again(Random dice) {
        if (keyed == null || (keyed.actor() != null && !keyed.actor().canSignIn())) {
            return null;
        }
        if (keyed.actor() != null && !keyed.actor().administrator()) {
            return new Move(keyed.actor(), keyed.ask(), Expected.refused(403, "forbidden"), keyed.touched());
        }
        if (dice.nextInt(3) == 0 && keyed.ask().method().equals("POST")) {
            Expected reused = Expected.refused(422, "idempotency_key_reused");
            return new Move(keyed.actor(), otherBody(keyed.ask()), reused, keyed.touched());
        }
        Answer first = keyedAnswer;
        if (keyed.ask().path().endsWith("/token/reveal") && !isStillShown(keyed.touched(), first)) {
            Expected over = Expected.refused(409, "token_not_revealable");
            return new Move(keyed.actor(), keyed.ask(), over, keyed.touched());
        }
        return new Move(
                keyed.actor(),
                keyed.ask(),
                Expected.accepted(first.status(), answer -> same(first, answer)),
                keyed.touched());
    }

    /** A token that was shown once is shown again as long as nobody has it, also to who asks again under the same key. */
    private static boolean isStillShown(Object touched, Answer first) {
        return touched instanceof ModelClient client
                && !client.removed
                && client.tokenState.equals("ISSUED")
                && client.token().equals(first.text("token"));
    }

    private static Ask otherBody(Ask ask) {
        ObjectNode body =
                ask.body() == null ? Answer.JSON.createObjectNode() : (ObjectNode) Answer.JSON.readTree(ask.body());
        body.put(body.has("hostName") ? "hostName" : "reason", "another");
        Ask other = Ask.post(ask.path(), body).key(ask.headers().get("Idempotency-Key"));
        String ifMatch = ask.headers().get("If-Match");
        return ifMatch == null ? other : other.ifMatch(Long.parseLong(ifMatch.replace("\"", "")));
    }

    private static void same(Answer first, Answer again) {
        for (String field :
                List.of("userId", "clientId", "version", "status", "email", "name", "lastName", "primaryRole")) {
            if (!first.text(field).equals(again.text(field))) {
                throw new Difference("the first answer was " + first + ", again " + again);
            }
        }
        if (first.version() != null && !first.version().equals(again.version())) {
            throw new Difference("the first answer was version " + first.version() + ", again " + again.version());
        }
    }

    private void take(Move move, Random dice) throws IOException, InterruptedException {
        boolean repeated = move.ask().headers().containsKey("Idempotency-Key");
        boolean withKey = !repeated && dice.nextInt(2) == 0;
        Ask ask = withKey ? move.ask().key(UUID.randomUUID().toString()) : move.ask();
        Caller caller = move.actor() == null
                ? service.anonymous()
                : service.as(move.actor().username, move.actor().password());
        int facts = factsSoFar();
        Answer answer = caller.send(ask);
        diary.add(move + " -> " + answer);
        tally.merge(answer.accepted() ? "accepted" : answer.code(), 1, Integer::sum);
        String wrong = move.expected().against(answer);
        if (!wrong.isEmpty()) {
            throw new Difference(wrong + "\n  " + move + "\n  was answered " + answer);
        }
        if (answer.accepted()) {
            move.expected().effect().accept(answer);
            position = answer.position() == null ? position : answer.position();
            if (!repeated) {
                version(move, answer);
            }
            if (withKey && factsSoFar() > facts) {
                keyed = new Move(move.actor(), ask, move.expected(), move.touched());
                keyedAnswer = answer;
            }
        }
        new Views(model, reader(), position).mustShowTheModel(move.touched());
    }

    /** Of an edit: the version of what it was about. */
    private static void version(Move move, Answer answer) {
        if (!move.ask().method().equals("PATCH") || answer.version() == null) {
            return;
        }
        long expected = move.touched() instanceof ModelUser user
                ? user.version()
                : move.touched() instanceof ModelClient client ? client.version() : answer.version();
        if (answer.version() != expected) {
            throw new Difference("version should be " + expected + ", is " + answer);
        }
    }

    private int factsSoFar() {
        return model.users.stream().mapToInt(user -> user.facts.size()).sum()
                + model.clients.stream().mapToInt(client -> client.facts.size()).sum();
    }

    private Caller reader() {
        ModelUser reader = model.administrators().stream()
                .filter(ModelUser::canSignIn)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody is left to read"));
        return service.as(reader.username, reader.password());
    }

    /** Leaves root as the only administrator and without clients, as the next walk expects. */
    void leave() throws IOException, InterruptedException {
        if (!model.root.administrator()) {
            role(reader(), model.root.id, "QUALITY_MANAGER", "ADMIN");
        }
        for (ModelUser user : model.administrators()) {
            if (user != model.root) {
                role(service, user.id, "QUALITY_ENGINEER", "");
            }
        }
        Ask ofRoot = Ask.get("/users/" + model.root.id + "/clients").at(position);
        for (JsonNode client : service.expect(200, ofRoot).body()) {
            position = service.expect(
                            204,
                            Ask.delete("/clients/" + client.path("clientId").asString()))
                    .position();
        }
        service.expect(200, Ask.get("/users/" + model.root.id).at(position));
    }

    private void role(Caller caller, String user, String primary, String secondary)
            throws IOException, InterruptedException {
        Long version =
                caller.expect(200, Ask.get("/users/" + user).at(position)).version();
        Map<String, Object> patch = secondary.isEmpty()
                ? Map.of("primaryRole", primary)
                : Map.of("primaryRole", primary, "secondaryRole", secondary);
        position = caller.expect(200, Ask.patch("/users/" + user, patch).ifMatch(version))
                .position();
    }
}
