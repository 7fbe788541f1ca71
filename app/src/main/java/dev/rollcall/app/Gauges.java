package dev.rollcall.app;

import static java.util.stream.Collectors.toMap;

import dev.rollcall.api.access.Assertions;
import dev.rollcall.api.audit.FindProjections;
import dev.rollcall.api.audit.ProjectionView;
import dev.rollcall.query.Projections;
import dev.rollcall.store.OpenTransactionWatch;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryBus;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the rooms let operators watch, beside the messages that {@link Observed} counts. */
@Configuration(proxyBeanMethods = false)
class Gauges {

    @Bean
    MeterBinder heldBackFacts(ObjectProvider<OpenTransactionWatch> watches) {
        return meters -> watches.ifAvailable(watch -> bind(meters, watch));
    }

    /** Only where this process feeds projections. */
    @Bean
    MeterBinder deadLetters(
            ObjectProvider<Projections> projections, ObjectProvider<QueryBus> queries, Assertions assertions) {
        DeadLetters letters = new DeadLetters(queries, assertions);
        return meters -> projections.ifAvailable(each -> each.kinds()
                .forEach(kind -> Gauge.builder("rollcall.projection.dead.letters", letters, now -> now.of(kind.name()))
                        .tag("projection", kind.name())
                        .description("facts that a view could not take in, and those that wait behind them")
                        .strongReference(true)
                        .register(meters)));
    }

    /** Counted once for all projections each time they are read. */
    private static final class DeadLetters {
        private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

        private final ObjectProvider<QueryBus> queries;
        private final Assertions assertions;
        private Map<String, Long> counts = Map.of();
        private long countedAt = System.nanoTime() - FRESH_NANOS;

        private DeadLetters(ObjectProvider<QueryBus> queries, Assertions assertions) {
            this.queries = queries;
            this.assertions = assertions;
        }

        /** Not a number while nobody can count them. */
        private synchronized double of(String projection) {
            if (System.nanoTime() - countedAt >= FRESH_NANOS) {
                counts = count();
                countedAt = System.nanoTime();
            }
            Long count = counts.get(projection);
            return count == null ? Double.NaN : count;
        }

        private Map<String, Long> count() {
            try {
                return Readiness.ask(
                                queries.getObject(),
                                assertions,
                                new FindProjections(),
                                ResponseTypes.multipleInstancesOf(ProjectionView.class))
                        .stream()
                        .collect(toMap(ProjectionView::name, ProjectionView::deadLetters));
            } catch (ExecutionException | TimeoutException nobody) {
                return Map.of();
            }
        }
    }

    private static void bind(MeterRegistry meters, OpenTransactionWatch watch) {
        Gauge.builder("rollcall.store.held.back", watch, each -> each.heldBack().toMillis() / 1000.0)
                .description("how long stored facts have been waiting for an older transaction to end")
                .baseUnit("seconds")
                .strongReference(true)
                .register(meters);
        Gauge.builder(
                        "rollcall.store.oldest.transaction",
                        watch,
                        each -> each.oldest().toMillis() / 1000.0)
                .description("how long the oldest transaction that has written has been open")
                .baseUnit("seconds")
                .strongReference(true)
                .register(meters);
    }
}
