package dev.rollcall.app;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.WrongSetting;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/** Looks at the settings before anything is started, so that a wrong one leaves nothing half done. */
final class SettingsCheck implements EnvironmentPostProcessor, Ordered {

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        // Axon's update checker calls home and writes into the user's home; it listens to this property only here
        System.setProperty("axoniq.update-checker.disabled", "true");
        System.setProperty("disable-axoniq-console-message", "true");
        port(environment, "server.port");
        port(environment, Monitoring.PORT);
        proxy(environment);
        truth(environment, "axon.axonserver.enabled");
        truth(environment, "rollcall.demo");
        key(environment);
        roles(environment);
        node(environment);
        monitoring(environment);
    }

    /** For this machine alone, unless somebody says otherwise. Where there is one port for everything, it has one address. */
    private static void monitoring(ConfigurableEnvironment environment) {
        if (Monitoring.isApart(environment)) {
            environment
                    .getPropertySources()
                    .addLast(new MapPropertySource("monitoring", Map.of(Monitoring.ADDRESS, "127.0.0.1")));
        }
    }

    /**
     * Only one process at a time has the embedded database. Under a name that never changes it goes on at once where one that
     * was killed left off, instead of waiting until that one's claims have expired.
     */
    private static void node(ConfigurableEnvironment environment) {
        if (DatabaseConfiguration.embedded(environment)) {
            environment
                    .getPropertySources()
                    .addLast(new MapPropertySource("embedded database", Map.of("rollcall.query.node", "embedded")));
        }
    }

    /** What stops the start: one line that names the property at fault and the cure. */
    static WrongSetting wrong(String property, String problem, String cure) {
        return new WrongSetting(property + ": " + problem + ". " + cure + ".");
    }

    /** The same, with what it was noticed by. */
    static WrongSetting wrong(String property, String problem, String cure, @Nullable Throwable cause) {
        WrongSetting wrong = wrong(property, problem, cure);
        wrong.initCause(cause);
        return wrong;
    }

    private static void roles(Environment environment) {
        Set<Roles> roles = Roles.of(environment);
        if (roles.size() < Roles.values().length) {
            if (!Roles.axonServer(environment)) {
                throw wrong(
                        Roles.PROPERTY,
                        "a process that plays only " + Roles.written(roles)
                                + " needs Axon Server between it and the others",
                        "Set axon.axonserver.enabled=true and axon.axonserver.servers, or remove rollcall.roles to play all");
            }
            if (environment.getProperty("rollcall.demo", Boolean.class, false)) {
                throw wrong(
                        "rollcall.demo",
                        "only a process that plays all roles can invent users and clients",
                        "Remove it, or remove rollcall.roles");
            }
            if (environment.getProperty(KeyFile.PROPERTY, "").isBlank() && !keyIsThere(environment)) {
                throw wrong(
                        KeyFile.PROPERTY,
                        "processes that share an installation need the same key",
                        "Set ROLLCALL_KEY to the same 32 bytes in Base64 for all of them, or put one file"
                                + " keys/installation.key into the folders of all of them (rollcall.data)");
            }
        }
    }

    /** Put there by who runs it: a process that plays only some roles makes none. */
    private static boolean keyIsThere(Environment environment) {
        try {
            return Files.exists(KeyFile.in(Path.of(environment.getProperty(DataFolder.PROPERTY, "./data"))));
        } catch (InvalidPathException noFolder) {
            return false;
        }
    }

    private static void key(Environment environment) {
        String key = environment.getProperty(KeyFile.PROPERTY);
        if (key != null && !key.isBlank()) {
            try {
                InstallationKey.parse(key);
            } catch (IllegalArgumentException malformed) {
                throw wrong(
                        KeyFile.PROPERTY,
                        "it is not 32 bytes in Base64, nor several such keys joined by commas",
                        "Make one with 'openssl rand -base64 32', or remove it for a generated one");
            }
        }
    }

    private static void port(Environment environment, String property) {
        String port = environment.getProperty(property);
        if (port != null && !port.isBlank() && !(port.matches("-1|\\d{1,5}") && Integer.parseInt(port) <= 65535)) {
            throw wrong(property, "'" + port + "' is not a port", "Set it to a number from 0 to 65535");
        }
    }

    /** The other strategy takes the address of a caller from whoever writes one into a request, proxy or not. */
    private static void proxy(Environment environment) {
        String strategy = environment.getProperty("server.forward-headers-strategy", "none");
        if (!strategy.equalsIgnoreCase("none") && !strategy.equalsIgnoreCase("native")) {
            throw wrong(
                    "server.forward-headers-strategy",
                    "'" + strategy + "' would believe anybody's X-Forwarded-For",
                    "Set it to native behind a proxy, or remove it");
        }
    }

    private static void truth(Environment environment, String property) {
        @Nullable String value = environment.getProperty(property);
        if (value != null && !value.equals("true") && !value.equals("false")) {
            throw wrong(property, "'" + value + "' is neither true nor false", "Set it to one of them");
        }
    }

    /** After the settings were read from all their places. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
