package dev.rollcall.query.projection;

import dev.rollcall.query.QuerySettings;
import dev.rollcall.query.Together;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.axonframework.common.AxonThreadFactory;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.lifecycle.Phase;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Has all projections fed by one pooled streaming processor, each as a processing group of its own, which parks what it cannot
 * apply: from the first fact on, in one segment, so that facts are applied in the order in which they were stored. What a
 * batch of facts changes in any of them and the token are one SQL transaction.
 */
final class Processors implements ConfigurerModule {

    /** The processor, and how its token is called. */
    static final String VIEWS = "views";

    private final Feeds feeds;
    private final Subjects subjects;
    private final Halts halts;
    private final Waiting waiting;
    private final Gate gate;
    private final Guard guard;
    private final Repetition repetition;
    private final Chores chores;
    private final QuerySettings settings;
    private final JdbcTemplate jdbc;
    private final Runnable released;

    /** @param released to be told whenever a transaction has ended */
    Processors(
            Feeds feeds,
            Subjects subjects,
            Halts halts,
            Waiting waiting,
            Gate gate,
            Guard guard,
            Repetition repetition,
            Chores chores,
            QuerySettings settings,
            JdbcTemplate jdbc,
            Runnable released) {
        this.feeds = feeds;
        this.subjects = subjects;
        this.halts = halts;
        this.waiting = waiting;
        this.gate = gate;
        this.guard = guard;
        this.repetition = repetition;
        this.chores = chores;
        this.settings = settings;
        this.jdbc = jdbc;
        this.released = released;
    }

    @Override
    public void configureModule(Configurer configurer) {
        EventProcessingConfigurer processing = configurer.eventProcessing();
        processing.usingPooledStreamingEventProcessors();
        processing.registerDefaultListenerInvocationErrorHandler(axon -> PropagatingErrorHandler.instance());
        processing.registerPooledStreamingEventProcessor(
                VIEWS, axon -> new PatientSource("The views", axon::eventStore, chores.closed()), this::configure);
        processing.registerErrorHandler(VIEWS, axon -> halts);
        processing.registerHandlerInterceptor(VIEWS, axon -> new Opening());
        feeds.all().forEach(feed -> {
            configure(processing, feed);
            if (!feed.known()) {
                processing.registerEventHandler(axon -> feed.projection());
                configurer.registerQueryHandler(axon -> feed.projection());
            }
        });
        configurer.onInitialize(axon -> axon.onStart(Phase.LOCAL_MESSAGE_HANDLER_REGISTRATIONS, () -> {
            axon.queryBus().registerHandlerInterceptor(gate);
            axon.commandBus().registerHandlerInterceptor(guard);
            axon.commandBus().registerHandlerInterceptor(repetition);
        }));
    }

    private void configure(EventProcessingConfigurer processing, Feeds.One feed) {
        String name = feed.name();
        processing.assignHandlerInstancesMatching(name, handler -> handler == feed.projection());
        processing.assignProcessingGroup(name, VIEWS);
        processing.registerSequencingPolicy(name, axon -> subjects);
        processing.registerDeadLetterQueue(name, axon -> feed.letters());
        processing.registerDeadLetterPolicy(name, axon -> new Parking(name));
        processing.registerDeadLetteringEventHandlerInvokerConfiguration(
                name, (axon, invoker) -> invoker.eventHandlers(feed.feed()).allowReset(true));
    }

    private PooledStreamingEventProcessor.Builder configure(
            Configuration axon, PooledStreamingEventProcessor.Builder processor) {
        // one thread for fetching and for applying: applying begins when all that can be fetched was, not with the
        // first fact
        ScheduledExecutorService worker = Executors.newScheduledThreadPool(1, new AxonThreadFactory(VIEWS));
        axon.onShutdown(worker::shutdown);
        Duration often = settings.claimTimeout().dividedBy(2);
        // No token means from the first fact on, and is known without asking the event store.
        return processor
                .coordinatorExecutor(worker)
                .workerExecutor(worker)
                .initialSegmentCount(1)
                .initialToken(source -> null)
                .batchSize(settings.batchSize())
                .claimExtensionThreshold(often.toMillis())
                .tokenClaimInterval(often.toMillis());
    }

    /** Opens a batch with its first fact, has it written after its last, and then tells those who wait for it. */
    private final class Opening implements MessageHandlerInterceptor<EventMessage<?>> {

        private final Batch views =
                new Batch(feeds.all().stream().map(Feeds.One::name).toList());

        @Override
        public @Nullable Object handle(UnitOfWork<? extends EventMessage<?>> unitOfWork, InterceptorChain chain)
                throws Exception {
            if (!(unitOfWork instanceof BatchingUnitOfWork<? extends EventMessage<?>> batch)) {
                throw new IllegalStateException("a streaming processor applies facts in batches");
            }
            List<? extends EventMessage<?>> facts = batch.getMessages();
            if (batch.isFirstMessage()) {
                open(facts);
                waiting.afterCommit(unitOfWork);
                unitOfWork.onCleanup(ended -> released.run());
            }
            Object result = chain.proceed();
            if (batch.isLastMessage()) {
                close(facts);
            }
            return result;
        }

        private void open(List<? extends EventMessage<?>> facts) {
            Together reads = new Together(jdbc);
            views.open(reads);
            feeds.all().forEach(each -> each.feed().open(facts, reads));
            reads.run();
            for (Feeds.One each : feeds.all()) {
                each.letters().open(views.parked().contains(each.name()));
            }
        }

        private void close(List<? extends EventMessage<?>> facts) {
            Together writes = new Together(jdbc);
            try {
                feeds.all().forEach(each -> each.feed().close(writes));
                writes.run();
            } catch (RuntimeException failure) {
                if (!Outage.is(failure)) {
                    feeds.all().forEach(each -> each.feed().suspect(facts));
                }
                throw failure;
            }
        }
    }
}
