package dev.rollcall.query.projection;

import dev.rollcall.api.Fact;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserRenamed;
import dev.rollcall.query.Projection;
import dev.rollcall.query.Together;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.SequenceNumber;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The names of users, and how many facts there are about each. Fails on demand. */
class SampleProjection implements Projection {

    /** What a test does to facts before they are applied. */
    static final class Mischief {
        volatile Consumer<Fact> before = fact -> {};
        /** What is written for the new name of a user instead, if anything. */
        volatile @Nullable String atRename;
    }

    private final String name;
    private final JdbcTemplate jdbc;
    private final String table;
    private final Mischief mischief;
    private final List<Runnable> held = new ArrayList<>();

    SampleProjection(DataSource dataSource, String schema, Mischief mischief) {
        this("sample", dataSource, schema, mischief);
    }

    SampleProjection(String name, DataSource dataSource, String schema, Mischief mischief) {
        this.name = name;
        this.jdbc = new JdbcTemplate(dataSource);
        this.table = schema + ".person";
        this.mischief = mischief;
    }

    @Override
    public String name() {
        return name;
    }

    @EventHandler
    void on(UserCreated fact, @SequenceNumber long number) {
        mischief.before.accept(fact);
        held.add(() -> jdbc.update(
                "insert into " + table + " values (?, ?, ?) on conflict (id) do nothing",
                fact.user().value(),
                fact.firstName(),
                number + 1));
    }

    @EventHandler
    void on(UserRenamed fact, @SequenceNumber long number) {
        mischief.before.accept(fact);
        held.add(() -> rename(fact, number));
    }

    private void rename(UserRenamed fact, long number) {
        int rows = jdbc.update(
                "update " + table + " set name = ?, facts = ? where id = ?",
                mischief.atRename == null ? fact.firstName() : mischief.atRename,
                number + 1,
                fact.user().value());
        if (rows != 1) {
            throw new IllegalStateException("there is no user " + fact.user());
        }
    }

    @EventHandler
    void pass(Fact other) {
        mischief.before.accept(other);
    }

    @Override
    public void begin(List<? extends EventMessage<?>> facts, Together reads) {
        held.clear();
    }

    @Override
    public void flush(Together writes) {
        held.forEach(writes::afterwards);
        held.clear();
    }

    @Override
    public boolean follows(String aggregateType) {
        return aggregateType.equals("User");
    }

    @Override
    public List<UUID> subjects(@Nullable UUID after, int most) {
        return jdbc.queryForList("select id from " + table + " order by id", UUID.class).stream()
                .filter(id -> after == null || id.toString().compareTo(after.toString()) > 0)
                .limit(most)
                .toList();
    }

    @Override
    public Map<UUID, Long> versions(Collection<UUID> subjects) {
        Map<UUID, Long> versions = new HashMap<>();
        jdbc.query("select id, facts from " + table, row -> {
            versions.put(row.getObject(1, UUID.class), row.getLong(2) - 1);
        });
        versions.keySet().retainAll(subjects);
        return versions;
    }

    @Override
    public String checksum() {
        return jdbc.queryForObject(
                "select count(*) || ':' || coalesce(sum(hashtextextended(p::text, 0)::numeric), 0) from " + table
                        + " p",
                String.class);
    }

    @Override
    public void erase(Collection<UserId> users) {
        // nobody is erased here
    }

    @Override
    public void reset() {
        jdbc.update("delete from " + table);
    }

    String nameOf(UUID user) {
        return jdbc.queryForList("select name from " + table + " where id = ?", String.class, user).stream()
                .findFirst()
                .orElse("");
    }

    long count() {
        return jdbc.queryForObject("select count(*) from " + table, Long.class);
    }
}
