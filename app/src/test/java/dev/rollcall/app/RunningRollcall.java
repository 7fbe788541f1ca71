package dev.rollcall.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real program, running as a process of its own: what an operator starts, asks, stops and kills. */
final class RunningRollcall implements AutoCloseable {

    static final String PASSWORD = "Correct-horse-7-battery";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final int port;
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> err = new CopyOnWriteArrayList<>();
    private final List<Thread> readers;

    private RunningRollcall(Process process, int port) {
        this.process = process;
        this.port = port;
        this.readers = List.of(reader(process.inputReader(UTF_8), out), reader(process.errorReader(UTF_8), err));
    }

    /** Starts it with all roles and the password {@link #PASSWORD} for the first administrator, and waits for it. */
    static RunningRollcall start(Path data, String... arguments) throws Exception {
        return launch(data, Map.of("ROLLCALL_ADMIN_PASSWORD", PASSWORD), arguments)
                .ready();
    }

    /** Starts it and does not wait. */
    static RunningRollcall launch(Path data, Map<String, String> environment, String... arguments) throws IOException {
        return launch(List.of(System.getProperty("rollcall.launcher")), data, environment, arguments);
    }

    /** The same from the one file, as those start it who have nothing else. */
    static RunningRollcall startJar(Path data) throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("rollcall.jar"));
        return launch(command, data, Map.of("ROLLCALL_ADMIN_PASSWORD", PASSWORD))
                .ready();
    }

    private static RunningRollcall launch(
            List<String> program, Path data, Map<String, String> environment, String... arguments) throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>(program);
        command.add("--rollcall.data=" + data);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.matches("(ROLLCALL|AXON|SPRING|SERVER|MANAGEMENT)_.*"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // most of a journey is starting, and the simple compiler has that done sooner; nothing here is about peak speed
        builder.environment().put("JAVA_OPTS", "-Xmx384m -XX:TieredStopAtLevel=1");
        builder.environment().put("SERVER_PORT", String.valueOf(port));
        builder.environment().putAll(environment);
        return new RunningRollcall(builder.start(), port);
    }

    RunningRollcall ready() throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                if (http().get("/actuator/health/readiness").status() == 200) {
                    return this;
                }
            } catch (IOException notYet) {
                // it does not listen yet
            }
            Thread.sleep(100);
        }
        process.destroyForcibly();
        throw new AssertionError("not ready\n" + String.join("\n", out) + "\n" + String.join("\n", err));
    }

    /** Speaks to it as its first administrator. */
    Http admin() {
        return http().as("admin", PASSWORD);
    }

    Http http() {
        return new Http(port);
    }

    int port() {
        return port;
    }

    /** The port that health and metrics have for themselves, as the start told. */
    Http monitoring() {
        Pattern told = Pattern.compile("Its health and metrics: https?://[^:]+:(\\d+)/actuator/prometheus");
        return new Http(await().until(
                        () -> out.stream()
                                .map(told::matcher)
                                .filter(Matcher::matches)
                                .map(line -> Integer.parseInt(line.group(1)))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow());
    }

    List<String> out() {
        return out;
    }

    List<String> err() {
        return err;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Waits for its end and for its last word. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("it does not end\n" + String.join("\n", out));
        }
        for (Thread reader : readers) {
            reader.join(PATIENCE.toMillis());
        }
        return process.exitValue();
    }

    /** SIGTERM, and wait. */
    int stop() throws InterruptedException {
        process.destroy();
        return exitCode();
    }

    /** SIGKILL: nothing in it runs any more. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        exitCode();
    }

    @Override
    public void close() throws InterruptedException {
        if (process.isAlive()) {
            stop();
        }
    }

    /**
     * A port that nobody listens at. It lies below those that systems give to connections, so that until the jar takes it no
     * other program gets it by chance.
     */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // the next one
            }
        }
    }

    private static Thread reader(BufferedReader reader, List<String> lines) {
        Thread thread = new Thread(() -> reader.lines().forEach(lines::add));
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
