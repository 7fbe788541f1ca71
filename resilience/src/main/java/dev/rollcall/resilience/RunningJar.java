package dev.rollcall.resilience;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The executable jar in a process of its own, on a free port. */
public final class RunningJar implements AutoCloseable {

    public static final String ADMIN_PASSWORD = "Resilient-Passw0rd!";

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private final Process process;
    private final int port;
    private final Path log;
    private final Thread reaper;

    private RunningJar(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
        this.reaper = new Thread(process::destroyForcibly);
    }

    /** The jar under test: system property {@code rollcall.jar}. Refuses (IllegalStateException) one that is not built. */
    public static Path executable() {
        Path jar = Path.of(System.getProperty("rollcall.jar", "app/target/rollcall.jar"))
                .toAbsolutePath()
                .normalize();
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(
                    jar + " does not exist; build it first: mvn -pl app -am package, or name it with -Drollcall.jar=");
        }
        return jar;
    }

    /** Starts the jar over a data folder, which it makes if need be, and does not wait. Its log is beside the folder. */
    public static RunningJar launch(Path jar, Path data, Map<String, String> properties) throws IOException {
        return launch(jar, data, data.resolveSibling(data.getFileName() + ".log"), properties);
    }

    public static RunningJar launch(Path jar, Path data, Path log, Map<String, String> properties) throws IOException {
        int port = freePort();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // starts faster; nothing here is about peak speed
        List<String> options = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m");
        Path launcher = jar.resolveSibling("rollcall/bin/rollcall");
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(launcher)) {
            // what the build made of the jar, and its users run; it starts sooner
            command.add(launcher.toString());
        } else {
            command.add(java);
            command.addAll(options);
            command.addAll(List.of("-jar", jar.toString()));
        }
        command.addAll(List.of("--server.port=" + port, "--rollcall.data=" + data));
        properties.forEach((name, value) -> command.add("--" + name + "=" + value));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", String.join(" ", options));
        builder.environment().put("ROLLCALL_ADMIN_PASSWORD", ADMIN_PASSWORD);
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        RunningJar running = new RunningJar(builder.start(), port, log);
        Runtime.getRuntime().addShutdownHook(running.reaper);
        return running;
    }

    /** Waits until readiness answers 200. Refuses (IllegalStateException) when the process ends or patience does. */
    public RunningJar awaitReady(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            if (!alive()) {
                throw new IllegalStateException(
                        "the jar ended by itself with code " + process.exitValue() + "; see " + log);
            }
            if (ready()) {
                return this;
            }
            Thread.sleep(25);
        }
        throw new IllegalStateException("not ready after " + patience.toSeconds() + " s; see " + log);
    }

    public boolean ready() throws InterruptedException {
        HttpRequest readiness = HttpRequest.newBuilder(uri("/actuator/health/readiness"))
                .timeout(Duration.ofSeconds(3))
                .build();
        try {
            return HTTP.send(readiness, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notAnswering) {
            return false;
        }
    }

    public boolean alive() {
        return process.isAlive();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /**
     * Kills the process as {@code kill -9} does and waits until it is gone.
     *
     * @return whether it ended by that signal and not, at the same moment, by itself
     */
    public boolean kill() throws InterruptedException {
        process.destroyForcibly();
        boolean killed = process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 128 + 9;
        forget();
        return killed;
    }

    /** Ends the process as an operator would, by SIGTERM, and waits until it is gone. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        forget();
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(reaper);
        } catch (IllegalStateException goingDown) {
            // the hook runs anyway
        }
    }

    /**
     * A port that nobody listens at. It lies below those that systems give to connections, so that until the jar takes it no
     * other program gets it by chance.
     */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // the next one
            }
        }
    }
}
