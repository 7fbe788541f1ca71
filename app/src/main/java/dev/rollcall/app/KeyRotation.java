package dev.rollcall.app;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.WrappingKey;
import dev.rollcall.api.WrongSetting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Goes on with another installation key while the program runs: where the key is in a file it looks at it all the time, and what
 * is wrapped under older keys is wrapped anew.
 */
final class KeyRotation implements SmartLifecycle {

    static final Duration LOOKS_EVERY = Duration.ofMillis(500);

    /** Another process may have rotated, or begun and not ended. */
    private static final Duration TURNS_EVERY = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);

    private final InstallationKey key;
    private final @Nullable Path file;
    private final List<WrappingKey> wrapping;
    private @Nullable ScheduledExecutorService timer;
    private String read = "";
    private volatile boolean exchanged = true;
    private long turnedAt;
    private String said = "";

    /**
     * @param file absent: the key is a setting, and stays as it is until the process ends
     * @param wrapping of the rooms whose rows this process wraps anew
     */
    KeyRotation(InstallationKey key, @Nullable Path file, List<WrappingKey> wrapping) {
        this.key = key;
        this.file = file;
        this.wrapping = List.copyOf(wrapping);
    }

    /** Looks whether the file holds another list. One that cannot be right is told, and not followed. */
    void follow(Path place) throws IOException {
        String text = KeyFile.text(place);
        if (text.equals(read)) {
            return;
        }
        InstallationKey list;
        try {
            list = KeyFile.list(place, text);
        } catch (WrongSetting wrong) {
            refuse(text, wrong.getMessage());
            return;
        }
        if (!list.fingerprint().equals(key.fingerprint())) {
            refuse(
                    text,
                    "'" + place + "' ends with installation key " + list.fingerprint() + " and must end with "
                            + key.fingerprint() + ", the first that this installation had.");
            return;
        }
        for (WrappingKey each : wrapping) {
            String lacking = each.lacking(list).orElse(null);
            if (lacking != null) {
                refuse(text, "'" + place + "' lacks installation key " + lacking + ", which is still in use.");
                return;
            }
        }
        String before = key.current();
        key.exchange(list);
        read = text;
        exchanged = true;
        if (!before.equals(list.current())) {
            LOG.info("The current installation key is {}, before it was {}", list.current(), before);
        }
    }

    private void refuse(String text, @Nullable String why) {
        read = text;
        LOG.error("{} The keys from before stay in use until that is put right", why);
    }

    /** Wraps anew what there is. */
    void turn() {
        exchanged = false;
        turnedAt = System.nanoTime();
        boolean all = true;
        for (WrappingKey each : wrapping) {
            all &= each.turn();
        }
        if (all && !wrapping.isEmpty()) {
            say();
        }
    }

    private void say() {
        String list = key.export();
        if (!list.equals(said) && !key.current().equals(key.fingerprint())) {
            List<String> needless = key.each().stream()
                    .map(InstallationKey::fingerprint)
                    .filter(one -> wrapping.stream().allMatch(each -> each.isRetired(one)))
                    .filter(one -> !one.equals(key.fingerprint()))
                    .toList();
            LOG.info(
                    "Everything is wrapped under installation key {}, nothing under an older one{}",
                    key.current(),
                    needless.isEmpty() ? "" : ". From the list can be taken: " + String.join(", ", needless));
        }
        said = list;
    }

    @Override
    public synchronized void start() {
        if (timer == null) {
            ScheduledExecutorService started = Executors.newScheduledThreadPool(2, task -> {
                Thread thread = new Thread(task, "key-rotation");
                thread.setDaemon(true);
                return thread;
            });
            Path place = file;
            if (place != null) {
                every(started, () -> follow(place));
            }
            if (!wrapping.isEmpty()) {
                every(started, () -> {
                    if (exchanged || System.nanoTime() - turnedAt > TURNS_EVERY.toNanos()) {
                        turn();
                    }
                });
            }
            timer = started;
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void every(ScheduledExecutorService timer, Task task) {
        timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (IOException | RuntimeException failure) {
                        // Thrown on, it would be the last time.
                        LOG.warn("The rotation of the installation key could not go on; this is tried again", failure);
                    }
                },
                0,
                LOOKS_EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        if (timer != null) {
            timer.shutdownNow();
            timer = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return timer != null;
    }
}
