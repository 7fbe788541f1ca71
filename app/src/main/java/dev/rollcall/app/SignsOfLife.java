package dev.rollcall.app;

import dev.rollcall.api.Actor;
import dev.rollcall.api.NodeName;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Via;
import dev.rollcall.api.access.Assertions;
import dev.rollcall.api.access.Assertions.Subject;
import dev.rollcall.api.audit.ReportNode;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Has everybody know that this process is there, whichever rooms it plays, until it ends. */
@Component
final class SignsOfLife implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SignsOfLife.class);

    private static final long PAUSE_SECONDS = 5;
    private static final long PATIENCE_SECONDS = 2;
    /** The last to start and the first to stop: while it speaks, everything works. */
    private static final int PHASE = Integer.MAX_VALUE - 900;

    private final CommandBus commands;
    private final Assertions assertions;
    private final NodeName name;
    private final List<String> roles;
    private final String host = host();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "rollcall-signs-of-life");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean running;

    /** @param named what this process is called where it feeds views; anything else where it does not */
    SignsOfLife(CommandBus commands, Assertions assertions, ObjectProvider<NodeName> named, Environment environment) {
        this.commands = commands;
        this.assertions = assertions;
        this.name = named.getIfAvailable(NodeName::unique);
        this.roles = Roles.of(environment).stream()
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    @Override
    public void start() {
        running = true;
        clockwork.scheduleWithFixedDelay(() -> report(false), 0, PAUSE_SECONDS, TimeUnit.SECONDS);
    }

    /** Whoever is not heard says it again in a moment: nothing depends on it. */
    private void report(boolean ends) {
        try {
            FutureCallback<ReportNode, Object> answer = new FutureCallback<>();
            commands.dispatch(message(ends), answer);
            var result = answer.getResult(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (result.isExceptional()) {
                LOG.debug("Nobody took note of this process", result.exceptionResult());
            }
        } catch (RuntimeException unheard) {
            LOG.debug("Nobody took note of this process", unheard);
        }
    }

    private CommandMessage<ReportNode> message(boolean ends) {
        ReportNode report = new ReportNode(
                name.text(),
                host,
                ProcessHandle.current().pid(),
                roles,
                RollcallApplication.class.getPackage().getImplementationVersion(),
                ManagementFactory.getRuntimeMXBean().getUptime(),
                ends);
        CommandMessage<ReportNode> command = new GenericCommandMessage<>(
                report, new Provenance(Actor.SYSTEM, Via.SYSTEM, "signs of life").toMetaData());
        return command.withMetaData(assertions.asserted(new Subject(
                command.getIdentifier(), command.getCommandName(), command.getPayload(), command.getMetaData())));
    }

    @Override
    public void stop() {
        running = false;
        clockwork.shutdown();
        try {
            if (clockwork.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                report(true);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
