package dev.rollcall.app;

import dev.rollcall.api.InstallationKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Three processes of the real jar, one a role, set up by the environment as the compose file does. */
final class SplitRollcall implements BeforeAllCallback, ParameterResolver {

    static final String AXON_SERVER = "ROLLCALL_AXONSERVER";
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(SplitRollcall.class);

    private record Split(
            EmbeddedDatabase database, RunningRollcall command, RunningRollcall query, RunningRollcall web, Path data)
            implements AutoCloseable {
        @Override
        public void close() throws Exception {
            web.close();
            query.close();
            command.close();
            database.close();
            PostgresBinaries.delete(data);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        split(context);
    }

    private static Split split(ExtensionContext context) {
        return context.getRoot().getStore(HERE).computeIfAbsent(Split.class, key -> start(), Split.class);
    }

    private static Split start() {
        try {
            Path data = Files.createTempDirectory("rollcall-split");
            EmbeddedDatabase database = EmbeddedDatabase.start(DataFolder.at(data.toString()));
            Map<String, String> axonServer =
                    Map.of("AXON_AXONSERVER_ENABLED", "true", "AXON_AXONSERVER_SERVERS", System.getenv(AXON_SERVER));
            Map<String, String> postgres = Map.of(
                    "SPRING_DATASOURCE_URL",
                    database.url(),
                    "SPRING_DATASOURCE_USERNAME",
                    EmbeddedDatabase.USER,
                    "SPRING_DATASOURCE_PASSWORD",
                    database.password());
            Map<String, String> first = Map.of(
                    "ROLLCALL_ADMIN_PASSWORD",
                    RunningRollcall.PASSWORD,
                    "ROLLCALL_COMMAND_SIGNIN_MOSTOFADDRESS",
                    "1000000");
            // one data folder with a key in it, so that the key can be replaced while they run
            DataFolder.at(shared(data).toString())
                    .secret("installation.key", () -> InstallationKey.random().export());
            RunningRollcall command = launch(shared(data), "command", axonServer, postgres, first);
            RunningRollcall query = launch(shared(data), "query", axonServer, postgres);
            RunningRollcall web = launch(shared(data), "web", axonServer);
            return new Split(database, command.ready(), query.ready(), web.ready(), data);
        } catch (Exception failed) {
            throw new IllegalStateException("it did not start", failed);
        }
    }

    @SafeVarargs
    private static RunningRollcall launch(Path data, String role, Map<String, String>... settings) throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of("ROLLCALL_ROLES", role));
        for (Map<String, String> each : settings) {
            environment.putAll(each);
        }
        return RunningRollcall.launch(data, environment);
    }

    private static Path shared(Path data) {
        return data.resolve("shared");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningRollcall.class
                || parameter.getParameter().getType() == SeveralProcesses.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Split split = split(context);
        return parameter.getParameter().getType() == RunningRollcall.class
                ? split.web()
                : new SeveralProcesses(
                        List.of(split.web()),
                        List.of(split.command(), split.query(), split.web()),
                        shared(split.data()),
                        split.data(),
                        System.getenv(AXON_SERVER));
    }
}
