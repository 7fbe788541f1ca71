package dev.rollcall.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class ProgramRoleTest {

    private static final String NOT_PERMITTED = "42501";

    private final HikariDataSource owner = Clusters.database();
    private final String role = "program " + UUID.randomUUID();
    private final DataSource program = program();

    @BeforeEach
    void prepare() throws SQLException {
        try (Connection connection = owner.getConnection()) {
            ProgramRole.prepare(connection, role, "it's \"secret\"");
        }
    }

    @AfterEach
    void close() {
        owner.close();
    }

    @Test
    void appends_reads_chains_and_snapshots_without_owning_the_tables() throws Exception {
        try (Keeper keeper = keeper()) {
            keeper.append("Byron");
            keeper.append("King");
            Chain chain = new Chain(program, () -> ChainKey.of(Keeper.KEY), null, Clock.systemUTC());
            chain.extend();

            assertThat(keeper.lastNames()).containsExactly("Byron", "King");
            assertThat(chain.check(progress -> {}).facts()).isEqualTo(2);
        }
        Clusters.execute(program, "delete from store.snapshot", "vacuum (full) vault.user_key");
        assertThat(Clusters.query(owner, "select count(*) from store.chain")).containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update store.fact set payload = ''",
                "delete from store.fact",
                "truncate store.fact",
                "drop table store.fact",
                "alter table store.fact rename to other",
                "create rule nothing as on insert to store.fact do instead nothing",
                "create trigger nobody before insert on store.fact execute function suppress_redundant_updates_trigger()",
                "update store.chain set signature = ''",
                "delete from store.chain",
                "update store.era set era = 9",
                "drop schema store cascade",
                "create table store.other ()",
                "set role postgres",
                "set session_replication_role = replica"
            })
    void cannot_change_or_remove_what_was_recorded(String attempt) throws Exception {
        try (Keeper keeper = keeper()) {
            keeper.append("Byron");

            assertThatThrownBy(() -> execute(program, attempt))
                    .isInstanceOfSatisfying(SQLException.class, refused -> assertThat(refused.getSQLState())
                            .isEqualTo(NOT_PERMITTED));

            assertThat(keeper.lastNames()).containsExactly("Byron");
        }
    }

    @Test
    void takes_over_what_an_earlier_version_made_as_the_owner_but_for_the_store() throws Exception {
        Clusters.execute(
                owner,
                "create schema command",
                "create table command.password (id bigint generated always as identity, hash text)",
                "create schema view_users",
                "create table view_users.row (name text)",
                "create schema somebody_elses");
        new StoreSchema(owner);

        try (Connection connection = owner.getConnection()) {
            ProgramRole.prepare(connection, role, "it's \"secret\"");
        }

        execute(program, "alter table command.password add column more text");
        execute(program, "alter schema view_users rename to view_users_retired");
        assertThat(Clusters.query(
                        owner,
                        "select nspname from pg_namespace where pg_get_userbyid(nspowner) = '" + role
                                + "' order by nspname"))
                .isEqualTo(List.of("command", "view_users_retired"));
    }

    @Test
    void sees_whose_transaction_holds_back_the_delivery() throws SQLException {
        try (Connection open = owner.getConnection();
                Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.execute("select pg_current_xact_id()");

            assertThat(
                            Clusters.query(
                                    program,
                                    "select state from pg_stat_activity where backend_xid is not null and datname = current_database()"))
                    .containsExactly("idle in transaction");
        }
    }

    private Keeper keeper() {
        return new Keeper(owner, program, Duration.ofSeconds(60), NoOpEventUpcaster.INSTANCE);
    }

    private static void execute(DataSource as, String sql) throws SQLException {
        try (Connection connection = as.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private DataSource program() {
        PGSimpleDataSource program = new PGSimpleDataSource();
        try (Connection connection = owner.getConnection()) {
            program.setURL(connection.getMetaData().getURL());
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        program.setUser(role);
        program.setPassword("it's \"secret\"");
        return program;
    }
}
