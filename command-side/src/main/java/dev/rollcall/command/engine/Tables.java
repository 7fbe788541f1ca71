package dev.rollcall.command.engine;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.WrongSetting;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The tables of this room, in schema {@code command}, as they are once they belong to this installation: nothing here is
 * read or changed under another key than the one it was begun with.
 */
public final class Tables {

    private static final String SCHEMA = "command";

    private final JdbcClient jdbc;
    private final TransactionTemplate apart;

    private Tables(JdbcClient jdbc, TransactionTemplate apart) {
        this.jdbc = jdbc;
        this.apart = apart;
    }

    /**
     * Brings the tables up to date. Refuses ({@link WrongSetting}), before it changes anything, tables that were begun
     * with another key.
     */
    public static Tables of(DataSource source, InstallationKey key) {
        JdbcClient jdbc = JdbcClient.create(source);
        refuseStranger(jdbc, key);
        Flyway.configure()
                .dataSource(source)
                .schemas(SCHEMA)
                .defaultSchema(SCHEMA)
                .locations("classpath:db/command")
                .load()
                .migrate();
        jdbc.sql("INSERT INTO command.installation (fingerprint) VALUES (?) ON CONFLICT DO NOTHING")
                .param(key.fingerprint())
                .update();
        // Once more: another process may have begun this installation in the meantime.
        refuseStranger(jdbc, key);
        return new Tables(
                jdbc,
                new TransactionTemplate(
                        new JdbcTransactionManager(source),
                        new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW)));
    }

    private static void refuseStranger(JdbcClient jdbc, InstallationKey key) {
        boolean begun = jdbc.sql("SELECT to_regclass('command.installation') IS NOT NULL")
                .query(Boolean.class)
                .single();
        if (!begun) {
            return;
        }
        Optional<String> fingerprint = jdbc.sql("SELECT fingerprint FROM command.installation")
                .query(String.class)
                .optional();
        if (fingerprint.isPresent() && !fingerprint.get().equals(key.fingerprint())) {
            throw new WrongSetting("The installation key of this process (fingerprint " + key.fingerprint()
                    + ") is not the one this database was begun with (fingerprint " + fingerprint.get()
                    + "): give this process the key of the installation, or an empty database.");
        }
    }

    /** Every statement on its own, committed at once; tables are named with their schema. */
    public JdbcClient jdbc() {
        return jdbc;
    }

    /** Does something in a transaction of its own, whatever comes of the caller's: questions are answered in one. */
    public void apart(Runnable task) {
        apart.executeWithoutResult(transaction -> task.run());
    }
}
