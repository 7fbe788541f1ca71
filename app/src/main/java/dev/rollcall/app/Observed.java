package dev.rollcall.app;

import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/**
 * Every message that is handled here, as operators see it: its log lines carry the correlation identifier of the request
 * that caused it, and its duration is counted under {@code rollcall.commands}, {@code rollcall.queries} or
 * {@code rollcall.facts}, by name and outcome.
 */
@Component
final class Observed implements MessageHandlerInterceptor<Message<?>> {

    static final String MDC_KEY = "correlationId";

    private final MeterRegistry meters;

    Observed(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public Object handle(UnitOfWork<? extends Message<?>> unitOfWork, InterceptorChain chain) throws Exception {
        Message<?> message = unitOfWork.getMessage();
        Object correlation = message.getMetaData().get(Provenance.CORRELATION);
        String before = MDC.get(MDC_KEY);
        if (correlation != null) {
            MDC.put(MDC_KEY, correlation.toString());
        }
        long start = System.nanoTime();
        String outcome = "failed";
        try {
            Object answer = chain.proceed();
            outcome = "done";
            return answer;
        } catch (Rejected rejected) {
            outcome = rejected.refusal().rejection().code();
            throw rejected;
        } finally {
            Timer.builder(kind(message))
                    .tag("name", message.getPayloadType().getSimpleName())
                    .tag("outcome", outcome)
                    .register(meters)
                    .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            if (before == null) {
                MDC.remove(MDC_KEY);
            } else {
                MDC.put(MDC_KEY, before);
            }
        }
    }

    private static String kind(Message<?> message) {
        if (message instanceof CommandMessage<?>) {
            return "rollcall.commands";
        }
        return message instanceof EventMessage<?> ? "rollcall.facts" : "rollcall.queries";
    }
}
