package dev.rollcall.resilience.races;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.resilience.Answer;
import dev.rollcall.resilience.Ask;
import dev.rollcall.resilience.Caller;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many who want one thing at the same moment, at two processes: one gets it, the others are told that it is taken, and
 * what is given up can be had again. So many rounds as {@code rollcall.races.rounds} says.
 */
@Tag("jar")
class RacesTest {

    private static final int ROUNDS = Integer.getInteger("rollcall.races.rounds", 10);
    private static final int CALLERS = 32;
    private static final int EDITORS = CALLERS / 2;

    @TempDir
    static Path folder;

    private static TwoProcesses processes;
    private static Volley volley;

    @BeforeAll
    static void start() throws Exception {
        processes = new TwoProcesses(folder);
        volley = new Volley();
    }

    @AfterAll
    static void end() throws Exception {
        if (processes != null) {
            processes.close();
            volley.close();
        }
    }

    @AfterEach
    void nothing_is_left_reserved(TestInfo test) {
        System.out.printf(
                "%s: %d rounds, %d collisions in the store so far%n",
                test.getDisplayName(), ROUNDS, processes.collisions());
        assertThat(processes.leftovers()).isEmpty();
    }

    @Test
    void one_email_goes_to_one_of_those_who_create_and_edit() throws Exception {
        List<Contender> editors = users("email-editor");
        for (int round = 0; round < ROUNDS; round++) {
            String prefix = "email-" + round + "-";
            String email = "wanted-" + round + "@example.org";
            List<Ask> asks = new ArrayList<>();
            editors.forEach(editor -> asks.add(editor.wants(email)));
            for (int caller = EDITORS; caller < CALLERS; caller++) {
                asks.add(Contender.create(prefix + caller, email));
            }
            List<Answer> answers = fire(asks);
            int winner = onlyWinner(answers, "email_taken");
            if (winner < EDITORS) {
                editors.get(winner).told(email, answers.get(winner));
                editors.get(winner).goBack(administrator(round));
            } else {
                remove("/users/" + answers.get(winner).text("userId"), answers.get(winner));
            }
            canBeHadAgain(Contender.create(prefix + "again", email), "/users/", "userId");
        }
    }

    @Test
    void one_username_goes_to_one_of_those_who_create() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String username = "username-" + round;
            String prefix = username + "-";
            List<Ask> asks = IntStream.range(0, CALLERS)
                    .mapToObj(caller -> Contender.create(
                            caller % 3 == 0 ? username.toUpperCase(Locale.ROOT) : username,
                            prefix + caller + "@example.org"))
                    .toList();
            List<Answer> answers = fire(asks);
            Answer winner = answers.get(onlyWinner(answers, "username_taken"));
            remove("/users/" + winner.text("userId"), winner);
            canBeHadAgain(Contender.create(username, prefix + "0@example.org"), "/users/", "userId");
        }
    }

    @Test
    void one_client_name_goes_to_one_of_those_who_provision_and_rename() throws Exception {
        List<Contender> owners = users("name-owner");
        List<Contender> renamers = new ArrayList<>();
        for (Contender owner : owners) {
            renamers.add(Contender.client(
                    administrator(0), owner.id(), "renamer of " + owner.value().replace("@", " at ")));
        }
        for (int round = 0; round < ROUNDS; round++) {
            String name = "wanted " + round;
            List<Ask> asks = new ArrayList<>();
            renamers.forEach(renamer -> asks.add(renamer.wants(name)));
            owners.forEach(owner -> asks.add(Contender.provision(owner.id(), name.toUpperCase(Locale.ROOT))));
            List<Answer> answers = fire(asks);
            int winner = onlyWinner(answers, "client_name_taken");
            if (winner < EDITORS) {
                renamers.get(winner).told(name, answers.get(winner));
                renamers.get(winner).goBack(administrator(round));
            } else {
                remove("/clients/" + answers.get(winner).text("clientId"), answers.get(winner));
            }
            canBeHadAgain(Contender.provision(owners.get(0).id(), name), "/clients/", "clientId");
        }
    }

    @Test
    void emails_are_not_swapped_and_one_that_is_left_goes_to_one() throws Exception {
        List<Contender> editors = users("swap-editor");
        Contender leaver = Contender.user(administrator(0), "swap-leaver");
        for (int round = 0; round < ROUNDS; round++) {
            String prefix = "swap-" + round + "-";
            String left = leaver.value();
            String fresh = prefix + "fresh@example.org";
            List<String> wishes = new ArrayList<>(
                    List.of(fresh, editors.get(1).value(), editors.get(0).value()));
            List<Ask> asks = new ArrayList<>(List.of(
                    leaver.wants(wishes.get(0)),
                    editors.get(0).wants(wishes.get(1)),
                    editors.get(1).wants(wishes.get(2))));
            for (int editor = 2; editor < EDITORS; editor++) {
                asks.add(editors.get(editor).wants(left));
            }
            for (int caller = asks.size(); caller < CALLERS; caller++) {
                asks.add(Contender.create(prefix + caller, left));
            }
            List<Answer> answers = fire(asks);

            assertThat(answers.get(0).status())
                    .as("who leaves: " + answers.get(0))
                    .isEqualTo(200);
            leaver.told(fresh, answers.get(0));
            List<Integer> winners = winners(answers.subList(1, CALLERS), "email_taken");
            assertThat(winners)
                    .as("who got what was left")
                    .hasSizeLessThanOrEqualTo(1)
                    .doesNotContain(0, 1);
            for (int index : winners) {
                Answer winner = answers.get(index + 1);
                if (index < EDITORS) {
                    editors.get(index).told(left, winner);
                    editors.get(index).goBack(administrator(round));
                } else {
                    remove("/users/" + winner.text("userId"), winner);
                }
            }
            canBeHadAgain(Contender.create(prefix + "again", left), "/users/", "userId");
        }
    }

    @Test
    void of_two_administrators_who_demote_each_other_one_stays() throws Exception {
        Duel duel = new Duel(administrator(0), administrator(1));
        duel.begin();
        try {
            for (int round = 0; round < ROUNDS; round++) {
                duel.fight(volley);
            }
        } finally {
            duel.end();
        }
    }

    private static Caller administrator(int caller) {
        return processes.administrator(caller);
    }

    private static List<Contender> users(String name) throws Exception {
        List<Contender> users = new ArrayList<>();
        for (int number = 0; number < EDITORS; number++) {
            users.add(Contender.user(administrator(number), name + "-" + number));
        }
        return users;
    }

    /** Half of them at one process, half at the other; who is first changes. */
    private static List<Answer> fire(List<Ask> asks) throws Exception {
        List<Callable<Answer>> requests = new ArrayList<>();
        for (int caller = 0; caller < asks.size(); caller++) {
            Ask ask = asks.get(caller);
            Caller administrator = administrator(caller);
            requests.add(() -> administrator.send(ask));
        }
        return volley.fire(requests);
    }

    private static int onlyWinner(List<Answer> answers, String taken) {
        List<Integer> winners = winners(answers, taken);
        assertThat(winners).as("who won").hasSize(1);
        return winners.get(0);
    }

    /** Who was accepted; everybody else must have been told that it is taken. */
    private static List<Integer> winners(List<Answer> answers, String taken) {
        assertThat(answers)
                .filteredOn(answer -> !answer.accepted())
                .allMatch(answer -> answer.status() == 409 && answer.code().equals(taken));
        return IntStream.range(0, answers.size())
                .filter(index -> answers.get(index).accepted())
                .boxed()
                .toList();
    }

    private static void canBeHadAgain(Ask ask, String collection, String identifier) throws Exception {
        Answer taken = administrator(1).expect(201, ask);
        remove(collection + taken.text(identifier), taken);
    }

    private static void remove(String path, Answer latest) throws Exception {
        administrator(0).expect(204, Ask.delete(path).ifMatch(latest.version()));
    }
}
