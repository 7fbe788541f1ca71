package dev.rollcall.app;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Position;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.Via;
import dev.rollcall.api.access.Assertions;
import dev.rollcall.api.access.Assertions.Subject;
import dev.rollcall.api.audit.FindProjections;
import dev.rollcall.api.audit.ProjectionView;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.IntrospectToken;
import dev.rollcall.store.OpenTransactionWatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.axonframework.messaging.responsetypes.ResponseType;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.GenericQueryMessage;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.QueryMessage;
import org.axonframework.queryhandling.QueryResponseMessage;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Whether requests may be sent to this process: commands can be accepted, and every projection runs. A process that plays
 * only the web asks the others.
 */
@Configuration(proxyBeanMethods = false)
class Readiness {

    private static final int SECONDS = 2;

    /** Asked of whoever decides: that nothing is a token says that somebody was there to look. */
    private static final Sealed NO_TOKEN = new Sealed("");

    @Bean
    HealthIndicator commandsHealthIndicator(
            Environment environment,
            QueryBus queries,
            Assertions assertions,
            ObjectProvider<DataSource> database,
            ObjectProvider<AxonServerConnectionManager> axonServer) {
        Set<Roles> roles = Roles.of(environment);
        return () -> {
            AxonServerConnectionManager server = axonServer.getIfAvailable();
            if (server != null && !server.isConnected(server.getDefaultContext())) {
                return Health.outOfService()
                        .withDetail("reason", "Axon Server cannot be reached")
                        .build();
            }
            try {
                if (!reachable(database.getIfAvailable())) {
                    return Health.outOfService()
                            .withDetail("reason", "the database cannot be reached")
                            .build();
                }
                if (!roles.contains(Roles.COMMAND)) {
                    ask(
                            queries,
                            assertions,
                            new IntrospectToken(NO_TOKEN),
                            ResponseTypes.optionalInstanceOf(ClientView.class));
                }
                return Health.up().build();
            } catch (ExecutionException | TimeoutException nobody) {
                return Health.outOfService()
                        .withDetail("reason", "no process that decides answers")
                        .build();
            }
        };
    }

    @Bean
    HealthIndicator projectionsHealthIndicator(Environment environment, QueryBus queries, Assertions assertions) {
        Set<Roles> roles = Roles.of(environment);
        FirstLook firstLook = new FirstLook();
        return () -> {
            if (!roles.contains(Roles.QUERY) && !roles.contains(Roles.WEB)) {
                return Health.up().build();
            }
            try {
                List<ProjectionView> projections = ask(
                        queries,
                        assertions,
                        new FindProjections(),
                        ResponseTypes.multipleInstancesOf(ProjectionView.class));
                Map<String, Object> details = new LinkedHashMap<>();
                projections.forEach(projection -> details.put(projection.name(), detail(projection)));
                boolean running = !projections.isEmpty()
                        && projections.stream().map(ProjectionView::state).allMatch(Readiness::runs)
                        && firstLook.isReached(projections);
                return (running ? Health.up() : Health.outOfService())
                        .withDetails(details)
                        .build();
            } catch (ExecutionException | TimeoutException nobody) {
                return Health.outOfService()
                        .withDetail("reason", "no process that remembers answers")
                        .build();
            }
        };
    }

    /**
     * Whether somebody's open transaction holds facts back from the views. It is told and no reason to be out of service:
     * commands are accepted, and no other process would fare better.
     */
    @Bean
    HealthIndicator deliveryHealthIndicator(ObjectProvider<OpenTransactionWatch> watches) {
        return () -> {
            Health.Builder health = Health.up();
            watches.ifAvailable(watch -> {
                health.withDetail("heldBackSeconds", watch.heldBack().toMillis() / 1000.0);
                watch.named().ifPresent(session -> health.withDetail("session", session.id())
                        .withDetail("application", Objects.requireNonNullElse(session.application(), ""))
                        .withDetail("since", session.since().toString()));
            });
            return health.build();
        };
    }

    /**
     * What was stored when this process first asked. A view that has not reached it yet would deny what was acknowledged before
     * the start, so until then no requests should come; afterwards a lag is no reason to send them elsewhere.
     */
    private static final class FirstLook {
        private long last = -1;
        private boolean reached;

        synchronized boolean isReached(List<ProjectionView> projections) {
            if (last < 0) {
                last = projections.stream()
                        .mapToLong(projection -> number(projection) + projection.lag())
                        .max()
                        .orElse(-1);
            }
            reached = reached
                    || projections.stream().allMatch(projection -> projection.lag() == 0 || number(projection) >= last);
            return reached;
        }

        private static long number(ProjectionView projection) {
            Position position = projection.position();
            return position == null ? 0 : position.parts().get(position.parts().size() - 1);
        }
    }

    private static Object detail(ProjectionView projection) {
        ProjectionView.Difference difference = projection.difference();
        return difference == null
                ? projection.state()
                : "%s: of %s version %d is stored, %d is applied (%d such users or clients); rebuild it"
                        .formatted(
                                projection.state(),
                                difference.subject(),
                                difference.stored(),
                                difference.applied(),
                                difference.subjects());
    }

    private static boolean runs(ProjectionView.State state) {
        return state == ProjectionView.State.RUNNING || state == ProjectionView.State.CATCHING_UP;
    }

    private static boolean reachable(@org.jspecify.annotations.Nullable DataSource database) {
        if (database == null) {
            return true;
        }
        try (Connection connection = database.getConnection()) {
            return connection.isValid(SECONDS);
        } catch (SQLException unreachable) {
            return false;
        }
    }

    static <Q, R> R ask(QueryBus queries, Assertions assertions, Q query, ResponseType<R> answer)
            throws ExecutionException, TimeoutException {
        QueryMessage<Q, R> question = new GenericQueryMessage<>(query, answer)
                .andMetaData(new Provenance(Actor.SYSTEM, Via.SYSTEM, "readiness").toMetaData());
        QueryMessage<Q, R> message = question.withMetaData(assertions.asserted(new Subject(
                question.getIdentifier(), question.getQueryName(), question.getPayload(), question.getMetaData())));
        try {
            QueryResponseMessage<R> response = queries.query(message).get(SECONDS, TimeUnit.SECONDS);
            if (response.isExceptional()) {
                throw new ExecutionException(response.exceptionResult());
            }
            return response.getPayload();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("interrupted");
        }
    }
}
