package dev.rollcall.command.client;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.client.ClientDeregistered;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientProvisioned;
import dev.rollcall.api.client.ClientRegistered;
import dev.rollcall.api.client.ClientRemoved;
import dev.rollcall.api.client.ClientReregistered;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.PresentedToken;
import dev.rollcall.api.client.TokenId;
import dev.rollcall.api.client.TokenReference;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.claim.Claims;
import dev.rollcall.command.claim.Rosters;
import dev.rollcall.command.user.Users;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.correlation.SimpleCorrelationDataProvider;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.axonframework.test.aggregate.TestExecutor;
import org.axonframework.test.matchers.Matchers;

/** One client of Ada's, told from its facts, with everything around the aggregate played by the test. */
class ClientStory {

    static final Instant BEGIN = Instant.parse("2026-03-01T08:00:00Z");
    static final ClientId CLIENT = new ClientId(UUID.fromString("0195a000-0000-7000-8000-00000000c001"));
    static final UserId ADA = new UserId(UUID.fromString("0195a000-0000-7000-8000-0000000000a1"));
    static final UserId BOB = new UserId(UUID.fromString("0195a000-0000-7000-8000-0000000000b1"));
    static final UserId NOBODY = new UserId(UUID.fromString("0195a000-0000-7000-8000-0000000000f1"));
    static final Map<String, String> ROOT = Map.of(
            Provenance.ACTOR_KIND, "USER",
            Provenance.ACTOR_ID, "0195a000-0000-7000-8000-000000000001",
            Provenance.ACTOR_NAME, "root",
            Provenance.ACTOR_ROLES, "QUALITY_MANAGER ADMIN",
            Provenance.VIA, "CONSOLE",
            Provenance.REASON, "spring cleaning",
            Provenance.CORRELATION, "c-1");

    final InstallationKey key = InstallationKey.random();
    final Users users = mock(Users.class);
    final Claims claims = mock(Claims.class);
    final Rosters rosters = mock(Rosters.class);
    final TokenSecrets secrets = mock(TokenSecrets.class);
    final MovableClock clock = new MovableClock();
    final Tokens.NewToken first = token(1);
    final Tokens.NewToken second = token(2);
    final Tokens.NewToken third = token(3);
    final Queue<Tokens.NewToken> next = new ArrayDeque<>(List.of(third));
    final AggregateTestFixture<ProvisionedClient> fixture = new AggregateTestFixture<>(ProvisionedClient.class);

    ClientStory() {
        this(null);
    }

    ClientStory(Duration usualExpiry) {
        lenient().when(users.usernameOf(any())).thenReturn(Optional.empty());
        lenient().when(users.usernameOf(ADA)).thenReturn(Optional.of("ada"));
        lenient().when(users.usernameOf(BOB)).thenReturn(Optional.of("bob"));
        fixture.registerInjectableResource(users);
        fixture.registerInjectableResource(claims);
        fixture.registerInjectableResource(rosters);
        fixture.registerInjectableResource(key);
        fixture.registerInjectableResource(clock);
        fixture.registerInjectableResource(new TokenIssuer(client -> next.remove(), secrets, key, clock, usualExpiry));
        fixture.registerCommandHandlerInterceptor((unitOfWork, chain) -> {
            unitOfWork.registerCorrelationDataProvider(
                    new SimpleCorrelationDataProvider(Provenance.CARRIED.toArray(String[]::new)));
            return chain.proceed();
        });
    }

    /** Where a client can stand when a command reaches it. */
    enum Standing {
        PROVISIONED,
        REGISTERED_CLAIMED,
        REGISTERED_ISSUED,
        DEREGISTERED,
        REMOVED
    }

    TestExecutor<ProvisionedClient> given(Standing standing) {
        return given(
                switch (standing) {
                    case PROVISIONED -> List.of(provisioned());
                    case REGISTERED_CLAIMED -> List.of(provisioned(), registered());
                    case REGISTERED_ISSUED ->
                        List.of(provisioned(), registered(), new ClientDeregistered(CLIENT), reregistered());
                    case DEREGISTERED -> List.of(provisioned(), registered(), new ClientDeregistered(CLIENT));
                    case REMOVED -> List.of(provisioned(), new ClientRemoved(CLIENT));
                });
    }

    TestExecutor<ProvisionedClient> given(List<?> facts) {
        return fixture.given(facts.stream()
                .map(fact -> new GenericEventMessage<>(fact, Map.of(Provenance.ACTOR_NAME, "grace")))
                .toList());
    }

    ClientProvisioned provisioned() {
        return provisioned(null);
    }

    ClientProvisioned provisioned(Instant expiresAt) {
        return new ClientProvisioned(CLIENT, ADA, "ada", "probe", ClientType.NORMAL, reference(first, expiresAt));
    }

    ClientRegistered registered() {
        return new ClientRegistered(CLIENT, first.id(), ADA, "lab-1");
    }

    ClientReregistered reregistered() {
        return new ClientReregistered(CLIENT, reference(second, null));
    }

    /** The token that is current at this standing. */
    Tokens.NewToken current(Standing standing) {
        return standing == Standing.REGISTERED_ISSUED ? second : first;
    }

    void secretOf(Tokens.NewToken token) {
        lenient().when(secrets.find(token.id())).thenReturn(Optional.of(seal(token)));
    }

    Sealed seal(Tokens.NewToken token) {
        return key.seal(token.token().clear());
    }

    static TokenReference reference(Tokens.NewToken token, Instant expiresAt) {
        return new TokenReference(
                token.id(), CurrentToken.digest(token.token()), token.token().hint(), expiresAt);
    }

    static Tokens.NewToken token(int number) {
        return new Tokens.NewToken(
                new TokenId(new UUID(0x0195a00000007000L, 0x8000000000000000L + number)),
                PresentedToken.create(CLIENT, new SecureRandom()));
    }

    static void refuses(ResultValidator<ProvisionedClient> result, Rejection rejection) {
        refuses(result, new Refusal(rejection));
    }

    static void refuses(ResultValidator<ProvisionedClient> result, Refusal refusal) {
        result.expectNoEvents().expectException(Rejected.class).expectExceptionDetails(refusal);
    }

    /** How a command was refused. */
    static Refusal refusal(ResultValidator<ProvisionedClient> result, Rejection rejection) {
        List<Refusal> refusals = new ArrayList<>();
        result.expectNoEvents()
                .expectExceptionDetails(Matchers.<Refusal>matches(
                        refusal -> refusal.rejection() == rejection && refusals.add(refusal)));
        return refusals.get(0);
    }

    /** The facts that a command left, as they were stored. */
    static List<EventMessage<?>> facts(ResultValidator<ProvisionedClient> result) {
        List<EventMessage<?>> facts = new ArrayList<>();
        result.expectSuccessfulHandlerExecution().expectEventsMatching(Matchers.<List<EventMessage<?>>>matches(all -> {
            facts.addAll(all);
            return true;
        }));
        return facts;
    }

    static List<Object> payloads(ResultValidator<ProvisionedClient> result) {
        return facts(result).stream().<Object>map(EventMessage::getPayload).toList();
    }

    /** What a command was answered with. */
    static Accepted answer(ResultValidator<ProvisionedClient> result) {
        List<Accepted> answers = new ArrayList<>();
        result.expectSuccessfulHandlerExecution()
                .expectResultMessagePayloadMatching(Matchers.<Accepted>matches(answers::add));
        return answers.get(0);
    }

    static ClientView view(ResultValidator<ProvisionedClient> result) {
        return answer(result).clients().get(0);
    }

    /** The value of the token in an answer, opened. */
    String value(ClientView view) {
        return key.open(view.token().value());
    }

    /** Stands still until it is moved. */
    static final class MovableClock extends Clock {

        private Instant now = BEGIN;

        void moveTo(Instant instant) {
            now = instant;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
