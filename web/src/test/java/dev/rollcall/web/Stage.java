package dev.rollcall.web;

import dev.rollcall.api.Actor;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.audit.CancelRebuild;
import dev.rollcall.api.audit.CheckProjection;
import dev.rollcall.api.audit.DeadLetterPage;
import dev.rollcall.api.audit.DiscardDeadLetter;
import dev.rollcall.api.audit.FactPage;
import dev.rollcall.api.audit.FactRateView;
import dev.rollcall.api.audit.FindDeadLetters;
import dev.rollcall.api.audit.FindFactRates;
import dev.rollcall.api.audit.FindFacts;
import dev.rollcall.api.audit.FindLags;
import dev.rollcall.api.audit.FindNodes;
import dev.rollcall.api.audit.FindProjections;
import dev.rollcall.api.audit.FindRebuild;
import dev.rollcall.api.audit.FindRefusedAttempts;
import dev.rollcall.api.audit.LagView;
import dev.rollcall.api.audit.NodeView;
import dev.rollcall.api.audit.ProjectionView;
import dev.rollcall.api.audit.RebuildProjection;
import dev.rollcall.api.audit.RebuildView;
import dev.rollcall.api.audit.RefusedAttemptPage;
import dev.rollcall.api.audit.RetryDeadLetter;
import dev.rollcall.api.client.ClientCommand;
import dev.rollcall.api.client.ClientCountView;
import dev.rollcall.api.client.ClientPage;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.FindClient;
import dev.rollcall.api.client.FindClientCounts;
import dev.rollcall.api.client.FindClients;
import dev.rollcall.api.client.Heartbeat;
import dev.rollcall.api.client.IntrospectToken;
import dev.rollcall.api.service.AuthenticateServiceAccount;
import dev.rollcall.api.service.FindExternalActor;
import dev.rollcall.api.service.FindServiceAccount;
import dev.rollcall.api.service.FindServiceAccounts;
import dev.rollcall.api.service.ServiceAccountPage;
import dev.rollcall.api.service.ServiceAccountView;
import dev.rollcall.api.service.ServiceCommand;
import dev.rollcall.api.user.ChallengePasskey;
import dev.rollcall.api.user.ChangeOwnPassword;
import dev.rollcall.api.user.CloseSession;
import dev.rollcall.api.user.FindPasskeys;
import dev.rollcall.api.user.FindUser;
import dev.rollcall.api.user.FindUsers;
import dev.rollcall.api.user.OpenSession;
import dev.rollcall.api.user.PasskeyView;
import dev.rollcall.api.user.ProvePasskey;
import dev.rollcall.api.user.RegisterPasskey;
import dev.rollcall.api.user.RemoveOwnPasskey;
import dev.rollcall.api.user.ResumeSession;
import dev.rollcall.api.user.SessionView;
import dev.rollcall.api.user.SessionView.PasskeyStep;
import dev.rollcall.api.user.SignIn;
import dev.rollcall.api.user.UserCommand;
import dev.rollcall.api.user.UserPage;
import dev.rollcall.api.user.UserView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.messaging.Message;
import org.axonframework.queryhandling.QueryBus;
import org.springframework.core.ResolvableType;

/**
 * The other rooms as a test wants them: it answers what is put on it, on the real buses, and remembers what arrived. Three
 * people have a password here: {@code admin}, {@code lead} and nobody else.
 */
final class Stage {

    static final Actor ADMIN = new Actor(
            Actor.Kind.USER, "0199a000-0000-7000-8000-000000000001", "admin", List.of("QUALITY_MANAGER", "ADMIN"));
    static final Actor LEAD =
            new Actor(Actor.Kind.USER, "0199a000-0000-7000-8000-000000000002", "lead", List.of("QUALITY_LEAD"));
    static final String PASSWORD = "Püss:w0rd!";

    private static final Set<Class<?>> SIGNING_IN = Set.of(SignIn.class, OpenSession.class, ResumeSession.class);

    private final Map<String, Actor> sessions = new ConcurrentHashMap<>();
    private final Map<Class<?>, Function<Object, Object>> parts = new HashMap<>();
    private final List<Message<?>> arrived = new CopyOnWriteArrayList<>();
    private final InstallationKey key;

    Stage(CommandBus commands, QueryBus queries, InstallationKey key) {
        this.key = key;
        List<Class<?>> types = new ArrayList<>();
        Stream.of(UserCommand.class, ClientCommand.class, ServiceCommand.class)
                .flatMap(family -> Stream.of(family.getPermittedSubclasses()))
                .forEach(types::add);
        types.addAll(List.of(
                SignIn.class,
                OpenSession.class,
                ChangeOwnPassword.class,
                CloseSession.class,
                AuthenticateServiceAccount.class,
                Heartbeat.class,
                ChallengePasskey.class,
                ProvePasskey.class,
                RegisterPasskey.class,
                RemoveOwnPasskey.class,
                RebuildProjection.class,
                CheckProjection.class,
                CancelRebuild.class,
                RetryDeadLetter.class,
                DiscardDeadLetter.class));
        types.forEach(type -> commands.subscribe(type.getName(), this::play));
        answers(queries, FindUser.class, ResolvableType.forClassWithGenerics(Optional.class, UserView.class));
        answers(queries, ResumeSession.class, ResolvableType.forClassWithGenerics(Optional.class, SessionView.class));
        answers(queries, FindPasskeys.class, ResolvableType.forClassWithGenerics(List.class, PasskeyView.class));
        answers(queries, FindUsers.class, ResolvableType.forClass(UserPage.class));
        answers(queries, FindClient.class, ResolvableType.forClassWithGenerics(Optional.class, ClientView.class));
        answers(queries, IntrospectToken.class, ResolvableType.forClassWithGenerics(Optional.class, ClientView.class));
        answers(
                queries,
                FindServiceAccount.class,
                ResolvableType.forClassWithGenerics(Optional.class, ServiceAccountView.class));
        answers(queries, FindServiceAccounts.class, ResolvableType.forClass(ServiceAccountPage.class));
        answers(queries, FindExternalActor.class, ResolvableType.forClassWithGenerics(Optional.class, Actor.class));
        answers(queries, FindClients.class, ResolvableType.forClass(ClientPage.class));
        answers(
                queries,
                FindClientCounts.class,
                ResolvableType.forClassWithGenerics(List.class, ClientCountView.class));
        answers(queries, FindFactRates.class, ResolvableType.forClassWithGenerics(List.class, FactRateView.class));
        answers(queries, FindFacts.class, ResolvableType.forClass(FactPage.class));
        for (String name : List.of(FindRefusedAttempts.OF_WHAT_DECIDES, FindRefusedAttempts.OF_WHAT_REMEMBERS)) {
            queries.subscribe(name, RefusedAttemptPage.class, this::play);
        }
        answers(queries, FindDeadLetters.class, ResolvableType.forClass(DeadLetterPage.class));
        answers(queries, FindProjections.class, ResolvableType.forClassWithGenerics(List.class, ProjectionView.class));
        answers(queries, FindLags.class, ResolvableType.forClassWithGenerics(List.class, LagView.class));
        answers(queries, FindNodes.class, ResolvableType.forClassWithGenerics(List.class, NodeView.class));
        answers(queries, FindRebuild.class, ResolvableType.forClassWithGenerics(Optional.class, RebuildView.class));
        reset();
    }

    private void answers(QueryBus queries, Class<?> type, ResolvableType answer) {
        queries.subscribe(type.getName(), answer.getType(), this::play);
    }

    void reset() {
        arrived.clear();
        parts.clear();
        sessions.clear();
        on(SignIn.class, attempt -> signIn(attempt.username(), attempt.password()));
        on(OpenSession.class, attempt -> {
            Actor actor = signIn(attempt.username(), attempt.password());
            sessions.put(attempt.session(), actor);
            return actor;
        });
        on(ResumeSession.class, asked -> Optional.ofNullable(sessions.get(asked.session()))
                .map(actor -> new SessionView(actor, WebTest.NOW.plusSeconds(60), false, PasskeyStep.DONE)));
        on(FindClientCounts.class, asked -> List.of());
        on(FindPasskeys.class, asked -> List.of());
        on(CloseSession.class, closed -> {
            sessions.remove(closed.session());
            return true;
        });
    }

    /** From now on messages of this type are answered like this. */
    <M> void on(Class<M> type, Function<M, Object> part) {
        parts.put(type, message -> part.apply(type.cast(message)));
    }

    void refuse(Class<?> type, Rejection rejection) {
        fail(type, new Rejected(rejection));
    }

    void fail(Class<?> type, RuntimeException failure) {
        on(type, message -> {
            throw failure;
        });
    }

    private Object play(Message<?> message) {
        if (!SIGNING_IN.contains(message.getPayloadType())) {
            arrived.add(message);
        }
        Function<Object, Object> part = parts.get(message.getPayloadType());
        if (part == null) {
            throw new IllegalStateException("nobody plays " + message.getPayloadType());
        }
        return part.apply(message.getPayload());
    }

    private Actor signIn(String username, Sealed password) {
        if (key.open(password).equals(PASSWORD)) {
            if (username.equals(ADMIN.name())) {
                return ADMIN;
            } else if (username.equals(LEAD.name())) {
                return LEAD;
            }
        }
        throw new Rejected(Rejection.NOT_SIGNED_IN);
    }

    /** From now on open sessions of the console are this actor's; null: nobody's. */
    void sessionsAre(Actor actor) {
        if (actor == null) {
            sessions.clear();
        } else {
            sessions.replaceAll((session, before) -> actor);
        }
    }

    /** Everything that arrived but sign-ins. */
    List<Message<?>> arrived() {
        return List.copyOf(arrived);
    }

    <M> M arrived(Class<M> type) {
        return type.cast(arrived.stream()
                .map(Message::getPayload)
                .filter(type::isInstance)
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("no " + type + " among " + arrived)));
    }

    Map<String, ?> metaData(Class<?> type) {
        return arrived.stream()
                .filter(message -> type.isInstance(message.getPayload()))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("no " + type + " among " + arrived))
                .getMetaData();
    }
}
