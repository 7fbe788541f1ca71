package dev.rollcall.app;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.WrongSetting;
import dev.rollcall.store.ProgramRole;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/** The one database of this process: the embedded one, or the external one that the settings name. */
@Configuration(proxyBeanMethods = false)
@Conditional(Roles.DatabaseNeeded.class)
@EnableConfigurationProperties(DataSourceProperties.class)
class DatabaseConfiguration {

    static final String URL = "spring.datasource.url";
    private static final String OWNER = "rollcall.store.owner.username";
    private static final String OWNER_PASSWORD = "rollcall.store.owner.password";
    private static final int OLDEST_SERVER = 15;
    private static final String CONNECT_SECONDS = "5";

    static final class Embedded implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return embedded(context.getEnvironment());
        }
    }

    static final class External implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !embedded(context.getEnvironment());
        }
    }

    static final class Owned implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return owned(context.getEnvironment());
        }
    }

    private static boolean owned(Environment environment) {
        return !environment.getProperty(OWNER, "").isBlank();
    }

    static boolean embedded(Environment environment) {
        return environment.getProperty(URL, "").isBlank();
    }

    /** A database without a key is one whose key was lost: the key is there first. */
    @Bean
    @Conditional(Embedded.class)
    EmbeddedDatabase embeddedDatabase(DataFolder data, InstallationKey before) {
        return EmbeddedDatabase.start(data);
    }

    /** Depends on the server, so that Spring closes the pool before it. */
    @Bean("pool")
    @Conditional(Embedded.class)
    @ConfigurationProperties("spring.datasource.hikari")
    HikariDataSource embeddedDataSource(EmbeddedDatabase database) {
        return pool(database.url(), EmbeddedDatabase.PROGRAM, database.programPassword());
    }

    /** Not for anybody who asks for a database: as this role facts can be changed. */
    @Bean(value = "storeOwner", defaultCandidate = false)
    @Conditional(Embedded.class)
    DataSource embeddedOwner(EmbeddedDatabase database) {
        return new DriverManagerDataSource(database.url(), EmbeddedDatabase.USER, database.password());
    }

    @Bean(value = "storeOwner", defaultCandidate = false)
    @Conditional({External.class, Owned.class})
    DataSource externalOwner(DataSourceProperties settings, Environment environment) {
        return owner(settings.determineUrl(), environment);
    }

    private static DataSource owner(String url, Environment environment) {
        return new DriverManagerDataSource(
                url, environment.getProperty(OWNER, ""), environment.getProperty(OWNER_PASSWORD, ""));
    }

    @Bean("pool")
    @Conditional(External.class)
    @ConfigurationProperties("spring.datasource.hikari")
    HikariDataSource externalDataSource(DataSourceProperties settings, Environment environment) {
        String url = settings.determineUrl();
        String username = settings.getUsername() == null ? "" : settings.getUsername();
        String password = settings.getPassword() == null ? "" : settings.getPassword();
        if (owned(environment)) {
            prepare(owner(url, environment), username, password);
        }
        requireUsable(url, username, password);
        return pool(url, username, password);
    }

    /**
     * What everybody uses: a connection is taken from the pool with the first statement. Axon opens a transaction around every
     * query, so one that waits for its view would otherwise hold a connection that it does not use.
     */
    @Bean("dataSource")
    @Primary
    LazyConnectionDataSourceProxy dataSource(@Qualifier("pool") HikariDataSource pool) {
        LazyConnectionDataSourceProxy lazy = new LazyConnectionDataSourceProxy();
        lazy.setTargetDataSource(pool);
        lazy.setDefaultAutoCommit(true);
        lazy.setDefaultTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        return lazy;
    }

    private static HikariDataSource pool(String url, String username, String password) {
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName("rollcall");
        // a thread that hangs must not hold back the delivery of facts for ever, on whichever server
        pool.setConnectionInitSql("set idle_in_transaction_session_timeout = '60s'");
        pool.setJdbcUrl(url);
        pool.setUsername(username);
        pool.setPassword(password);
        return pool;
    }

    private static void prepare(DataSource owner, String username, String password) {
        try (Connection connection = owner.getConnection()) {
            ProgramRole.prepare(connection, username, password);
        } catch (SQLException refused) {
            throw SettingsCheck.wrong(
                    OWNER,
                    "this user cannot prepare the one of spring.datasource.username (" + refused.getMessage() + ")",
                    "Give it the right to make roles (CREATEROLE) for one start, or make that user by hand: CREATE ROLE "
                            + username + " LOGIN; GRANT " + username + " TO the owner; GRANT CREATE ON DATABASE to it",
                    refused);
        }
    }

    private static void requireUsable(String url, String username, String password) {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw SettingsCheck.wrong(
                    URL, "it does not name a PostgreSQL server", "Write it like jdbc:postgresql://host:5432/database");
        }
        Properties properties = new Properties();
        properties.setProperty("user", username);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        properties.setProperty("loginTimeout", CONNECT_SECONDS);
        try (Connection connection = DriverManager.getConnection(url, properties)) {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            if (version < OLDEST_SERVER) {
                throw SettingsCheck.wrong(
                        URL,
                        "the server is PostgreSQL " + version,
                        "Use a server of version " + OLDEST_SERVER + " or later");
            }
        } catch (SQLException unusable) {
            throw unusable(unusable);
        }
    }

    private static WrongSetting unusable(SQLException unusable) {
        String state = unusable.getSQLState() == null ? "" : unusable.getSQLState();
        if (state.startsWith("28")) {
            return SettingsCheck.wrong(
                    "spring.datasource.username",
                    "the server refuses this user or password",
                    "Set spring.datasource.username and spring.datasource.password to a user who may sign in",
                    unusable);
        }
        if (state.equals("3D000")) {
            return SettingsCheck.wrong(
                    URL, "there is no such database on the server", "Create it, or name another one", unusable);
        }
        return SettingsCheck.wrong(
                URL,
                "the server cannot be reached (" + unusable.getMessage() + ")",
                "Check host, port and that the server runs",
                unusable);
    }
}
