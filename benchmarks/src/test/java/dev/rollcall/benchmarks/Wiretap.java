package dev.rollcall.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Passes on what a program says to PostgreSQL and what it is answered, and counts on the way: which statements are executed, and
 * how often the program waits for an answer, which it does after each {@code Sync} and each simple query.
 */
final class Wiretap implements AutoCloseable {

    /** Version 3 of the protocol; everything below it is a wish for encryption, which the server declines. */
    private static final int PROTOCOL = 3 << 16;
    /** The number of a cancellation and of wishes for encryption has this in its upper half. */
    private static final int SPECIAL = 1234;

    private static final int BUFFER = 65_536;

    /** What was counted until some moment. */
    record Count(long trips, Map<String, Long> statements) {
        Count minus(Count before) {
            Map<String, Long> more = new TreeMap<>();
            statements.forEach((sql, count) -> more.put(sql, count - before.statements.getOrDefault(sql, 0L)));
            more.values().removeIf(count -> count == 0);
            return new Count(trips - before.trips, more);
        }

        long all() {
            return statements.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int server;
    private final AtomicLong trips = new AtomicLong();
    private final Map<String, LongAdder> statements = new ConcurrentHashMap<>();

    /** @param server port of the loopback address */
    Wiretap(int server) throws IOException {
        this.server = server;
        thread("wiretap", this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    Count count() {
        Map<String, Long> now = new TreeMap<>();
        statements.forEach((sql, count) -> now.put(sql, count.sum()));
        return new Count(trips.get(), now);
    }

    private void accept() throws IOException {
        while (true) {
            Socket program = socket.accept();
            Socket postgres = new Socket(InetAddress.getLoopbackAddress(), server);
            program.setTcpNoDelay(true);
            postgres.setTcpNoDelay(true);
            thread("wiretap-out", () -> {
                try (program;
                        postgres) {
                    new Line(program, postgres).listen();
                }
            });
            thread("wiretap-in", () -> {
                try (program;
                        postgres) {
                    InputStream answers = postgres.getInputStream();
                    OutputStream out = program.getOutputStream();
                    byte[] buffer = new byte[BUFFER];
                    for (int read = answers.read(buffer); read >= 0; read = answers.read(buffer)) {
                        out.write(buffer, 0, read);
                    }
                }
            });
        }
    }

    /** One connection, and which statements were prepared on it. */
    private final class Line {

        private final DataInputStream in;
        private final OutputStream out;
        private final Map<String, String> prepared = new HashMap<>();
        private final Map<String, String> portals = new HashMap<>();
        private boolean started;

        Line(Socket program, Socket postgres) throws IOException {
            in = new DataInputStream(new BufferedInputStream(program.getInputStream(), BUFFER));
            out = postgres.getOutputStream();
        }

        void listen() throws IOException {
            while (true) {
                if (started) {
                    message(in.readByte());
                } else {
                    start();
                }
                if (in.available() == 0) {
                    out.flush();
                }
            }
        }

        private void start() throws IOException {
            int length = in.readInt();
            byte[] body = in.readNBytes(length - 4);
            int code = ByteBuffer.wrap(body).getInt();
            started = code >>> 16 != SPECIAL && code >= PROTOCOL;
            pass(ByteBuffer.allocate(4).putInt(length).array(), body);
        }

        private void message(byte type) throws IOException {
            int length = in.readInt();
            byte[] body = in.readNBytes(length - 4);
            ByteBuffer words = ByteBuffer.wrap(body);
            switch (type) {
                case 'P' -> prepared.put(word(words), word(words));
                case 'B' -> portals.put(word(words), prepared.getOrDefault(word(words), "?"));
                case 'E' -> executed(portals.getOrDefault(word(words), "?"));
                case 'S' -> trips.incrementAndGet();
                case 'Q' -> {
                    executed(word(words));
                    trips.incrementAndGet();
                }
                default -> {
                    // nothing that is counted
                }
            }
            pass(ByteBuffer.allocate(5).put(type).putInt(length).array(), body);
        }

        private void pass(byte[] head, byte[] body) throws IOException {
            byte[] whole = new byte[head.length + body.length];
            System.arraycopy(head, 0, whole, 0, head.length);
            System.arraycopy(body, 0, whole, head.length, body.length);
            out.write(whole);
        }
    }

    private void executed(String sql) {
        String line = sql.strip().replaceAll("\\s+", " ");
        statements.computeIfAbsent(line, each -> new LongAdder()).increment();
    }

    /** Up to its zero. */
    private static String word(ByteBuffer words) {
        int begin = words.position();
        while (words.get() != 0) {
            // on to the next
        }
        return new String(words.array(), begin, words.position() - begin - 1, UTF_8);
    }

    /** What goes on until a connection ends. */
    @FunctionalInterface
    private interface Talk {
        void run() throws IOException;
    }

    private static void thread(String name, Talk talk) {
        Thread thread = new Thread(
                () -> {
                    try {
                        talk.run();
                    } catch (EOFException | SocketException ended) {
                        // as connections do
                    } catch (IOException broken) {
                        throw new java.io.UncheckedIOException(broken);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
