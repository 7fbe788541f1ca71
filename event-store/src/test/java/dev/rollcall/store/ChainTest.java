package dev.rollcall.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.audit.ChainView;
import dev.rollcall.api.audit.ChainView.Kind;
import dev.rollcall.api.audit.ChainView.State;
import dev.rollcall.api.user.UserId;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.eventhandling.DomainEventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** Whether the history can be altered without being noticed. */
class ChainTest {

    private static final int TAMPERINGS = Integer.getInteger("rollcall.chain.tamperings", 1_000);

    private final HikariDataSource database = Clusters.database();
    private final Keeper keeper = new Keeper(database);
    private final InstallationKey installation = InstallationKey.random();

    @TempDir
    Path folder;

    private Path note;
    private Chain chain;

    @BeforeEach
    void open() {
        note = folder.resolve("audit/head.json");
        chain = chain(installation);
    }

    @AfterEach
    void close() {
        keeper.close();
        database.close();
    }

    private Chain chain(InstallationKey key) {
        return new Chain(database, () -> ChainKey.of(key), new Witness(note), Clock.systemUTC());
    }

    /** Some appends of one to three facts, and what is settled then is chained. */
    private void history(Random random, int blocks) throws Exception {
        for (int block = 0; block < blocks; block++) {
            for (int append = 1 + random.nextInt(8); append > 0; append--) {
                UserId user = Keeper.user();
                List<DomainEventMessage<?>> facts = new ArrayList<>();
                for (int number = 0; number <= random.nextInt(3); number++) {
                    facts.add(Keeper.fact(user, number, Keeper.renamed(user, "Name" + random.nextInt())));
                }
                keeper.engine.appendEvents(facts);
            }
            assertThat(chain.extend()).isPresent();
        }
        assertThat(chain.extend()).isEmpty();
    }

    private ChainView check() {
        return chain.check(progress -> {});
    }

    @Test
    void an_untouched_history_is_intact_and_every_fact_is_part_of_it() throws Exception {
        assertThat(check().state()).isEqualTo(State.INTACT);
        assertThat(check().head()).isNull();

        history(new Random(1), 12);
        keeper.append("too recent");

        ChainView view = check();
        long facts = Long.parseLong(
                Clusters.query(database, "select count(*) from store.fact").get(0));
        assertThat(view.state()).isEqualTo(State.INTACT);
        assertThat(view.facts()).isEqualTo(facts - 1);
        assertThat(view.unsigned()).isEqualTo(1);
        assertThat(view.firstBad()).isNull();
        assertThat(view.head().block()).isEqualTo(12);
        assertThat(view.head().facts()).isEqualTo(facts - 1);
        assertThat(Files.readString(note))
                .contains(view.head().link(), view.head().publicKey());
    }

    @Test
    void while_facts_are_appended_and_chained_no_check_gives_an_alarm() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread writer = new Thread(() -> {
                while (!enough.get()) {
                    keeper.append("busy");
                }
            });
            writer.start();
            writers.add(writer);
        }
        try (Notary notary = new Notary(chain, keeper.bell, Duration.ofMillis(5))) {
            notary.start();
            long checked = 0;
            for (int i = 0; i < 30; i++) {
                ChainView view = check();
                assertThat(view.state()).as(String.valueOf(view.firstBad())).isEqualTo(State.INTACT);
                checked = Math.max(checked, view.facts());
            }
            assertThat(checked).isPositive();
        } finally {
            enough.set(true);
            for (Thread writer : writers) {
                writer.join();
            }
        }
    }

    /** One way of tampering; answers where the first bad place is, or nothing where only that there is one can be told. */
    private interface Tampering {
        String with(Statement sql, Random random, List<String> places) throws SQLException;
    }

    private static String of(String place) {
        String[] parts = place.split("\\.");
        return "era = " + parts[0] + " and xid = '" + parts[1] + "'::xid8 and number = " + parts[2];
    }

    private static String any(Random random, List<String> places) {
        return places.get(random.nextInt(places.size()));
    }

    private static Tampering altering(String set) {
        return (sql, random, places) -> {
            String place = any(random, places);
            assertThat(sql.executeUpdate("update store.fact set " + set.replace("?", "" + random.nextInt(8)) + " where "
                            + of(place)))
                    .isOne();
            return place;
        };
    }

    private static String inserting(String number, String place) {
        return "insert into store.fact (era, xid, number, event_id, aggregate_id, aggregate_type, sequence, name, revision,"
                + " occurred_at, metadata, payload) overriding system value select era, xid, " + number
                + ", gen_random_uuid(), 'forged', aggregate_type, 0, name, revision, occurred_at, metadata, payload"
                + " from store.fact where " + of(place);
    }

    private static Tampering forging(String statement) {
        return (sql, random, places) -> {
            assertThat(sql.executeUpdate(statement.replace("?", "" + random.nextInt(8))))
                    .isPositive();
            return "";
        };
    }

    private static final TreeMap<String, Tampering> TAMPERINGS_BY_NAME = new TreeMap<>();

    static {
        var all = TAMPERINGS_BY_NAME;
        all.put("a bit of the payload", altering("payload = set_bit(payload, 80 + ?, 1 - get_bit(payload, 80 + ?))"));
        all.put("metadata", altering("metadata = metadata || ' '"));
        all.put("name", altering("name = 'user-locked'"));
        all.put("revision", altering("revision = revision || '0'"));
        all.put("time", altering("occurred_at = occurred_at + interval '1 microsecond'"));
        all.put("event", altering("event_id = gen_random_uuid()"));
        all.put("aggregate", altering("aggregate_id = gen_random_uuid()::text"));
        all.put("aggregate type", altering("aggregate_type = null"));
        all.put("version", altering("sequence = sequence + 100"));
        all.put("a fact removed", (sql, random, places) -> {
            String place = any(random, places);
            sql.executeUpdate("delete from store.fact where " + of(place));
            return place;
        });
        all.put("a fact inserted", (sql, random, places) -> {
            String place = places.get(random.nextInt(places.size() - 20));
            sql.executeUpdate(inserting("number + 1000000", place));
            String[] parts = place.split("\\.");
            return parts[0] + "." + parts[1] + "." + (Long.parseLong(parts[2]) + 1_000_000);
        });
        all.put("a fact that cannot be", (sql, random, places) -> {
            sql.executeUpdate(inserting("-number", any(random, places)));
            return "";
        });
        all.put("two facts exchanged", (sql, random, places) -> {
            int one = random.nextInt(places.size() - 1);
            int other = one + 1 + random.nextInt(places.size() - one - 1);
            sql.executeUpdate(
                    "update store.fact f set payload = g.payload, metadata = g.metadata || '' from store.fact g"
                            + " where ("
                            + of(places.get(one))
                                    .replace("era", "f.era")
                                    .replace("xid =", "f.xid =")
                                    .replace("number", "f.number")
                            + " and "
                            + of(places.get(other))
                                    .replace("era", "g.era")
                                    .replace("xid =", "g.xid =")
                                    .replace("number", "g.number")
                            + ") or ("
                            + of(places.get(other))
                                    .replace("era", "f.era")
                                    .replace("xid =", "f.xid =")
                                    .replace("number", "f.number")
                            + " and "
                            + of(places.get(one))
                                    .replace("era", "g.era")
                                    .replace("xid =", "g.xid =")
                                    .replace("number", "g.number")
                            + ")");
            return places.get(one);
        });
        all.put("facts at the end removed", (sql, random, places) -> {
            String place = places.get(places.size() - 1 - random.nextInt(10));
            String[] parts = place.split("\\.");
            sql.executeUpdate("delete from store.fact where (era, xid, number) >= (" + parts[0] + ", '" + parts[1]
                    + "'::xid8, " + parts[2] + ")");
            return place;
        });
        all.put("the end cut off, chain included", (sql, random, places) -> {
            int rows = 1 + random.nextInt(5);
            sql.executeUpdate("delete from store.chain where block > (select max(block) from store.chain) - " + rows);
            sql.executeUpdate("delete from store.fact where number > (select min(number) from (select number from"
                    + " store.fact order by era, xid, number limit (select max(facts) from store.chain)) f"
                    + ") + (select max(facts) from store.chain) - 1");
            return "";
        });
        all.put(
                "links",
                forging("update store.chain set entries = set_bit(entries, 160 + ?, 1 - get_bit(entries, 160 + ?))"
                        + " where block = 1 + ?"));
        all.put(
                "places in the chain",
                forging("update store.chain set entries = set_bit(entries, 88 + ?, 1 - get_bit(entries,"
                        + " 88 + ?)) where block = 1 + ?"));
        all.put(
                "signature",
                forging("update store.chain set signature = set_bit(signature, ?, 1 - get_bit(signature, ?))"
                        + " where block = 2 + ?"));
        all.put(
                "time of signing",
                forging("update store.chain set signed_at = signed_at - interval '1 second' where block = 1 + ?"));
        all.put("signer", forging("update store.chain set signed_by = 'somebody' where block = 1 + ?"));
        all.put(
                "who vouches for the signer",
                forging("update store.chain set certificate = decode(repeat('ab', 96), 'hex') where block = 1 + ?"));
        all.put("count", forging("update store.chain set facts = facts + 1 where block = 1 + ?"));
        all.put("a row of the chain removed", forging("delete from store.chain where block = 1 + ?"));
        all.put("no entries", forging("update store.chain set entries = '' where block = 1 + ?"));
    }

    @Test
    void whatever_is_altered_is_found_and_the_first_bad_place_named() throws Exception {
        long seed = Long.getLong("rollcall.chain.seed", System.nanoTime());
        Random random = new Random(seed);
        history(random, 25);
        List<String> places = Clusters.query(
                database, "select era || '.' || xid || '.' || number from store.fact order by era, xid, number");
        List<String> names = List.copyOf(TAMPERINGS_BY_NAME.keySet());
        int found = 0;
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < TAMPERINGS; i++) {
                String name = names.get(i % names.size());
                String expected;
                try (Statement sql = connection.createStatement()) {
                    expected = TAMPERINGS_BY_NAME.get(name).with(sql, random, places);
                }
                ChainView view = chain.check(connection, progress -> {});
                connection.rollback();
                assertThat(view.state()).as("%s, seed %d", name, seed).isEqualTo(State.BROKEN);
                if (!expected.isEmpty()) {
                    assertThat(view.firstBad().position())
                            .as("%s, seed %d: %s", name, seed, view.firstBad())
                            .hasToString(expected);
                }
                found++;
            }
            assertThat(chain.check(connection, progress -> {}).state()).isEqualTo(State.INTACT);
            connection.rollback();
        }
        System.out.printf(
                "%d tamperings of %d kinds with a history of %d facts: %d found (seed %d)%n",
                TAMPERINGS, names.size(), places.size(), found, seed);
    }

    @Test
    void who_makes_the_whole_chain_anew_lacks_the_key_and_whoever_has_it_lacks_the_second_place() throws Exception {
        history(new Random(3), 10);
        Clusters.execute(
                database,
                "update store.fact set metadata = metadata || ' ' where number = (select min(number) from store.fact)",
                "delete from store.chain");

        InstallationKey another = InstallationKey.random();
        Chain stranger = new Chain(database, () -> ChainKey.of(another), null, Clock.systemUTC());
        assertThat(stranger.extend()).isPresent();
        assertThat(check().firstBad().kind()).isEqualTo(Kind.CHAIN_FORGED);

        Clusters.execute(database, "delete from store.chain");
        Chain insider = new Chain(database, () -> ChainKey.of(installation), null, Clock.systemUTC());
        assertThat(insider.extend()).isPresent();
        assertThat(insider.check(progress -> {}).state()).isEqualTo(State.INTACT);
        String noted = Files.readString(note);
        assertThat(check().firstBad().kind()).isEqualTo(Kind.TAIL_CUT);

        keeper.append("more");
        assertThat(chain.extend()).isPresent();
        assertThat(Files.readString(note))
                .as("the note outlives what it does not fit")
                .isEqualTo(noted);
    }

    @Test
    void a_dump_can_be_checked_where_there_is_no_database() throws Exception {
        history(new Random(4), 8);
        UserId odd = Keeper.user();
        keeper.engine.appendEvents(Keeper.fact(odd, 0, Keeper.renamed(odd, "Tab\t, line\n, back\\slash, Émilie 🙂")));
        assertThat(chain.extend()).isPresent();
        Path dump = folder.resolve("dump.sql");
        Files.writeString(dump, dumped("fact") + dumped("chain"));
        Path publicKey = folder.resolve("key");
        Files.writeString(publicKey, ChainKey.of(installation).publicKey() + "\n");

        ChainView view = DumpCheck.of(dump, note, progress -> {});
        assertThat(view.state()).as(String.valueOf(view.firstBad())).isEqualTo(State.INTACT);
        assertThat(view.facts()).isEqualTo(check().facts());
        assertThat(DumpCheck.of(dump, publicKey, progress -> {}).state()).isEqualTo(State.INTACT);

        Files.writeString(dump, dumped("fact").replaceFirst("user-renamed", "user-created") + dumped("chain"));
        assertThat(DumpCheck.of(dump, publicKey, progress -> {}).firstBad().kind())
                .isEqualTo(Kind.ALTERED);
        Clusters.execute(
                database, "delete from store.chain where block > 5", "delete from store.fact where number > 1");
        Files.writeString(dump, dumped("fact") + dumped("chain"));
        assertThat(DumpCheck.of(dump, note, progress -> {}).firstBad().kind()).isEqualTo(Kind.REMOVED);
        Files.writeString(dump, dumped("fact"));
        assertThatThrownBy(() -> DumpCheck.of(dump, note, progress -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds no chain of facts");
    }

    @Test
    void goes_on_under_another_key_and_is_checked_with_the_one_public_key_of_the_installation() throws Exception {
        InstallationKey next = InstallationKey.random();
        String publicKey = ChainKey.of(installation).publicKey();
        history(new Random(5), 3);
        InstallationKey keys = InstallationKey.parse(installation.export());
        chain = chain(keys);
        keys.exchange(installation.rotated(next));
        history(new Random(6), 3);
        InstallationKey third = installation.rotated(InstallationKey.random());
        keys.exchange(third);
        history(new Random(7), 3);

        assertThat(check().state())
                .as("the key between is not in the list any more")
                .isEqualTo(State.INTACT);
        assertThat(check().head().publicKey()).isEqualTo(publicKey);
        assertThat(Clusters.query(database, "select distinct signed_by from store.chain"))
                .hasSize(3);
        assertThat(chain(installation).check(progress -> {}).state()).isEqualTo(State.INTACT);
        Path dump = folder.resolve("dump.sql");
        Path key = folder.resolve("key");
        Files.writeString(dump, dumped("fact") + dumped("chain"));
        Files.writeString(key, publicKey);
        assertThat(DumpCheck.of(dump, note, progress -> {}).state()).isEqualTo(State.INTACT);
        assertThat(DumpCheck.of(dump, key, progress -> {}).state()).isEqualTo(State.INTACT);
        Files.writeString(key, ChainKey.of(next).publicKey());
        assertThat(DumpCheck.of(dump, key, progress -> {}).firstBad().kind()).isEqualTo(Kind.CHAIN_FORGED);

        // somebody who vouches for itself, and somebody with another's certificate
        for (String certificate : List.of(
                "set_byte(certificate, 40, 255 - get_byte(certificate, 40))",
                "set_byte(certificate, 3, 255 - get_byte(certificate, 3))",
                "null",
                "(select certificate from store.chain where block = 9)",
                "substring(certificate from 1 for 32)")) {
            try (Connection connection = database.getConnection();
                    Statement sql = connection.createStatement()) {
                connection.setAutoCommit(false);
                assertThat(sql.executeUpdate(
                                "update store.chain set certificate = " + certificate + " where block = 5"))
                        .isEqualTo(1);
                assertThat(chain.check(connection, progress -> {}).firstBad().kind())
                        .as(certificate)
                        .isEqualTo(Kind.CHAIN_FORGED);
                connection.rollback();
            }
        }
    }

    /** As pg_dump writes the rows of a table. */
    private String dumped(String table) throws Exception {
        List<String> columns = Clusters.query(
                database,
                "select column_name from information_schema.columns where table_schema = 'store' and table_name = '"
                        + table + "' order by ordinal_position");
        String copy = "store." + table + " (" + String.join(", ", columns) + ")";
        StringWriter rows = new StringWriter();
        try (Connection connection = database.getConnection()) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut("copy " + copy + " to stdout", rows);
        }
        return "COPY " + copy + " FROM stdin;\n" + rows + "\\.\n\n";
    }

    @Test
    void two_processes_never_chain_the_same_facts_twice() throws Exception {
        Chain other = chain(installation);
        List<Thread> notaries = new ArrayList<>();
        AtomicBoolean enough = new AtomicBoolean();
        List<Exception> failures = new ArrayList<>();
        for (Chain each : List.of(chain, other)) {
            Thread thread = new Thread(() -> {
                while (!enough.get()) {
                    try {
                        each.extend();
                    } catch (Exception failure) {
                        failures.add(failure);
                    }
                }
            });
            thread.start();
            notaries.add(thread);
        }
        for (int i = 0; i < 200; i++) {
            keeper.append("fact " + i);
        }
        enough.set(true);
        for (Thread thread : notaries) {
            thread.join();
        }
        chain.extend();

        assertThat(failures).isEmpty();
        assertThat(check().state()).isEqualTo(State.INTACT);
        assertThat(check().facts()).isEqualTo(200);
    }
}
