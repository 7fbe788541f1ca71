package dev.rollcall.benchmarks;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.Actor;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.Via;
import dev.rollcall.api.access.Assertions;
import dev.rollcall.api.access.Assertions.Subject;
import dev.rollcall.api.audit.RebuildProjection;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.IntrospectToken;
import dev.rollcall.api.client.Reprovision;
import dev.rollcall.api.user.EditUser;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.UserId;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/** Commands and questions of an administrator, sent as the web room sends them: with who asks, an idempotency key, and signed. */
final class Wishes {

    private static final String GATE = "dev.rollcall.command.gate.Authorization";

    private final CommandGateway commands;
    private final QueryGateway queries;
    private final Assertions assertions;
    private final InstallationKey key;
    private final CommandBus bus;
    private final Actor admin;
    private final Acknowledgements acknowledgements;
    private final ConcurrentHashMap<Integer, Sealed> tokens = new ConcurrentHashMap<>();
    private final Set<Integer> leads = ConcurrentHashMap.newKeySet();
    private final List<Object> stations = new ArrayList<>();
    private @Nullable Subjects users;
    private @Nullable Subjects clients;

    Wishes(ApplicationContext context, Acknowledgements acknowledgements) throws SQLException, InterruptedException {
        this.commands = context.getBean(CommandGateway.class);
        this.queries = context.getBean(QueryGateway.class);
        this.assertions = context.getBean(Assertions.class);
        this.key = context.getBean(InstallationKey.class);
        this.bus = context.getBean(CommandBus.class);
        this.acknowledgements = acknowledgements;
        try (Connection connection = context.getBean(DataSource.class).getConnection()) {
            String who = "select user_id from view_users.users where username = 'admin'";
            // of an installation that has just begun, the view may not have it yet
            Views.until("there is no administrator", 20, () -> !Server.column(connection, who)
                    .isEmpty());
            String id = Server.column(connection, who).get(0);
            this.admin = new Actor(Actor.Kind.USER, id, "admin", List.of("QUALITY_MANAGER", "ADMIN"));
        }
    }

    void users(Subjects some) {
        users = some;
    }

    void clients(Subjects some) {
        clients = some;
        tokens.clear();
    }

    /** A name is personal: it is stored under a key of its user's. */
    void rename(boolean signed) throws Exception {
        Subjects some = Objects.requireNonNull(users);
        int user = some.take();
        String correlation = acknowledgements.next();
        edit(some, user, correlation, "Edited " + correlation, null, signed);
    }

    /** A role is nothing personal: it is stored as it is. */
    void promote(boolean signed) throws Exception {
        Subjects some = Objects.requireNonNull(users);
        int user = some.take();
        PrimaryRole role = leads.add(user) ? PrimaryRole.QUALITY_LEAD : PrimaryRole.QUALITY_ENGINEER;
        if (role == PrimaryRole.QUALITY_ENGINEER) {
            leads.remove(user);
        }
        edit(some, user, acknowledgements.next(), null, role, signed);
    }

    private void edit(
            Subjects some,
            int user,
            String correlation,
            @Nullable String name,
            @Nullable PrimaryRole role,
            boolean signed)
            throws Exception {
        EditUser wish = new EditUser(
                new UserId(some.id(user)),
                some.version(user),
                null,
                null,
                null,
                null,
                name,
                null,
                null,
                role,
                null,
                List.of());
        Accepted accepted = send(wish, correlation, signed);
        if (accepted.position() != null) {
            acknowledgements.add(correlation, some.id(user), some.advance(user));
        }
    }

    void reprovision() throws Exception {
        renew(Objects.requireNonNull(clients).take());
    }

    /** Has all clients reprovisioned, so that there are tokens to ask about. */
    void issue() throws Exception {
        int count = Objects.requireNonNull(clients).size();
        for (int client = 0; client < count; client++) {
            renew(client);
        }
    }

    void introspect(long number) throws Exception {
        introspect(Objects.requireNonNull(tokens.get((int) (number % tokens.size()))), true);
    }

    /** The next client gets a new token, which is accepted, and the one that it had is not any more. */
    void renewAndIntrospect() throws Exception {
        Subjects some = Objects.requireNonNull(clients);
        int client = some.take();
        Sealed first = Objects.requireNonNull(tokens.get(client));
        introspect(renew(client), true);
        introspect(first, false);
    }

    private Sealed renew(int client) throws Exception {
        Subjects some = Objects.requireNonNull(clients);
        String correlation = acknowledgements.next();
        Accepted accepted = send(new Reprovision(new ClientId(some.id(client))), correlation, true);
        acknowledgements.add(correlation, some.id(client), some.advance(client));
        Sealed token = Objects.requireNonNull(accepted.clients().get(0).token().value());
        tokens.put(client, token);
        return token;
    }

    private void introspect(Sealed token, boolean active) throws Exception {
        IntrospectToken question = new IntrospectToken(token);
        String name = IntrospectToken.class.getName();
        GenericMessage<Object> message =
                new GenericMessage<>(question, new Provenance(admin, Via.API, acknowledgements.next()).toMetaData());
        Optional<ClientView> answer = queries.query(
                        name,
                        message.withMetaData(assertions.asserted(
                                new Subject(message.getIdentifier(), name, question, message.getMetaData()))),
                        ResponseTypes.optionalInstanceOf(ClientView.class))
                .get();
        if (answer.isPresent() != active) {
            throw new IllegalStateException("a token is " + (active ? "refused" : "accepted"));
        }
    }

    private Accepted send(Object command, String correlation, boolean signed) throws Exception {
        Provenance provenance = new Provenance(
                admin,
                Via.API,
                null,
                correlation,
                key.hmac("request", admin.id() + "\n" + correlation),
                key.hmac("request-digest", correlation));
        CommandMessage<Object> wish = new GenericCommandMessage<>(command, MetaData.from(provenance.toMetaData()));
        FutureCallback<Object, Accepted> callback = new FutureCallback<>();
        commands.send(signed ? signed(wish) : wish, callback);
        return answer(callback);
    }

    private static <R> R answer(FutureCallback<Object, R> callback) throws Exception {
        CommandResultMessage<? extends R> result = callback.get();
        if (result.isExceptional()) {
            throw new IllegalStateException("refused: " + result.exceptionResult());
        }
        return result.getPayload();
    }

    /** Asks that a view is built anew. */
    void rebuild(String view) throws Exception {
        Provenance provenance = new Provenance(admin, Via.API, "replay");
        FutureCallback<Object, Object> callback = new FutureCallback<>();
        commands.send(
                signed(new GenericCommandMessage<>(
                        new RebuildProjection(view), MetaData.from(provenance.toMetaData()))),
                callback);
        answer(callback);
    }

    private CommandMessage<Object> signed(CommandMessage<Object> wish) {
        return wish.withMetaData(assertions.asserted(
                new Subject(wish.getIdentifier(), wish.getCommandName(), wish.getPayload(), wish.getMetaData())));
    }

    /**
     * Takes out, for a comparison, what demands the assertion and looks who may: there is no setting for that, and there must
     * not be one, so it is done by force.
     */
    void openTheGate() throws ReflectiveOperationException {
        List<Object> all = handlers();
        for (Object station : List.copyOf(all)) {
            if (station.getClass().getName().equals(GATE)) {
                stations.add(station);
                all.remove(station);
            }
        }
        if (stations.isEmpty()) {
            throw new IllegalStateException("the gate is not where it was");
        }
    }

    void closeTheGate() throws ReflectiveOperationException {
        // behind the one that carries the correlation
        handlers().addAll(1, stations);
        stations.clear();
    }

    @SuppressWarnings("unchecked")
    private List<Object> handlers() throws ReflectiveOperationException {
        Field field = SimpleCommandBus.class.getDeclaredField("handlerInterceptors");
        field.setAccessible(true);
        return (List<Object>) Objects.requireNonNull(field.get(bus));
    }
}
