package dev.rollcall.benchmarks;

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
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The executable jar in a process of its own, on a free port, with its embedded PostgreSQL. */
final class RunningJar implements AutoCloseable {

    static final String ADMIN_PASSWORD = "Measured-Passw0rd!";

    private static final Path OPTIONS = Path.of("app/jvm.options").toAbsolutePath();

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final int port;
    private final Duration startUp;

    private RunningJar(Process process, int port, Duration startUp) {
        this.process = process;
        this.port = port;
        this.startUp = startUp;
    }

    /** Starts the jar over a data folder and waits until readiness answers 200, two minutes at most. */
    static RunningJar start(Path jar, Path data) throws IOException, InterruptedException {
        return start(jar, data, Map.of());
    }

    /** Starts the jar with these properties besides. */
    static RunningJar start(Path jar, Path data, Map<String, String> properties)
            throws IOException, InterruptedException {
        return start(jar, data, "/actuator/health/readiness", properties);
    }

    /** Starts any program of Spring Boot likewise, which is ready when it answers 200 to this. */
    static RunningJar start(Path jar, Path data, String ready, Map<String, String> properties)
            throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = new ArrayList<>(asUsersRunIt(jar));
        command.addAll(List.of("--server.port=" + port, "--rollcall.data=" + data));
        properties.forEach((name, value) -> command.add("--" + name + "=" + value));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("ROLLCALL_ADMIN_PASSWORD", ADMIN_PASSWORD);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("JAVA_OPTS");
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(
                data.resolveSibling(data.getFileName() + ".log").toFile()));
        long begin = System.nanoTime();
        Process process = builder.start();
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest readiness = HttpRequest.newBuilder(URI.create("http://localhost:" + port + ready))
                .timeout(Duration.ofSeconds(5))
                .build();
        while (System.nanoTime() - begin < PATIENCE.toNanos()) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the jar ended at its start; see " + data + ".log");
            }
            try {
                if (http.send(readiness, BodyHandlers.discarding()).statusCode() == 200) {
                    return new RunningJar(process, port, Duration.ofNanos(System.nanoTime() - begin));
                }
            } catch (IOException notListening) {
                // asked again below
            }
            Thread.sleep(20);
        }
        process.destroyForcibly();
        throw new IllegalStateException("not ready after " + PATIENCE.toSeconds() + " s; see " + data + ".log");
    }

    /** The runtime that this process runs on. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** By the launcher, where the build put one beside the jar; otherwise the jar itself. */
    private static List<String> asUsersRunIt(Path jar) {
        Path launcher = jar.resolveSibling("rollcall/bin/rollcall");
        if (jar.endsWith("rollcall.jar") && Files.isExecutable(launcher)) {
            return List.of(launcher.toString());
        }
        List<String> command = new ArrayList<>(javaAsUsersRunIt());
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    /** With the options that the README has; where they are not found, in a module's own tests, without. */
    static List<String> javaAsUsersRunIt() {
        return Files.isRegularFile(OPTIONS) ? List.of(java(), "@" + OPTIONS) : List.of(java());
    }

    int port() {
        return port;
    }

    Duration startUp() {
        return startUp;
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    /** Resident memory of the JVM in MiB, as the kernel counts it. */
    long residentMiB() throws IOException {
        return residentKiB(process.pid()) / 1024;
    }

    /** Processor time that the JVM has taken so far, in seconds. */
    double processorSeconds() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    private static long residentKiB(long pid) throws IOException {
        return value(Path.of("/proc", String.valueOf(pid), "status"), "VmRSS:");
    }

    private static long value(Path file, String label) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(label))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
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

    /** Ends the process as an operator would, by SIGTERM, and waits until it is gone. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            Objects.requireNonNull(process.destroyForcibly()).waitFor();
        }
    }
}
