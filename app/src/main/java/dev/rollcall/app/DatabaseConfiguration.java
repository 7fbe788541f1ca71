package dev.rollcall.app;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.WrongSetting;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
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
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/** The one database of this process: the embedded one, or the external one that the settings name. */
@Configuration(proxyBeanMethods = false)
@Conditional(Roles.DatabaseNeeded.class)
@EnableConfigurationProperties(DataSourceProperties.class)
class DatabaseConfiguration {

    static final String URL = "spring.datasource.url";
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
        return pool(database.url(), EmbeddedDatabase.USER, database.password());
    }

    @Bean("pool")
    @Conditional(External.class)
    @ConfigurationProperties("spring.datasource.hikari")
    HikariDataSource externalDataSource(DataSourceProperties settings) {
        String url = settings.determineUrl();
        String username = settings.getUsername() == null ? "" : settings.getUsername();
        String password = settings.getPassword() == null ? "" : settings.getPassword();
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
