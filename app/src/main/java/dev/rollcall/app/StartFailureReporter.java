package dev.rollcall.app;

import dev.rollcall.api.WrongSetting;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * Says in one line on stderr why the program cannot start. What nobody foresaw is left to Spring Boot, which prints the
 * stack trace that is then needed.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailureReporter implements SpringBootExceptionReporter {

    @Override
    public boolean reportException(Throwable failure) {
        Optional<String> line = line(failure);
        line.ifPresent(text -> {
            System.err.println("Rollcall cannot start. " + text);
            LoggerFactory.getLogger(StartFailureReporter.class).debug("cannot start", failure);
        });
        return line.isPresent();
    }

    static Optional<String> line(Throwable failure) {
        return Stream.<Optional<String>>of(
                        find(failure, WrongSetting.class).map(Throwable::getMessage),
                        find(failure, PortInUseException.class)
                                .map(taken -> "server.port: port " + taken.getPort()
                                        + " is taken by another program. Stop it, or set server.port to a free port."),
                        find(failure, BindException.class).map(StartFailureReporter::unreadable),
                        analysis(failure))
                .flatMap(Optional::stream)
                .findFirst()
                .map(text -> text.replaceAll("\\s+", " ").strip());
    }

    private static String unreadable(BindException unreadable) {
        Optional<BindValidationException> invalid = find(unreadable, BindValidationException.class);
        if (invalid.isPresent()) {
            return invalid.get().getValidationErrors().getAllErrors().stream()
                    .map(error -> unreadable.getName() + ": " + error.getDefaultMessage())
                    .collect(Collectors.joining("; "));
        }
        if (unreadable.getCause() instanceof UnboundConfigurationPropertiesException unknown) {
            return unknown.getUnboundProperties().stream()
                    .map(property -> property.getName() + ": there is no such setting. Remove it.")
                    .collect(Collectors.joining(" "));
        }
        var property = unreadable.getProperty();
        String value = property == null ? "its value" : "'" + property.getValue() + "'";
        return unreadable.getName() + ": " + value + " is not a "
                + unreadable.getTarget().getType().toClass().getSimpleName() + reason(unreadable)
                + ". Give it one, or remove it for the default.";
    }

    /** A record of a room refuses in its constructor what is out of range, in a sentence of its own. */
    private static String reason(BindException unreadable) {
        return find(unreadable, IllegalArgumentException.class)
                .map(Throwable::getMessage)
                .filter(message -> message.length() < 200)
                .map(message -> " (" + message + ")")
                .orElse("");
    }

    private static Optional<String> analysis(Throwable failure) {
        for (FailureAnalyzer analyzer : SpringFactoriesLoader.forDefaultResourceLocation()
                .load(
                        FailureAnalyzer.class,
                        SpringFactoriesLoader.FailureHandler.handleMessage((message, why) -> {}))) {
            FailureAnalysis analysis = analyzer.analyze(failure);
            if (analysis != null) {
                String action = analysis.getAction();
                return Optional.of(analysis.getDescription() + (action == null ? "" : " " + action));
            }
        }
        return Optional.empty();
    }

    private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        for (@Nullable Throwable at = failure; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return Optional.of(type.cast(at));
            }
        }
        return Optional.empty();
    }
}
