package dev.rollcall.app;

import static dev.rollcall.app.Cast.expect;
import static dev.rollcall.app.SharedRollcall.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.app.Http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many at the same instant: exactly one wins, and the others are told. */
abstract class RaceStory {

    private static final int CALLERS = 32;

    private final RunningRollcall rollcall;
    private final Http admin;

    RaceStory(RunningRollcall rollcall) {
        this.rollcall = rollcall;
        this.admin = rollcall.admin();
    }

    @ParameterizedTest
    @ValueSource(strings = {"username", "email"})
    void one_user_gets_the_value(String field) throws Exception {
        String value = name("wanted");
        List<Answer> answers = atOnce(i -> () -> admin.post("/api/v1/users", """
                {"username": "%s", "configuration": "LDAP", "email": "%s@example.test", "firstName": "Ada",
                 "lastName": "Moreno", "primaryRole": "QUALITY_ENGINEER"}""".formatted(
                field.equals("username") ? value : name("racer"), field.equals("email") ? value : name("racer"))));
        oneWon(answers, 201, field + "_taken");
    }

    @Test
    void one_client_gets_the_name() throws Exception {
        String user = Cast.engineer(admin, name("owner")).at("/userId");
        String clientName = name("wanted-agent");
        List<Answer> answers = atOnce(i -> () -> admin.post(
                "/api/v1/users/" + user + "/clients",
                "{\"name\": \"%s\", \"type\": \"NORMAL\"}".formatted(clientName)));
        oneWon(answers, 201, "client_name_taken");
    }

    @Test
    void one_machine_claims_the_token() throws Exception {
        String user = Cast.engineer(admin, name("owner")).at("/userId");
        String token = Cast.client(admin, user, name("claimed-agent")).at("/token/value");
        List<Answer> answers =
                atOnce(i -> () -> Cast.register(rollcall.http(), token, "machine-" + i + ".example.test"));
        oneWon(answers, 200, "token_already_used");
    }

    @Test
    void one_request_is_carried_out_however_often_it_is_sent() throws Exception {
        Http same = admin.with("Idempotency-Key", UUID.randomUUID().toString());
        String body = Cast.user(name("same"), "QUALITY_LEAD", null);
        List<Answer> answers = atOnce(i -> () -> same.post("/api/v1/users", body));
        assertThat(answers).allMatch(answer -> answer.status() == 201 || answer.status() == 503);
        assertThat(answers.stream()
                        .filter(answer -> answer.status() == 201)
                        .map(answer -> answer.at("/userId"))
                        .distinct())
                .hasSize(1);
    }

    /** The administrator of the other journeys steps aside, so that these two are the last. */
    @RepeatedTest(3)
    void two_administrators_who_demote_each_other_leave_one(RunningRollcall shared) throws Exception {
        String one = name("first");
        String two = name("second");
        Answer first = Cast.administrator(admin, one);
        Answer second = Cast.administrator(admin, two);
        String adminId = expect(200, admin.get("/api/v1/users?search=admin&limit=200"))
                .json()
                .at("/items")
                .valueStream()
                .filter(user -> user.at("/username").asString("").equals("admin"))
                .map(user -> user.at("/userId").asString(""))
                .findFirst()
                .orElseThrow();
        Http asFirst = shared.http().as(one, Cast.PASSWORD);
        Http asSecond = shared.http().as(two, Cast.PASSWORD);
        String demotion = "{\"primaryRole\": \"QUALITY_LEAD\"}";
        String version = expect(200, asFirst.get("/api/v1/users/" + adminId)).header("ETag");
        expect(200, asFirst.with("If-Match", version).patch("/api/v1/users/" + adminId, demotion));
        try {
            List<Answer> answers = atOnce(i -> () -> i % 2 == 0
                    ? asFirst.with("If-Match", second.header("ETag"))
                            .patch("/api/v1/users/" + second.at("/userId"), demotion)
                    : asSecond.with("If-Match", first.header("ETag"))
                            .patch("/api/v1/users/" + first.at("/userId"), demotion));
            assertThat(answers.stream().filter(answer -> answer.status() == 200))
                    .hasSizeBetween(1, CALLERS / 2);
            long left = List.of(asFirst, asSecond).stream()
                    .filter(each -> administers(each))
                    .count();
            assertThat(left).as(answers::toString).isEqualTo(1);
        } finally {
            Http survivor = administers(asFirst) ? asFirst : asSecond;
            String now = expect(200, survivor.get("/api/v1/users/" + adminId)).header("ETag");
            expect(
                    200,
                    survivor.with("If-Match", now)
                            .patch(
                                    "/api/v1/users/" + adminId,
                                    "{\"primaryRole\": \"QUALITY_MANAGER\", \"secondaryRole\": \"ADMIN\"}"));
        }
    }

    private static boolean administers(Http caller) {
        try {
            return caller.get("/api/v1/projections").status() == 200;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void oneWon(List<Answer> answers, int status, String code) {
        assertThat(answers).filteredOn(answer -> answer.status() == status).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != status)
                .hasSize(CALLERS - 1)
                .allSatisfy(answer ->
                        assertThat(answer.at("/code")).as(answer::toString).isIn(code, "busy"));
        assertThat(answers)
                .filteredOn(answer -> answer.at("/code").equals(code))
                .isNotEmpty();
    }

    private static List<Answer> atOnce(IntFunction<Callable<Answer>> call) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            CyclicBarrier start = new CyclicBarrier(CALLERS);
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                Callable<Answer> one = call.apply(i);
                answers.add(callers.submit(() -> {
                    start.await();
                    return one.call();
                }));
            }
            List<Answer> all = new ArrayList<>();
            for (Future<Answer> answer : answers) {
                all.add(answer.get());
            }
            return all;
        } finally {
            callers.shutdownNow();
        }
    }
}
