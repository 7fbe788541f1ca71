package dev.rollcall.resilience.loss;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A process that takes part in a trial, by what it says line by line. */
final class Party implements AutoCloseable {

    static final String READY = "ready ";
    static final String FACT = "fact ";
    static final String DONE = "done";

    private final String name;
    private final Process process;
    private final Thread listening = new Thread(this::listen);
    private final List<String> facts = new ArrayList<>();
    private long clockOff;
    private boolean ready;
    private boolean done;
    private boolean ended;

    /** @param clock how many seconds its clock is ahead of ours; behind, where negative */
    Party(Class<?> main, Work work, int clock) throws IOException {
        this.name = main.getSimpleName();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // starts faster; nothing here is about peak speed
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(work.arguments()));
        ProcessBuilder builder = new ProcessBuilder(command);
        if (clock != 0) {
            builder.environment().putAll(WrongClock.by(clock));
        }
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        process = builder.start();
        listening.setDaemon(true);
        listening.start();
    }

    /** Says a line to whoever started this process; a kill after this does not take it back. */
    static synchronized void say(String line) {
        System.out.println(line);
    }

    private void listen() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                hear(line);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            synchronized (this) {
                ended = true;
                notifyAll();
            }
        }
    }

    private synchronized void hear(String line) {
        if (line.startsWith(FACT)) {
            facts.add(line.substring(FACT.length()));
        } else if (line.startsWith(READY)) {
            ready = true;
            clockOff = Long.parseLong(line.substring(READY.length())) - System.currentTimeMillis();
        } else if (line.equals(DONE)) {
            done = true;
        }
        notifyAll();
    }

    /** Waits until it is ready, and answers how far its clock is ahead of ours. */
    Duration awaitReady() throws InterruptedException {
        await("to be ready", party -> party.ready);
        return Duration.ofMillis(clockOff);
    }

    void go() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    void awaitDone() throws InterruptedException {
        await("to be done", party -> party.done);
    }

    void awaitFacts(int count) throws InterruptedException {
        await("to name " + count + " facts", party -> party.facts.size() >= count);
    }

    void awaitFact(String fact) throws InterruptedException {
        await("to name " + fact, party -> party.facts.contains(fact));
    }

    private synchronized void await(String what, Predicate<Party> reached) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
        while (!reached.test(this)) {
            if (ended || System.nanoTime() > deadline) {
                throw new IllegalStateException(name + " was expected " + what + " and is not");
            }
            wait(1_000);
        }
    }

    /** Kills it as {@code kill -9} does, and answers whether it ended by that. */
    boolean kill() throws InterruptedException {
        // not by Process, which would throw away what was said and is not read yet
        process.toHandle().destroyForcibly();
        boolean killed = process.waitFor() == 128 + 9;
        listening.join();
        return killed;
    }

    synchronized List<String> facts() {
        return List.copyOf(facts);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
