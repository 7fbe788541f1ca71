package dev.rollcall.web;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.access.Assertions;
import dev.rollcall.api.access.Assertions.Subject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.responsetypes.ResponseType;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;

/**
 * Takes a wish or a question to the room that answers it, and brings back the answer, or the refusal as a {@link Rejected}
 * wherever it was decided.
 */
public final class Courier {

    private final CommandGateway commands;
    private final QueryGateway queries;
    private final InstallationKey key;
    private final Assertions assertions;
    private final Duration deadline;

    Courier(
            CommandGateway commands,
            QueryGateway queries,
            InstallationKey key,
            Assertions assertions,
            Duration deadline) {
        this.commands = commands;
        this.queries = queries;
        this.key = key;
        this.assertions = assertions;
        this.deadline = deadline;
    }

    /** Sends a command that does not depend on a version. */
    Accepted send(Object command, Call call, Body<?> body) {
        return send(command, Accepted.class, provenance(call, body.canonical()));
    }

    /** Sends a command based on one of the versions that the caller named, if it named any. */
    Accepted send(Function<@Nullable Long, Object> command, Call call, String canonicalBody) {
        Provenance provenance = provenance(call, canonicalBody);
        try {
            return send(command.apply(call.ifMatch().first()), Accepted.class, provenance);
        } catch (Rejected refused) {
            Long current = refused.refusal().currentVersion();
            if (refused.refusal().rejection() == Rejection.VERSION_MISMATCH
                    && call.ifMatch().allows(current)) {
                return send(command.apply(current), Accepted.class, provenance);
            }
            throw refused;
        }
    }

    /** Sends a command that answers something of its own. */
    public <R> R send(Object command, Class<R> answer, Call call, String canonicalBody) {
        return send(command, answer, provenance(call, canonicalBody));
    }

    <R> R send(Object command, Class<R> answer, Provenance provenance) {
        CommandMessage<Object> wish = new GenericCommandMessage<>(command, MetaData.from(provenance.toMetaData()));
        CommandMessage<Object> message = wish.withMetaData(asserted(wish.getCommandName(), wish));
        FutureCallback<Object, R> callback = new FutureCallback<>();
        try {
            // not the variant that answers a future of its own: it logs every refusal as a failure
            commands.send(message, callback);
        } catch (RuntimeException failed) {
            throw Failures.understood(failed);
        }
        CommandResultMessage<? extends R> result = await(callback);
        if (result.isExceptional()) {
            throw Failures.understood(result.exceptionResult());
        }
        return answer.cast(result.getPayload());
    }

    public <R> R ask(Object query, ResponseType<R> answer, Call call) {
        return ask(query.getClass().getName(), query, answer, call);
    }

    /** Asks a question that has a name of its own, as several rooms answer it. */
    public <R> R ask(String name, Object query, ResponseType<R> answer, Call call) {
        Map<String, String> metaData = new HashMap<>(call.provenance().toMetaData());
        if (call.position() != null) {
            metaData.put(Provenance.POSITION, call.position().toString());
        }
        return ask(name, query, answer, metaData);
    }

    public <R> R ask(Object query, ResponseType<R> answer, Provenance provenance) {
        return ask(query.getClass().getName(), query, answer, provenance.toMetaData());
    }

    private <R> R ask(String name, Object query, ResponseType<R> answer, Map<String, String> metaData) {
        GenericMessage<Object> question = new GenericMessage<>(query, MetaData.from(metaData));
        try {
            return await(queries.query(name, question.withMetaData(asserted(name, question)), answer));
        } catch (Rejected refused) {
            throw inQuestion(refused);
        } catch (RuntimeException failed) {
            throw Failures.understood(failed);
        }
    }

    /** Says, so that it can be verified, on whose behalf this room sends a message. */
    private Map<String, Object> asserted(String name, Message<?> message) {
        return assertions.asserted(
                new Subject(message.getIdentifier(), name, message.getPayload(), message.getMetaData()));
    }

    static Rejected invalid(List<FieldError> errors) {
        return new Rejected(new Refusal(Rejection.INVALID_VALUES, errors, null, null, null));
    }

    /** What is wrong in a question is wrong in its parameters: a bad request, not a value that breaks a rule. */
    private static RuntimeException inQuestion(Rejected refused) {
        Refusal refusal = refused.refusal();
        return refusal.rejection() == Rejection.INVALID_VALUES
                ? new Declined(new Problem(
                        400,
                        refusal.rejection().code(),
                        refusal.rejection().sentence(),
                        refusal.errors(),
                        Map.of(),
                        Map.of()))
                : refused;
    }

    private Provenance provenance(Call call, String canonicalBody) {
        String request = null;
        String digest = null;
        if (call.key() != null) {
            request = key.hmac("request", call.actor().id() + "\n" + call.key());
            digest = key.hmac("request-digest", call.target() + "\n" + canonicalBody);
        }
        return new Provenance(call.actor(), call.via(), call.reason(), call.correlation(), request, digest);
    }

    private <T> T await(Future<T> answer) {
        try {
            return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw Failures.understood(failed.getCause() == null ? failed : failed.getCause());
        } catch (TimeoutException late) {
            throw new Unreachable("no answer within " + deadline, late);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Unreachable("interrupted", stopping);
        }
    }
}
