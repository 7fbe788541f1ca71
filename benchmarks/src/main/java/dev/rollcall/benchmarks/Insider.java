package dev.rollcall.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The running program with a caller inside: all rooms, their store and their projections as the jar has them, asked through
 * Axon's gateways instead of HTTP. It is told what to ask line by line. Its class path is the jar's own.
 */
public final class Insider {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Wishes wishes;
    private final ConfigurableApplicationContext context;
    private final Acknowledgements acknowledgements;

    private Insider(Wishes wishes, ConfigurableApplicationContext context, Acknowledgements acknowledgements) {
        this.wishes = wishes;
        this.context = context;
        this.acknowledgements = acknowledgements;
    }

    /** @param args folder and name; then those of the program */
    public static void main(String[] args) throws Exception {
        PrintStream answers = System.out;
        // what the program logs is not an answer
        System.setOut(System.err);
        String[] own = new String[args.length - 2];
        System.arraycopy(args, 2, own, 0, own.length);
        try (ConfigurableApplicationContext context =
                SpringApplication.run(Class.forName("dev.rollcall.app.RollcallApplication"), own)) {
            Acknowledgements acknowledgements = new Acknowledgements(Path.of(args[0]), args[1]);
            Peer.serve(new Insider(new Wishes(context, acknowledgements), context, acknowledgements)::done, answers);
        } catch (Exception | LinkageError failed) {
            failed.printStackTrace();
            // the program's threads would go on, and whoever started this wait for an answer
            System.exit(1);
        }
    }

    private Words done(Words told) throws Exception {
        if (told.has("users")) {
            try (Connection connection = context.getBean(DataSource.class).getConnection()) {
                wishes.users(Subjects.users(connection, told));
            }
        } else if (told.has("clients")) {
            try (Connection connection = context.getBean(DataSource.class).getConnection()) {
                wishes.clients(Subjects.clients(connection, told));
            }
        } else if (told.has("issue")) {
            wishes.issue();
            acknowledgements.write();
        } else if (told.has("replay")) {
            return replay();
        } else {
            return load(told);
        }
        return new Words(new LinkedHashMap<>());
    }

    private Words load(Words told) throws Exception {
        boolean guarded = !told.has("unguarded");
        Crowd.Deed deed =
                switch (told.text("load")) {
                    case "edit" -> (caller, number) -> wishes.rename(guarded);
                    case "promote" -> (caller, number) -> wishes.promote(guarded);
                    case "reprovision" -> (caller, number) -> wishes.reprovision();
                    case "renew" -> (caller, number) -> wishes.renewAndIntrospect();
                    case "introspect" -> (caller, number) -> wishes.introspect(number);
                    default -> throw new IllegalArgumentException("there is no load " + told.text("load"));
                };
        AtomicLong bytes = new AtomicLong();
        if (!guarded) {
            wishes.openTheGate();
        }
        try {
            Words words = Words.of(Driver.crowd(told, (caller, number) -> {
                long before =
                        THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
                deed.run(caller, number);
                bytes.addAndGet(
                        THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before);
            }));
            // of the thread that asks, which is the one that decides and appends
            words.put("bytes", bytes.get() / words.number("count"));
            return words;
        } finally {
            if (!guarded) {
                wishes.closeTheGate();
            }
            acknowledgements.write();
        }
    }

    /** Builds all views anew, and counts what is allocated for each fact meanwhile, by whatever thread. */
    private Words replay() throws Exception {
        try (Connection connection = context.getBean(DataSource.class).getConnection()) {
            Views.settle(connection);
            long facts = Server.number(connection, "select count(*) from store.fact");
            long done = Views.rebuilt(connection);
            Map<Long, Long> before = allocated(new HashMap<>());
            Map<Long, Long> after = new HashMap<>(before);
            for (String view : Views.ALL) {
                wishes.rebuild(view);
            }
            // again and again, as of a thread that has ended nothing is known any more
            Views.until("a rebuild does not end", 5, () -> {
                allocated(after);
                return Views.rebuilt(connection) == done + Views.ALL.size();
            });
            double bytes = allocated(after).entrySet().stream()
                    .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
                    .sum();
            Words words = new Words(new LinkedHashMap<>());
            words.put("facts", facts);
            words.put("bytes", bytes / facts);
            return words;
        }
    }

    private static Map<Long, Long> allocated(Map<Long, Long> byThread) {
        long[] threads = THREADS.getAllThreadIds();
        long[] bytes = THREADS.getThreadAllocatedBytes(threads);
        for (int each = 0; each < threads.length; each++) {
            byThread.merge(threads[each], bytes[each], Math::max);
        }
        return byThread;
    }
}
