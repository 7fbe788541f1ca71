package dev.rollcall.app;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.api.Actor;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Via;
import dev.rollcall.api.access.Assertions;
import dev.rollcall.api.access.Assertions.Subject;
import dev.rollcall.api.claim.ValueClaimed;
import dev.rollcall.api.client.ClientEvent;
import dev.rollcall.api.user.UnlockUser;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.api.user.UserEvent;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.engine.Folded;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.DomainEventMessage;
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
import org.axonframework.messaging.timeout.HandlerTimeoutHandlerEnhancerDefinition;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.axonframework.tracing.NoOpSpanFactory;
import org.axonframework.tracing.SpanFactory;
import org.axonframework.updates.UpdateChecker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestConstructor;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** The rooms in one process: that everything is what was chosen, and nothing what a library would choose silently. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
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
    private final int port;

    @Autowired
    TogetherTest(
            ApplicationContext context,
            Configuration axon,
            EventStore store,
            CommandBus commands,
            @LocalServerPort int port) {
        this.port = port;
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
        assertThat(axon.serializer()).isExactlyInstanceOf(ListedSerializer.class);
        assertThat(axon.messageSerializer()).isExactlyInstanceOf(MessageSerializer.class);
        assertThat(axon.eventSerializer().getClass().getName()).isEqualTo("dev.rollcall.store.FactSerializer");
        assertThatThrownBy(() -> Class.forName("com.thoughtworks.xstream.XStream"))
                .isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void all_projections_are_fed_by_one_pooled_processor_and_hand_their_failures_on() {
        EventProcessingConfiguration processing = axon.eventProcessingConfiguration();
        assertThat(processing.eventProcessors()).hasSize(1).hasEntrySatisfying("views", views -> assertThat(views)
                .isInstanceOf(PooledStreamingEventProcessor.class));
        for (String group : List.of("users", "clients", "services", "history")) {
            assertThat(processing.deadLetterQueue(group)).as(group).isPresent();
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
                asserted(new GenericCommandMessage<>(
                        new org.axonframework.messaging.GenericMessage<Object>(
                                new UnlockUser(new UserId(UUID.randomUUID())), administrator()),
                        "fails-checked")),
                answer);

        assertThat(answer.getResult(10, TimeUnit.SECONDS).exceptionResult()).hasMessage("a checked one");
        assertThat(store.readEvents("claim-checked").hasNext()).isFalse();
        assertThat(store.createHeadToken()).isEqualTo(before);
    }

    @Test
    void nobody_is_watched_for_taking_long() {
        // Axon's own limits walk the stack at the start of every task
        assertThat(context.getBeansOfType(HandlerTimeoutHandlerEnhancerDefinition.class))
                .isEmpty();
        assertThat(context.containsBean("axonTimeoutConfigurerModule")).isFalse();
    }

    @Test
    void a_transaction_takes_its_connection_with_the_first_statement() {
        int more = context.getBean(HikariDataSource.class).getMaximumPoolSize() + 1;
        TransactionTemplate another = new TransactionTemplate(
                context.getBean(PlatformTransactionManager.class),
                new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW));

        assertThat(openedWithin(another, more)).isEqualTo(more);
    }

    @Test
    void no_transaction_of_ours_is_left_open_for_ever() {
        assertThat(new JdbcTemplate(context.getBean(HikariDataSource.class))
                        .queryForList(
                                "select setting || unit || ' ' || source from pg_settings"
                                        + " where name = 'idle_in_transaction_session_timeout'",
                                String.class))
                .containsExactly("60000ms session");
    }

    private static int openedWithin(TransactionTemplate another, int left) {
        return left == 0 ? 0 : 1 + another.execute(transaction -> openedWithin(another, left - 1));
    }

    @Test
    void a_user_of_many_facts_is_read_from_a_snapshot_and_is_the_same_from_all_of_them() throws Exception {
        JdbcTemplate jdbc = new JdbcTemplate(context.getBean(HikariDataSource.class));
        Http admin = new Http(port).as("admin", RunningRollcall.PASSWORD);
        String user = Cast.expect(201, admin.post("/api/v1/users", Cast.user("many.facts", "QUALITY_LEAD", null)))
                .json()
                .path("userId")
                .asString();
        for (int version = 0; version < 110; version++) {
            Cast.expect(200, edited(admin, user, version, "Edited " + version));
        }
        JsonNode fromSnapshot =
                Cast.expect(200, edited(admin, user, 110, "Edited 109")).json();
        assertThat(jdbc.queryForList("select sequence from store.snapshot where aggregate_id = ?", Long.class, user))
                .singleElement()
                .satisfies(sequence -> assertThat(sequence).isGreaterThanOrEqualTo(99));

        assertThat(jdbc.queryForObject(
                        "select convert_from(payload, 'UTF8') from store.snapshot where aggregate_id = ?",
                        String.class,
                        user))
                .contains("QUALITY_LEAD")
                .doesNotContain("many.facts")
                .doesNotContain("Edited")
                .doesNotContain("\"admin\":\"")
                .doesNotContain("\"updatedBy\":\"");
        // that it is read is seen by what nobody recorded, once it is not remembered any more
        jdbc.update("update store.snapshot set payload = convert_to(replace(convert_from(payload, 'UTF8'),"
                + " 'QUALITY_LEAD', 'QUALITY_ENGINEER'), 'UTF8')");
        forgetAll();
        assertThat(Cast.expect(200, edited(admin, user, 110, "Edited 109"))
                        .json()
                        .path("primaryRole")
                        .asString())
                .isEqualTo("QUALITY_ENGINEER");
        jdbc.update("update store.snapshot set revision = 'earlier'");
        forgetAll();
        assertThat(Cast.expect(200, edited(admin, user, 110, "Edited 109")).json())
                .isEqualTo(fromSnapshot);
    }

    private void forgetAll() {
        context.getBeansOfType(Folded.class).values().forEach(Folded::forgetAll);
    }

    private static Http.Answer edited(Http admin, String user, int version, String lastName) throws Exception {
        return admin.with("If-Match", "\"" + version + "\"")
                .patch("/api/v1/users/" + user, "{\"lastName\":\"" + lastName + "\"}");
    }

    @Test
    void a_refusal_is_an_answer_and_no_line_in_the_log(CapturedOutput log) throws Exception {
        Cast.expect(
                409,
                new Http(port)
                        .as("admin", RunningRollcall.PASSWORD)
                        .with("X-Correlation-Id", "refused-request")
                        .post("/api/v1/users", Cast.user("admin", "QUALITY_LEAD", null)));

        assertThat(log.getAll().lines())
                .filteredOn(line -> line.contains("[refused-request]"))
                .isEmpty();

        // web listens to the answers itself; whoever does not has Axon's gateway listen
        UnlockUser wish = new UnlockUser(new UserId(UUID.randomUUID()));
        CompletableFuture<Object> answer = context.getBean(CommandGateway.class)
                .send(asserted(new GenericCommandMessage<>(wish, administrator())));
        assertThat(answer)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(Rejected.class, refused -> assertThat(refused.getStackTrace())
                        .isEmpty());
        assertThat(log.getAll()).doesNotContain(UnlockUser.class.getName());
    }

    @Test
    void a_request_is_found_in_the_log_by_its_identifier(CapturedOutput log) throws Exception {
        LoggingSystem logging = context.getBean(LoggingSystem.class);
        String statements = "org.springframework.jdbc.core.JdbcTemplate";
        logging.setLogLevel(statements, LogLevel.DEBUG);
        try {
            Http admin = new Http(port).as("admin", RunningRollcall.PASSWORD);
            Cast.engineer(admin.with("X-Correlation-Id", "traced-request"), "traced");
            await().untilAsserted(() -> assertThat(log.getAll().lines())
                    .filteredOn(line -> line.contains("[traced-request]"))
                    .anyMatch(line -> line.contains(" command.")));
        } finally {
            logging.setLogLevel(statements, null);
        }
    }

    @Test
    void identifiers_sort_by_time() throws Exception {
        Http admin = new Http(port).as("admin", RunningRollcall.PASSWORD);
        Cast.client(admin, Cast.engineer(admin, "sorted").at("/userId"), "sorted");

        assertThat(facts().filter(fact ->
                                fact.getPayload() instanceof UserEvent || fact.getPayload() instanceof ClientEvent)
                        .map(fact -> (DomainEventMessage<?>) fact)
                        .collect(toMap(
                                DomainEventMessage::getType, DomainEventMessage::getAggregateIdentifier, (a, b) -> b)))
                .containsOnlyKeys("User", "ProvisionedClient")
                .allSatisfy((type, id) ->
                        assertThat(UUID.fromString(id).version()).as(type).isEqualTo(7));
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
        assertThat(connections()).as("at this moment").isNotEmpty().allMatch(TogetherTest::loopback);
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
    private Map<String, String> administrator() {
        String first = facts().map(TrackedEventMessage::getPayload)
                .filter(UserCreated.class::isInstance)
                .map(fact -> ((UserCreated) fact).user().toString())
                .findFirst()
                .orElseThrow();
        Actor admin = new Actor(Actor.Kind.USER, first, "admin", List.of("QUALITY_MANAGER", "ADMIN"));
        return new Provenance(admin, Via.SERVICE, "together").toMetaData();
    }

    private <C> CommandMessage<C> asserted(CommandMessage<C> command) {
        return command.withMetaData(context.getBean(Assertions.class)
                .asserted(new Subject(
                        command.getIdentifier(),
                        command.getCommandName(),
                        command.getPayload(),
                        command.getMetaData())));
    }

    private Stream<? extends TrackedEventMessage<?>> facts() {
        return context.getBean(EventStorageEngine.class).readEvents(null, false);
    }

    /** The far ends of this process's TCP connections, in hexadecimal as Linux writes them, however they were opened. */
    private static List<String> connections() throws IOException {
        Set<String> own = new HashSet<>();
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path each : open) {
                if (Files.isSymbolicLink(each)) {
                    own.add(Files.readSymbolicLink(each).toString());
                }
            }
        }
        List<String> found = new ArrayList<>();
        for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
            Files.readAllLines(Path.of(table)).stream()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(column -> own.contains("socket:[" + column[9] + "]"))
                    .map(column -> column[2])
                    .forEach(found::add);
        }
        return found;
    }

    /** Loopback, plain or mapped into IPv6; and the far end of a socket that only listens. */
    private static boolean loopback(String address) {
        return address.matches("(0{24}|0{16}FFFF0000)?0100007F:.*|0{24}01000000:.*|0{8}(0{24})?:.*");
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
