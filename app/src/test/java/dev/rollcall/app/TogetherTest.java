package dev.rollcall.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.Actor;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Via;
import dev.rollcall.api.claim.ValueClaimed;
import dev.rollcall.api.user.UserCreated;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventProcessor;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.axonframework.tracing.NoOpSpanFactory;
import org.axonframework.tracing.SpanFactory;
import org.axonframework.updates.UpdateChecker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestConstructor;

/** The rooms in one process: that everything is what was chosen, and nothing what a library would choose silently. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@DirtiesContext
class TogetherTest {

    private static final Path DATA = temporary();
    private static final ConcurrentLinkedQueue<String> CONTACTED = new ConcurrentLinkedQueue<>();
    private static final ProxySelector BEFORE = ProxySelector.getDefault();

    static {
        // asked before every connection that Java's sockets and HTTP clients make
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                CONTACTED.add(uri.getHost());
                return List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                CONTACTED.add(uri.getHost());
            }
        });
    }

    private final ApplicationContext context;
    private final Configuration axon;
    private final EventStore store;
    private final CommandBus commands;

    @Autowired
    TogetherTest(ApplicationContext context, Configuration axon, EventStore store, CommandBus commands) {
        this.context = context;
        this.axon = axon;
        this.store = store;
        this.commands = commands;
    }

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) {
        settings.add("rollcall.data", DATA::toString);
        settings.add("rollcall.admin-password", () -> RunningRollcall.PASSWORD);
    }

    @AfterAll
    static void restore() {
        ProxySelector.setDefault(BEFORE);
    }

    @Test
    void everything_is_kept_in_the_database_and_in_transactions() {
        assertThat(axon.getComponent(TransactionManager.class)).isExactlyInstanceOf(SpringTransactionManager.class);
        assertThat(context.getBean(TokenStore.class)).isInstanceOf(JdbcTokenStore.class);
        assertThat(axon.eventStore().getClass().getName()).isEqualTo("dev.rollcall.store.FactStore");
        assertThat(context.getBean(EventStorageEngine.class).getClass().getName())
                .isEqualTo("dev.rollcall.store.FactEngine");
        assertThat(context.getBean(SpanFactory.class)).isInstanceOf(NoOpSpanFactory.class);
    }

    @Test
    void everything_is_written_as_json() {
        assertThat(axon.serializer()).isExactlyInstanceOf(Jackson3Serializer.class);
        assertThat(axon.messageSerializer()).isExactlyInstanceOf(MessageSerializer.class);
        assertThat(axon.eventSerializer().getClass().getName()).isEqualTo("dev.rollcall.store.FactSerializer");
        assertThatThrownBy(() -> Class.forName("com.thoughtworks.xstream.XStream"))
                .isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void every_projection_is_pooled_and_hands_its_failures_on() {
        EventProcessingConfiguration processing = axon.eventProcessingConfiguration();
        Collection<EventProcessor> processors = processing.eventProcessors().values();
        assertThat(processors).hasSizeGreaterThanOrEqualTo(3).allMatch(PooledStreamingEventProcessor.class::isInstance);
        for (String group : processing.eventProcessors().keySet()) {
            assertThat(processing.listenerInvocationErrorHandler(group))
                    .as(group)
                    .isInstanceOf(PropagatingErrorHandler.class);
        }
    }

    @Test
    void the_place_of_a_replay_can_be_written_down() {
        Serializer serializer = axon.serializer();
        TrackingToken head = store.createHeadToken();
        assertThat(head).isNotNull();
        TrackingToken replay = ReplayToken.createReplayToken(head, null, "why it is replayed");

        TrackingToken read = serializer.deserialize(serializer.serialize(replay, String.class));

        assertThat(read).isEqualTo(replay);
        assertThat(ReplayToken.isReplay(read)).isTrue();
        TrackingToken onAxonServer = new GlobalSequenceTrackingToken(42);
        assertThat(serializer.<String, TrackingToken>deserialize(serializer.serialize(onAxonServer, String.class)))
                .isEqualTo(onAxonServer);
    }

    @Test
    void nothing_is_stored_by_a_command_that_fails_with_a_checked_exception() throws Exception {
        TrackingToken before = store.createHeadToken();
        commands.subscribe("fails-checked", command -> {
            store.publish(new GenericDomainEventMessage<>(
                    "Claim", "claim-checked", 0, new ValueClaimed("claim-checked", "nobody")));
            throw new IOException("a checked one");
        });
        FutureCallback<Object, Object> answer = new FutureCallback<>();
        commands.dispatch(
                new GenericCommandMessage<>(
                        new org.axonframework.messaging.GenericMessage<Object>("wish", administrator()),
                        "fails-checked"),
                answer);

        assertThat(answer.getResult(10, TimeUnit.SECONDS).isExceptional()).isTrue();
        assertThat(store.readEvents("claim-checked").hasNext()).isFalse();
        assertThat(store.createHeadToken()).isEqualTo(before);
    }

    @Test
    void nobody_outside_this_machine_is_contacted() throws Exception {
        assertThat(context.getBeansOfType(AxonServerConnectionManager.class)).isEmpty();
        assertThat(context.getBeansOfType(UpdateChecker.class)).isEmpty();
        assertThat(System.getProperty("axoniq.update-checker.disabled")).isEqualTo("true");
        assertThat(CONTACTED).as("the database at least").isNotEmpty().allMatch(TogetherTest::local);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("grpc"));
    }

    @Test
    void the_key_of_the_installation_is_its_owners() throws Exception {
        String key = Files.readString(DATA.resolve("keys/installation.key"));
        assertThat(InstallationKey.parse(key).fingerprint())
                .isEqualTo(context.getBean(InstallationKey.class).fingerprint());
        assertThat(Files.getPosixFilePermissions(DATA.resolve("keys/installation.key")))
                .hasSize(2);
        assertThat(Files.getPosixFilePermissions(DATA.resolve("keys"))).hasSize(3);
    }

    /** The metadata of the one administrator there is. */
    private Map<String, String> administrator() throws InterruptedException, ExecutionException {
        CompletableFuture<String> found = new CompletableFuture<>();
        try (var facts = store.openStream(null)) {
            while (!found.isDone()) {
                TrackedEventMessage<?> fact = facts.nextAvailable();
                if (fact.getPayload() instanceof UserCreated created) {
                    found.complete(created.user().toString());
                }
            }
        }
        Actor admin = new Actor(Actor.Kind.USER, found.get(), "admin", List.of("QUALITY_MANAGER", "ADMIN"));
        return new Provenance(admin, Via.SERVICE, "together").toMetaData();
    }

    private static boolean local(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (IOException unknown) {
            return false;
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("rollcall-together");
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
