package dev.rollcall.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One running Rollcall for all journeys that leave each other's users and clients alone: each makes its own, under names that
 * nobody else uses.
 */
final class SharedRollcall implements BeforeAllCallback, ParameterResolver {

    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(SharedRollcall.class);
    private static final AtomicInteger NAMES = new AtomicInteger();

    /** What the engine closes when the last test has run. */
    private record Shared(RunningRollcall rollcall, Path data) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            rollcall.close();
            PostgresBinaries.delete(data);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        shared(context);
    }

    private static Shared shared(ExtensionContext context) {
        return context.getRoot().getStore(HERE).computeIfAbsent(Shared.class, key -> start(), Shared.class);
    }

    private static Shared start() {
        try {
            Path data = Files.createTempDirectory("rollcall");
            return new Shared(
                    RunningRollcall.launch(
                                    data,
                                    Map.of("ROLLCALL_ADMIN_PASSWORD", RunningRollcall.PASSWORD),
                                    "--rollcall.command.sign-in.most-of-address=1000000")
                            .ready(),
                    data);
        } catch (Exception failed) {
            throw new IllegalStateException("it did not start", failed);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningRollcall.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return shared(context).rollcall();
    }

    /** A name that no other journey uses. */
    static String name(String stem) {
        return stem + "-" + NAMES.incrementAndGet();
    }
}
