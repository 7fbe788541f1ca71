package dev.rollcall.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.LinkedHashMap;

/**
 * A process that asks a running jar over HTTP, in a closed loop for a maximum and in an open loop for times. It is told what to
 * ask line by line, and says with every answer how much of the machine it took itself.
 */
public final class Driver {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Requests requests;
    private final Connection connection;
    private final Acknowledgements acknowledgements;

    private Driver(Requests requests, Connection connection, Acknowledgements acknowledgements) {
        this.requests = requests;
        this.connection = connection;
        this.acknowledgements = acknowledgements;
    }

    /** @param args the port of the jar; URL, user and password of its database; account and secret; folder and name */
    public static void main(String[] args) throws Exception {
        Acknowledgements acknowledgements = new Acknowledgements(Path.of(args[6]), args[7]);
        try (Connection connection = DriverManager.getConnection(args[1], args[2], args[3]);
                Requests requests = new Requests(Integer.parseInt(args[0]), args[4], args[5], acknowledgements)) {
            Peer.serve(new Driver(requests, connection, acknowledgements)::done, System.out);
        }
    }

    private Words done(Words told) throws Exception {
        if (told.has("users")) {
            requests.users(Subjects.users(connection, told));
        } else if (told.has("clients")) {
            requests.clients(Subjects.clients(connection, told));
        } else if (told.has("issue")) {
            requests.authorize();
            requests.issue();
            requests.close();
            acknowledgements.write();
        } else {
            return load(told);
        }
        return new Words(new LinkedHashMap<>());
    }

    private Words load(Words told) throws Exception {
        requests.authorize();
        long wall = System.nanoTime();
        long processor = SYSTEM.getProcessCpuTime();
        Words words;
        if (told.text("load").equals("watched")) {
            words = watched(told);
        } else {
            words = Words.of(crowd(told, deed(told.text("load"))));
        }
        long after = SYSTEM.getProcessCpuTime();
        words.put("cores", (double) (after - processor) / (System.nanoTime() - wall));
        requests.close();
        acknowledgements.write();
        return words;
    }

    /** Edits, and looks when each becomes visible; of that are the times. */
    private Words watched(Words told) throws Exception {
        try (Watcher watcher = new Watcher(connection)) {
            Crowd.Done done = crowd(told, (caller, number) -> {
                int user = requests.edit(caller);
                watcher.watch(requests.user(user), requests.version(user));
            });
            return Words.of(new Crowd.Done(done.count(), done.perSecond(), watcher.all()));
        }
    }

    private Crowd.Deed deed(String load) {
        return switch (load) {
            case "edit" -> (caller, number) -> requests.edit(caller);
            case "renew" -> (caller, number) -> requests.renewAndIntrospect(caller);
            case "introspect" -> requests::introspect;
            default -> {
                Pages page = Pages.valueOf(load);
                yield (caller, number) -> requests.page(caller, page);
            }
        };
    }

    /** In a closed loop, but for a rate. */
    static Crowd.Done crowd(Words told, Crowd.Deed deed) throws InterruptedException {
        int callers = told.whole("callers");
        double seconds = told.number("seconds");
        return told.has("rate")
                ? Crowd.open(callers, told.number("rate"), seconds, deed)
                : Crowd.closed(callers, seconds, deed);
    }
}
