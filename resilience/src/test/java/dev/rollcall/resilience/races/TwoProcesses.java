package dev.rollcall.resilience.races;

import dev.rollcall.resilience.Caller;
import dev.rollcall.resilience.RunningJar;
import dev.rollcall.resilience.store.Fold;
import dev.rollcall.resilience.store.Store;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An installation of two processes that share an external PostgreSQL. Both start at once, over an empty store. */
final class TwoProcesses implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(3);
    private static final String USERNAME = "postgres";

    private final EmbeddedPostgres postgres;
    private final List<RunningJar> jars = new ArrayList<>();

    TwoProcesses(Path folder) throws IOException, InterruptedException {
        Path executable = RunningJar.executable();
        postgres = EmbeddedPostgres.builder().start();
        Map<String, String> properties = Map.of(
                "spring.datasource.url", url(),
                "spring.datasource.username", USERNAME,
                "spring.datasource.password", USERNAME);
        try {
            for (String name : List.of("first.log", "second.log")) {
                // one data folder, hence one installation key
                jars.add(RunningJar.launch(executable, folder.resolve("data"), folder.resolve(name), properties));
            }
            for (RunningJar jar : jars) {
                jar.awaitReady(START);
            }
        } catch (IOException | InterruptedException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private String url() {
        return postgres.getJdbcUrl(USERNAME, USERNAME);
    }

    /** The first administrator, at one process or the other. */
    Caller administrator(int caller) {
        RunningJar jar = jars.get(caller % jars.size());
        return Caller.administrator(() -> jar);
    }

    /** What the guards hold without owner, or owners without guard, and versions with gaps: nothing, when all is well. */
    List<String> leftovers() {
        try (Store store = Store.at(url(), USERNAME, USERNAME)) {
            Fold fold = new Fold(store.facts());
            List<String> faults = new ArrayList<>(fold.gaps());
            faults.addAll(fold.guardsAtFault());
            return faults;
        }
    }

    /** How many appends collided as yet: without any, nobody raced. */
    long collisions() {
        try (Store store = Store.at(url(), USERNAME, USERNAME)) {
            return store.rolledBack();
        }
    }

    @Override
    public void close() throws IOException {
        jars.forEach(RunningJar::close);
        postgres.close();
    }
}
