package dev.rollcall.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The same with two processes that each play everything and share one PostgreSQL. */
@ExtendWith(SeveralJourney.Pair.class)
class SeveralJourney extends SeveralStory {

    SeveralJourney(SeveralProcesses processes) {
        super(processes);
    }

    /** Starts both at once, over an empty database. */
    static final class Pair implements ParameterResolver {

        private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(Pair.class);

        private record Running(EmbeddedDatabase database, SeveralProcesses processes, Path data)
                implements AutoCloseable {
            @Override
            public void close() throws Exception {
                for (RunningRollcall each : processes.all()) {
                    each.close();
                }
                database.close();
                PostgresBinaries.delete(data);
            }
        }

        private static Running start() {
            try {
                Path data = Files.createTempDirectory("rollcall-several");
                EmbeddedDatabase database = EmbeddedDatabase.start(DataFolder.at(data.toString()));
                Path shared = data.resolve("shared");
                Map<String, String> environment = Map.of(
                        "SPRING_DATASOURCE_URL",
                        database.url(),
                        "SPRING_DATASOURCE_USERNAME",
                        EmbeddedDatabase.USER,
                        "SPRING_DATASOURCE_PASSWORD",
                        database.password(),
                        "ROLLCALL_ADMIN_PASSWORD",
                        RunningRollcall.PASSWORD);
                List<RunningRollcall> both = List.of(
                        RunningRollcall.launch(shared, environment), RunningRollcall.launch(shared, environment));
                for (RunningRollcall each : both) {
                    each.ready();
                }
                return new Running(database, new SeveralProcesses(both, both, shared, data, ""), data);
            } catch (Exception failed) {
                throw new IllegalStateException("it did not start", failed);
            }
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == SeveralProcesses.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(HERE)
                    .computeIfAbsent(Running.class, key -> start(), Running.class)
                    .processes();
        }
    }
}
