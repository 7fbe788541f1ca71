package dev.rollcall.command.gate;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.claim.RequestAccepted;
import dev.rollcall.command.claim.Requests;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;

/**
 * Sees to it that a request with an idempotency key happens once: what was accepted is stored together with its facts, and
 * asked for again within 24 hours it is answered, not done. Tells every accepted command where its facts are.
 */
final class Repetition implements MessageHandlerInterceptor<CommandMessage<?>> {

    private static final Duration REMEMBERED = Duration.ofHours(24);

    private final Requests requests;
    private final FirstAnswers answers;
    private final Positions positions;
    private final EventStore store;
    private final Clock clock;

    Repetition(Requests requests, FirstAnswers answers, Positions positions, EventStore store, Clock clock) {
        this.requests = requests;
        this.answers = answers;
        this.positions = positions;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Object handle(UnitOfWork<? extends CommandMessage<?>> work, InterceptorChain chain) throws Exception {
        MetaData metaData = work.getMessage().getMetaData();
        Object request = metaData.get(Provenance.REQUEST);
        String digest = Objects.toString(metaData.get(Provenance.REQUEST_DIGEST), "");
        boolean isFirst = false;
        if (request != null) {
            Optional<Requests.Earlier> ever = requests.earlier(request.toString());
            isFirst = ever.isEmpty();
            Optional<Requests.Earlier> earlier =
                    ever.filter(found -> clock.instant().isBefore(found.at().plus(REMEMBERED)));
            if (earlier.isPresent()) {
                Rejected.when(!earlier.get().fact().digest().equals(digest), Rejection.IDEMPOTENCY_KEY_REUSED);
                Accepted again = answers.again(earlier.get());
                positions.head().ifPresent(again::at);
                return again;
            }
        }
        Object answer;
        try {
            answer = chain.proceed();
        } catch (Rejected refused) {
            if (isFirst && request != null && requests.isAccepted(request.toString())) {
                // what it is refused for was done meanwhile by the same request, sent twice: the next attempt sees that
                throw new ConcurrencyException("the same request was accepted meanwhile", refused);
            }
            throw refused;
        }
        if (answer instanceof Accepted accepted && hasFacts(work)) {
            if (request != null) {
                requests.accept(new RequestAccepted(request.toString(), digest, accepted.version(), touched(accepted)));
            }
            work.afterCommit(stored -> positions.of(stored).ifPresent(accepted::at));
        }
        return answer;
    }

    /** Axon keeps what a unit of work is about to store under this name, and makes the list with the first fact. */
    private boolean hasFacts(UnitOfWork<?> work) {
        return work.resources().containsKey(store + "_EVENTS");
    }

    private static List<RequestAccepted.Touched> touched(Accepted accepted) {
        List<RequestAccepted.Touched> touched = new ArrayList<>();
        if (accepted.user() != null) {
            touched.add(new RequestAccepted.Touched(
                    RequestAccepted.Kind.USER,
                    accepted.user().user().toString(),
                    accepted.user().version()));
        }
        accepted.clients()
                .forEach(client -> touched.add(new RequestAccepted.Touched(
                        RequestAccepted.Kind.CLIENT, client.client().toString(), client.version())));
        if (accepted.service() != null) {
            touched.add(new RequestAccepted.Touched(
                    RequestAccepted.Kind.SERVICE,
                    accepted.service().account().toString(),
                    accepted.service().version()));
        }
        return touched;
    }
}
