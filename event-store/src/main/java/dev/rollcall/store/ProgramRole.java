package dev.rollcall.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The role that the program runs as, where another one owns the store: it may add facts and read them, and can neither change
 * nor remove one. Everything else in the database is its own.
 */
public final class ProgramRole {

    /** Rooms and views of earlier versions that ran as the owner; a view's schema begins so. */
    private static final String ITS_OWN = "(nspname in ('command', 'query', 'vault') or nspname like 'view\\_%')";

    private static final String ADOPT = """
            do $$
            declare
                program text := current_setting('rollcall.program');
                each record;
            begin
                for each in select nspname as name from pg_namespace
                    where %s and pg_get_userbyid(nspowner) = current_user
                loop
                    execute format('alter schema %%I owner to %%I', each.name, program);
                end loop;
                for each in select nspname as schema, relname as name from pg_class join pg_namespace n on n.oid = relnamespace
                    where %s and relkind in ('r', 'p', 'v', 'm') and pg_get_userbyid(relowner) = current_user
                loop
                    execute format('alter table %%I.%%I owner to %%I', each.schema, each.name, program);
                end loop;
            end $$""".formatted(ITS_OWN, ITS_OWN);

    private ProgramRole() {}

    /**
     * Makes the role where there is none, and leaves to it what is not the store.
     *
     * @param owner a connection of the one who owns the store, and may make roles unless this one is there
     * @param password of a role that is made; one that is there keeps its own
     */
    public static void prepare(Connection owner, String name, String password) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            String role = statement.enquoteIdentifier(name, true);
            if (!exists(owner, name)) {
                // a parameter is not possible here; the server gets the password as it gets it at a sign-in
                statement.execute("create role " + role + " login password " + statement.enquoteLiteral(password));
                statement.execute("grant " + role + " to current_user");
            }
            statement.execute("grant create, connect, temporary on database "
                    + statement.enquoteIdentifier(owner.getCatalog(), true) + " to " + role);
        }
        adopt(owner, name);
        seeEverySession(owner, name);
    }

    /** Gives the role this password, whatever it had. */
    public static void setPassword(Connection owner, String name, String password) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            statement.execute("alter role " + statement.enquoteIdentifier(name, true) + " password "
                    + statement.enquoteLiteral(password));
        }
    }

    private static boolean exists(Connection owner, String name) throws SQLException {
        try (PreparedStatement statement = owner.prepareStatement("select from pg_roles where rolname = ?")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private static void adopt(Connection owner, String name) throws SQLException {
        try (PreparedStatement setting = owner.prepareStatement("select set_config('rollcall.program', ?, false)");
                Statement statement = owner.createStatement()) {
            setting.setString(1, name);
            setting.execute();
            statement.execute(ADOPT);
        }
    }

    /** Whose transaction holds back the delivery of facts is told by name only to those who may read that. */
    private static void seeEverySession(Connection owner, String name) throws SQLException {
        try (Statement statement = owner.createStatement();
                ResultSet may = statement.executeQuery("select rolsuper from pg_roles where rolname = current_user")) {
            if (may.next() && may.getBoolean(1)) {
                statement.execute("grant pg_read_all_stats to " + statement.enquoteIdentifier(name, true));
            }
        }
    }

    /** What it may do with the tables of the store, and nothing besides. */
    static void grant(Connection owner, String name) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            String role = statement.enquoteIdentifier(name, true);
            statement.execute("grant usage on schema store to " + role);
            statement.execute("revoke all on all tables in schema store from " + role);
            statement.execute("grant select, insert on store.fact, store.chain, store.era to " + role);
            statement.execute("grant select, insert, update, delete on store.snapshot to " + role);
        }
    }
}
