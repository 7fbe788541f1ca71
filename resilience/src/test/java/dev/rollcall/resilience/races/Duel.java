package dev.rollcall.resilience.races;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.resilience.Answer;
import dev.rollcall.resilience.Ask;
import dev.rollcall.resilience.Caller;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Two administrators, and nobody else is one, who demote each other at the same moment, each at a process of its own. */
final class Duel {

    private static final String PASSWORD = "Duel-Passw0rd!";
    private static final Map<String, String> MADE = Map.of("primaryRole", "QUALITY_MANAGER", "secondaryRole", "ADMIN");
    private static final Map<String, String> DEMOTED = Map.of("primaryRole", "QUALITY_LEAD");

    private final Caller root;
    private final List<Caller> fighters;
    private String rootId = "";
    private List<String> ids = List.of();
    /** Of the last change: what is read next must not be older. */
    private String position;

    Duel(Caller first, Caller second) {
        root = first;
        fighters = List.of(first.as("duel-a", PASSWORD), second.as("duel-b", PASSWORD));
    }

    /** The first administrator of the installation steps back, so that there are only these two. */
    void begin() throws Exception {
        ids = List.of(create("duel-a"), create("duel-b"));
        for (var user : root.list("/users?limit=200&search=admin")) {
            if (user.path("username").asString().equals("admin")) {
                rootId = user.path("userId").asString();
            }
        }
        position = edit(fighters.get(0), rootId, DEMOTED).position();
    }

    private String create(String username) throws Exception {
        Answer created = root.expect(
                201,
                Ask.post(
                        "/users",
                        Map.of(
                                "username", username,
                                "configuration", "DEFAULT",
                                "password", PASSWORD,
                                "confirmPassword", PASSWORD,
                                "email", username + "@example.org",
                                "firstName", "Duel",
                                "lastName", "Fighter",
                                "primaryRole", "QUALITY_MANAGER",
                                "secondaryRole", "ADMIN")));
        position = created.position();
        return created.text("userId");
    }

    void fight(Volley volley) throws Exception {
        List<Callable<Answer>> blows = List.of(blow(0, 1), blow(1, 0));
        List<Answer> answers = volley.fire(blows);
        List<Answer> hits = answers.stream().filter(Answer::accepted).toList();
        assertThat(hits).as("who demoted the other: " + answers).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> !answer.accepted())
                .extracting(Answer::code)
                // whoever was demoted first may nothing any more
                .containsAnyOf("last_administrator", "forbidden");
        int survivor = answers.indexOf(hits.get(0));
        position = hits.get(0).position();
        position = edit(fighters.get(survivor), ids.get(1 - survivor), MADE).position();
    }

    private Callable<Answer> blow(int from, int to) throws Exception {
        long version = version(fighters.get(from), ids.get(to));
        return () -> fighters.get(from)
                .send(Ask.patch("/users/" + ids.get(to), DEMOTED).ifMatch(version));
    }

    /** Gives the installation its first administrator back, by whichever of the two still is one. */
    void end() throws Exception {
        for (Caller fighter : fighters) {
            if (fighter.send(Ask.get("/users/" + rootId).at(position)).accepted()) {
                edit(fighter, rootId, MADE);
                return;
            }
        }
        throw new AssertionError("no administrator is left");
    }

    private Answer edit(Caller caller, String user, Map<String, String> patch) throws Exception {
        return caller.expect(200, Ask.patch("/users/" + user, patch).ifMatch(version(caller, user)));
    }

    private long version(Caller caller, String user) throws Exception {
        return caller.expect(200, Ask.get("/users/" + user).at(position)).version();
    }
}
