package dev.rollcall.app;

import dev.rollcall.store.OpenTransactionWatch;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
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
