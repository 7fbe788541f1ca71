package dev.rollcall.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Another process of the run, which does what it is told, line by line, and answers each with a line. */
final class Peer implements AutoCloseable {

    /** What it does with a line. */
    @FunctionalInterface
    interface Work {
        Words done(Words told) throws Exception;
    }

    private static final String OK = "ok ";
    private static final int TOLD = 20;

    final Process process;
    private final BufferedReader answers;
    private final BufferedWriter orders;
    private final Path log;

    private Peer(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        this.orders = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
    }

    /** Starts it, and waits until it says that it is there. */
    static Peer start(List<String> command, Map<String, String> environment, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Peer peer = new Peer(builder.start(), log);
        try {
            peer.answer();
            return peer;
        } catch (IOException | IllegalStateException failed) {
            peer.process.destroyForcibly();
            throw failed;
        }
    }

    synchronized Words ask(String line) throws IOException {
        orders.write(line + "\n");
        orders.flush();
        return answer();
    }

    private Words answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            List<String> last = Files.readAllLines(log, UTF_8);
            throw new IllegalStateException("it ended; the end of " + log + ": "
                    + String.join("\n", last.subList(Math.max(0, last.size() - TOLD), last.size())));
        } else if (!line.startsWith(OK)) {
            throw new IllegalStateException(line);
        }
        return Words.of(line.substring(OK.length()));
    }

    /** The other end: answers every line until there are no more. */
    static void serve(Work work, PrintStream out) throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        out.println(OK + "there");
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            try {
                out.println(OK + work.done(Words.of(line)).line());
            } catch (Exception failed) {
                failed.printStackTrace();
                out.println("failed: " + String.valueOf(failed.getMessage()).replace('\n', ' '));
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        try {
            orders.close();
        } catch (IOException gone) {
            // ended below
        }
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            Objects.requireNonNull(process.destroyForcibly()).waitFor();
        }
    }
}
