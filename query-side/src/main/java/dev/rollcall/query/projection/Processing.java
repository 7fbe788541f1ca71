package dev.rollcall.query.projection;

import dev.rollcall.api.FactChain;
import dev.rollcall.api.FactDelivery;
import dev.rollcall.api.NodeName;
import dev.rollcall.api.StoredSubjects;
import dev.rollcall.api.access.Assertions;
import dev.rollcall.api.access.RecentUses;
import dev.rollcall.api.access.Uses;
import dev.rollcall.query.Projection;
import dev.rollcall.query.Projections;
import dev.rollcall.query.QuerySettings;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.EventMessageHandler;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.annotation.HandlerDefinition;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.axonframework.queryhandling.SimpleQueryUpdateEmitter;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The parts that feed, watch, mend and rebuild projections. */
@Configuration(proxyBeanMethods = false)
class Processing {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(2);
    private static final Duration DAILY = Duration.ofDays(1);

    @Bean
    Tokens queryTokens() {
        return new Tokens();
    }

    @Bean(initMethod = "prepare")
    Schemas querySchemas(DataSource dataSource, Projections projections, Tokens tokens) {
        return new Schemas(dataSource, projections, tokens);
    }

    /** Joins Spring's transactions, and only them: what is written through it commits with everything else. */
    @Bean
    ConnectionProvider queryConnectionProvider(DataSource dataSource) {
        return new SpringDataSourceConnectionProvider(dataSource);
    }

    @Bean
    NodeName queryNodeName(QuerySettings settings) {
        return settings.node() == null ? NodeName.unique() : new NodeName(settings.node());
    }

    @Bean
    TokenStore queryTokenStore(ConnectionProvider connections, Tokens tokens, QuerySettings settings, NodeName node) {
        return tokens.store(connections, settings, node);
    }

    @Bean
    Nodes queryNodes(DataSource dataSource, Standing standing, Schemas made) {
        return new Nodes(JdbcClient.create(dataSource), standing::feeder);
    }

    @Bean
    Places queryPlaces(DataSource dataSource, Tokens tokens) {
        return new Places(new JdbcTemplate(dataSource), tokens);
    }

    @Bean
    Lags queryLags(
            DataSource dataSource, Places places, ObjectProvider<EventStore> store, Chores chores, Schemas made) {
        Lags lags = new Lags(
                JdbcClient.create(dataSource), places, () -> store.getObject().createHeadToken());
        chores.every(Lags.EVERY, lags::look);
        return lags;
    }

    @Bean
    Halts queryHalts(DataSource dataSource, Projections projections) {
        return new Halts(new JdbcTemplate(dataSource), projections);
    }

    @Bean
    RebuildTable queryRebuildTable(DataSource dataSource, Tokens tokens, Clock clock) {
        return new RebuildTable(new JdbcTemplate(dataSource), tokens, clock);
    }

    @Bean
    Chores queryChores() {
        return new Chores();
    }

    @Bean
    Waiting queryWaiting(Places places, Chores chores) {
        return new Waiting(places, chores.clockwork());
    }

    @Bean
    Callers queryCallers(ObjectProvider<EventStore> store) {
        return new Callers(store::getObject);
    }

    @Bean
    RefusedAttempts queryRefusedAttempts(
            DataSource dataSource, PlatformTransactionManager transactions, Clock clock, Schemas made) {
        TransactionTemplate apart = new TransactionTemplate(
                transactions, new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW));
        return new RefusedAttempts(JdbcClient.create(dataSource), apart, clock);
    }

    @Bean
    Proof queryProof(
            Assertions assertions,
            RefusedAttempts refusedAttempts,
            DataSource dataSource,
            PlatformTransactionManager transactions,
            Clock clock,
            @Value("${axon.axonserver.enabled:false}") boolean routed) {
        TransactionTemplate apart = new TransactionTemplate(
                transactions, new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW));
        Uses uses = routed ? new StoredUses(JdbcClient.create(dataSource), apart, clock) : new RecentUses(clock);
        return new Proof(assertions, uses, refusedAttempts);
    }

    /** Axon makes a bean of its own emitter whether there is another one or not; so that there is only one, it is exchanged. */
    @Bean
    static BeanPostProcessor queryGuardedUpdates(
            ObjectProvider<Proof> proof,
            ObjectProvider<Callers> callers,
            ObjectProvider<RefusedAttempts> refusedAttempts) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof QueryUpdateEmitter
                        ? new GuardedUpdates(
                                SimpleQueryUpdateEmitter.builder(),
                                proof::getObject,
                                callers::getObject,
                                refusedAttempts::getObject)
                        : bean;
            }
        };
    }

    @Bean
    Gate queryGate(
            Proof proof, Callers callers, RefusedAttempts refusedAttempts, Waiting waiting, QuerySettings settings) {
        return new Gate(proof, callers, refusedAttempts, waiting, settings);
    }

    /** Where a projection is a bean, that one answers, and Axon has found its handlers by itself. */
    @Bean
    Feeds queryFeeds(
            Projections projections,
            ObjectProvider<Projection> beans,
            DataSource dataSource,
            ConnectionProvider connections,
            TransactionManager transactions,
            Tokens tokens,
            @Qualifier("eventSerializer") Serializer facts,
            ParameterResolverFactory parameters,
            HandlerDefinition handlers,
            QuerySettings settings) {
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        return new Feeds(projections.kinds().stream()
                .map(kind -> {
                    Optional<Projection> bean = beans.stream()
                            .filter(each -> each.name().equals(kind.name()))
                            .findFirst();
                    Projection live = bean.orElseGet(() -> kind.in().apply(kind.schema()));
                    return new Feeds.One(
                            kind,
                            live,
                            bean.isPresent(),
                            new Feed(kind, live, adapter(parameters, handlers), jdbc),
                            Letters.of(kind.name(), connections, transactions, tokens.serializer(), facts, settings));
                })
                .toList());
    }

    private static Function<Projection, EventMessageHandler> adapter(
            ParameterResolverFactory parameters, HandlerDefinition handlers) {
        return projection -> new AnnotationEventHandlerAdapter(projection, parameters, handlers);
    }

    @Bean
    Processors queryProcessors(
            Feeds feeds,
            Subjects subjects,
            Halts halts,
            Waiting waiting,
            Gate gate,
            Proof proof,
            Callers callers,
            RefusedAttempts refusedAttempts,
            TransactionManager transactions,
            Chores chores,
            QuerySettings settings,
            DataSource dataSource,
            ObjectProvider<FactDelivery> delivery,
            Schemas made) {
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        // no beans: those of their type are registered by Axon as well, and they must not be asked twice
        Guard guard = new Guard(proof, callers, refusedAttempts);
        Repetition repetition = new Repetition(jdbc, transactions);
        Runnable released = () -> delivery.ifAvailable(FactDelivery::released);
        return new Processors(
                feeds, subjects, halts, waiting, gate, guard, repetition, chores, settings, jdbc, released);
    }

    @Bean
    Subjects querySubjects() {
        return new Subjects();
    }

    @Bean
    Mending queryMending(
            Feeds feeds,
            TransactionManager transactions,
            DataSource dataSource,
            QuerySettings settings,
            Clock clock,
            Chores chores) {
        Mending mending = new Mending(feeds, transactions, new JdbcTemplate(dataSource), settings, clock);
        chores.every(SOON, mending::run);
        return mending;
    }

    @Bean
    DeadLetters queryDeadLetters(
            DataSource dataSource, Mending mending, Tokens tokens, @Qualifier("eventSerializer") Serializer facts) {
        return new DeadLetters(new JdbcTemplate(dataSource), mending, tokens, facts);
    }

    @Bean
    Completeness queryCompleteness(
            Projections projections,
            ObjectProvider<StoredSubjects> listed,
            ObjectProvider<EventStore> store,
            Places places,
            DataSource dataSource,
            QuerySettings settings,
            Schemas made,
            Chores chores) {
        Completeness completeness = new Completeness(
                projections,
                projection -> Optional.ofNullable(listed.getIfAvailable())
                        .orElseGet(() -> new SourcedSubjects(projection, store::getObject)),
                places,
                new JdbcTemplate(dataSource),
                settings.comparedAtOnce());
        chores.every(SOON, completeness::run);
        return completeness;
    }

    @Bean
    Rebuilds queryRebuilds(
            Projections projections,
            ObjectProvider<EventStore> store,
            ParameterResolverFactory parameters,
            HandlerDefinition handlers,
            DataSource dataSource,
            TransactionManager transactions,
            PlatformTransactionManager spring,
            Places places,
            Schemas schemas,
            RebuildTable table,
            QuerySettings settings,
            Chores chores) {
        Rebuild.Tools tools = new Rebuild.Tools(
                new PatientSource("A rebuild", store::getObject, chores.closed()),
                adapter(parameters, handlers),
                transactions,
                new SpringTransactionManager(
                        spring, new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW)),
                new JdbcTemplate(dataSource),
                places,
                schemas,
                table,
                chores.longWork(),
                settings.rebuildBatchSize());
        Rebuilds rebuilds = new Rebuilds(projections, tools, dataSource, chores.longWork(), chores.closed());
        chores.every(LATER, rebuilds::carryOn);
        chores.every(LATER, rebuilds::dropAbandoned);
        chores.every(LATER, schemas::dropRetired);
        return rebuilds;
    }

    @Bean
    Verification queryVerification(ObjectProvider<FactChain> chain, Chores chores, Clock clock) {
        Verification verification = new Verification(chain::getIfAvailable, chores, clock);
        chores.every(DAILY, verification::check);
        return verification;
    }

    @Bean
    Standing queryStanding(
            Projections projections,
            ObjectProvider<EventStore> store,
            ObjectProvider<org.axonframework.config.Configuration> axon,
            Places places,
            Halts halts,
            RebuildTable table,
            DataSource dataSource,
            QuerySettings settings,
            Clock clock) {
        return new Standing(
                projections,
                places,
                halts,
                table,
                new JdbcTemplate(dataSource),
                () -> store.getObject().createHeadToken(),
                () -> statusHere(axon.getObject()),
                settings,
                clock);
    }

    private static Map<Integer, EventTrackerStatus> statusHere(org.axonframework.config.Configuration axon) {
        return axon.eventProcessingConfiguration()
                .eventProcessor(Processors.VIEWS, StreamingEventProcessor.class)
                .map(StreamingEventProcessor::processingStatus)
                .orElseGet(Map::of);
    }
}
