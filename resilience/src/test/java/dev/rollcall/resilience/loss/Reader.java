package dev.rollcall.resilience.loss;

import dev.rollcall.api.user.UserRenamed;
import java.util.concurrent.Executors;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;

/** A process that follows the facts as a projection does, and says of each when it is handled. */
final class Reader {

    private Reader() {}

    public static void main(String[] arguments) throws Exception {
        Work work = Work.of(arguments);
        work.setClock();
        Engine.Opened engine = work.engine().open(Databases.pool(work.url()));
        PooledStreamingEventProcessor processor = PooledStreamingEventProcessor.builder()
                .name("reader")
                .eventHandlerInvoker(SimpleEventHandlerInvoker.builder()
                        .eventHandlers(new Reader())
                        .build())
                .messageSource(engine.listening())
                .tokenStore(new InMemoryTokenStore())
                .transactionManager(NoTransactionManager.INSTANCE)
                .workerExecutor(Executors.newScheduledThreadPool(1))
                .coordinatorExecutor(Executors.newScheduledThreadPool(1))
                .initialSegmentCount(1)
                .batchSize(50)
                .build();
        processor.start();
        while (processor.processingStatus().isEmpty()) {
            Thread.sleep(5);
        }
        Party.say(Party.READY + System.currentTimeMillis());
        // until whoever started this process ends it, or ends
        int unused = System.in.read();
        System.exit(0);
    }

    @EventHandler
    void on(UserRenamed fact, @SequenceNumber long sequence) {
        Party.say(Party.FACT + fact.user() + ":" + sequence);
    }
}
