package dev.rollcall.app;

import static dev.rollcall.app.Cast.expect;
import static dev.rollcall.app.SharedRollcall.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.app.Http.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What an operator does when a view is in trouble: finds out, mends, gives up, rebuilds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorJourney {

    private static final String LETTERS = "/api/v1/dead-letters";
    private static final String REBUILD = "/api/v1/projections/users/rebuild";
    private static final String ASIDE = "select count(*) from pg_namespace where nspname = 'view_users_next'";

    private Path data;
    private EmbeddedDatabase database;
    private RunningRollcall rollcall;
    private Http admin;
    private String victim;
    private String other;

    @BeforeAll
    void start() throws Exception {
        data = Files.createTempDirectory("rollcall-operator");
        database = EmbeddedDatabase.start(DataFolder.at(data.resolve("database").toString()));
        rollcall = RunningRollcall.launch(
                        data.resolve("process"),
                        Map.of(
                                "ROLLCALL_ADMIN_PASSWORD",
                                RunningRollcall.PASSWORD,
                                "SPRING_DATASOURCE_URL",
                                database.url(),
                                "SPRING_DATASOURCE_USERNAME",
                                EmbeddedDatabase.USER,
                                "SPRING_DATASOURCE_PASSWORD",
                                database.password()),
                        "--rollcall.query.retry-first=1h",
                        "--rollcall.query.retry-at-most=1h",
                        "--rollcall.store.open-transaction-limit=1s")
                .ready();
        admin = rollcall.admin();
    }

    @AfterAll
    void stop() throws Exception {
        rollcall.close();
        database.close();
        PostgresBinaries.delete(data);
    }

    @BeforeEach
    void two_users() throws Exception {
        victim = Cast.engineer(admin, name("victim")).at("/userId");
        other = read(Cast.engineer(admin, name("other"))).at("/userId");
    }

    @Test
    void a_fact_that_a_view_refuses_holds_up_nobody_else_and_is_applied_once_the_cause_is_gone() throws Exception {
        refuse(victim);
        edit(victim, "Unspeakable");
        edit(victim, "Latest");
        edit(other, "Elsewhere");

        Answer parked = parked(2);
        soon(() -> assertThat(user(other).at("/lastName")).isEqualTo("Elsewhere"));
        assertThat(parked.at("/items/0/subject")).isEqualTo(victim);
        assertThat(parked.at("/items/0/type")).isEqualTo("user-renamed");
        assertThat(parked.at("/items/0/cause")).contains("SQL state 23514", "constraint not_this_one");
        assertThat(parked.at("/items/0/remedy")).isNotBlank();
        assertThat(parked.text()).doesNotContain("Unspeakable", "Latest", "example.test");
        assertThat(rollcall.out()).noneMatch(line -> line.contains("Unspeakable"));
        soon(() ->
                assertThat(metric("rollcall_projection_dead_letters", "users")).isEqualTo("2.0"));
        String second = parked.at("/items/1/id");

        assertThat(retried(second)).isEqualTo("false");
        assertThat(parked(2).at("/items/0/attempts")).isEqualTo("1");
        assertThat(user(victim).at("/lastName")).isEqualTo("Okafor");

        relent();
        assertThat(retried(second)).isEqualTo("true");
        parked(0);
        assertThat(user(victim).at("/lastName")).isEqualTo("Latest");
        assertThat(rebuilt().at("/equal")).isEqualTo("true");
    }

    @Test
    void a_fact_that_is_given_up_is_missing_until_the_view_is_rebuilt() throws Exception {
        refuse(victim);
        edit(victim, "Given-up");
        String letter = parked(1).at("/items/0/id");

        Http once = admin.with("Rollcall-Reason", "not worth it")
                .with("Idempotency-Key", UUID.randomUUID().toString());
        expect(204, once.delete(LETTERS + "/" + letter));
        expect(204, once.delete(LETTERS + "/" + letter));
        assertThat(expect(404, admin.delete(LETTERS + "/" + letter)).at("/code"))
                .isEqualTo("dead_letter_not_found");

        parked(0);
        soon(() -> assertThat(rollcall.out()).anyMatch(line -> line.contains("not worth it")));
        relent();
        assertThat(user(victim).at("/lastName")).isEqualTo("Okafor");
        assertThat(rebuilt().at("/equal")).isEqualTo("false");
        assertThat(user(victim).at("/lastName")).isEqualTo("Given-up");
    }

    @Test
    void a_rebuild_is_followed_and_given_up_and_leaves_nothing() throws Exception {
        try (Connection holding = connect();
                Statement statement = holding.createStatement()) {
            // whoever writes to the view holds this; a rebuild cannot put another one in its place meanwhile
            statement.execute("select pg_advisory_lock_shared(hashtext('rollcall view'), hashtext('users'))");
            expect(202, admin.post(REBUILD, "{}"));
            CompletableFuture<Answer> followed = CompletableFuture.supplyAsync(this::follow);
            soon(() -> assertThat(count(ASIDE)).isEqualTo(1));
            expect(204, admin.delete(REBUILD));
            assertThat(followed.join().text()).contains("event:cancelled").endsWith("\n\n");
        }

        assertThat(expect(409, admin.delete(REBUILD)).at("/code")).isEqualTo("rebuild_not_running");
        assertThat(expect(200, admin.get(REBUILD)).at("/state")).isEqualTo("CANCELLED");
        soon(() -> assertThat(count(ASIDE)).isZero());
        edit(other, "Afterwards");
        soon(() -> assertThat(user(other).at("/lastName")).isEqualTo("Afterwards"));
        assertThat(rebuilt().at("/equal")).isEqualTo("true");
    }

    @Test
    void a_session_that_holds_back_the_views_is_named() throws Exception {
        try (Connection forgotten = connect();
                Statement statement = forgotten.createStatement()) {
            statement.execute("set application_name = 'forgotten'");
            forgotten.setAutoCommit(false);
            statement.execute("select pg_current_xact_id()");
            edit(other, "Held-back");

            soon(() -> {
                Answer ready = expect(200, admin.get("/actuator/health/readiness"));
                assertThat(ready.at("/components/delivery/details/application")).isEqualTo("forgotten");
                assertThat(ready.at("/components/delivery/details/session")).matches("\\d+");
                assertThat(ready.at("/components/delivery/details/since")).isNotBlank();
                assertThat(metric("rollcall_store_held_back_seconds", "")).isNotEqualTo("0.0");
            });
            assertThat(rollcall.http().get("/actuator/health/readiness").text()).doesNotContain("forgotten");
            soon(() -> assertThat(rollcall.out())
                    .anyMatch(line -> line.contains("holds back the delivery") && line.contains("forgotten")));
            forgotten.rollback();
        }
    }

    private static void soon(ThrowingRunnable happens) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(happens);
    }

    private Answer follow() {
        try {
            return admin.with("Accept", "text/event-stream").get(REBUILD);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private String retried(String letter) throws Exception {
        return expect(200, admin.post(LETTERS + "/" + letter + "/retry", "{\"reason\": \"mended\"}"))
                .at("/applied");
    }

    private void edit(String user, String lastName) throws Exception {
        expect(
                200,
                admin.with("If-Match", "*")
                        .patch("/api/v1/users/" + user, "{\"lastName\": \"%s\"}".formatted(lastName)));
    }

    private Answer read(Answer changed) throws Exception {
        return expect(
                200,
                admin.with("Rollcall-Position", changed.header("Rollcall-Position"))
                        .get("/api/v1/users/" + changed.at("/userId")));
    }

    private Answer user(String user) throws Exception {
        return expect(200, admin.get("/api/v1/users/" + user));
    }

    /** Waits until so many are parked. */
    private Answer parked(int many) throws Exception {
        String path = LETTERS + "?projection=users";
        soon(() -> assertThat(expect(200, admin.get(path)).json().at("/items").size())
                .isEqualTo(many));
        return admin.get(path);
    }

    private Answer rebuilt() throws Exception {
        expect(202, admin.post(REBUILD, "{}"));
        assertThat(follow().text()).contains("event:done");
        return expect(200, admin.get(REBUILD));
    }

    private String metric(String name, String projection) throws Exception {
        return expect(
                        200,
                        rollcall.monitoring()
                                .as("admin", RunningRollcall.PASSWORD)
                                .get("/actuator/prometheus"))
                .text()
                .lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(projection))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElseThrow();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(database.url(), EmbeddedDatabase.USER, database.password());
    }

    private void refuse(String user) throws SQLException {
        execute("""
                create or replace function view_users.refuse() returns trigger language plpgsql as $$
                begin
                    if new.user_id = '%s' then
                        raise exception 'not %%', new.last_name using errcode = '23514', constraint = 'not_this_one';
                    end if;
                    return new;
                end $$""".formatted(user));
        execute("create trigger refuse before insert or update on view_users.users for each row execute function"
                + " view_users.refuse()");
    }

    private void relent() throws SQLException {
        execute("drop trigger refuse on view_users.users");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
