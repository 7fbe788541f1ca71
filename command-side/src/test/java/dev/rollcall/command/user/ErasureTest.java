package dev.rollcall.command.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.Personal;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Via;
import dev.rollcall.api.user.CreateUser;
import dev.rollcall.api.user.EditUser;
import dev.rollcall.api.user.EraseUser;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.RemoveUser;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserErased;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserRemoved;
import dev.rollcall.command.NotedKeys;
import dev.rollcall.command.Room;
import dev.rollcall.command.engine.Tables;
import java.util.List;
import java.util.UUID;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Erasing somebody in the whole room, and what is made good of it later. */
class ErasureTest {

    private static Room room;
    private static NotedKeys keys;
    private static ErasureSweeper sweeper;

    private final UserId user = new UserId(UUID.randomUUID());

    @BeforeAll
    static void open() {
        room = new Room();
        keys = room.bean(NotedKeys.class);
        sweeper = room.bean(ErasureSweeper.class);
    }

    @AfterAll
    static void close() {
        room.close();
    }

    @BeforeEach
    void create_a_user() {
        keys.asked.clear();
        create(user);
    }

    private void create(UserId created) {
        var password = room.key().seal("First.Word.1");
        send(new CreateUser(
                created,
                "u" + user,
                SignInConfiguration.DEFAULT,
                "e" + user + "@example.org",
                "Ada",
                "Winter",
                password,
                password,
                PrimaryRole.QUALITY_ENGINEER,
                null,
                List.of()));
    }

    @Test
    void the_user_is_announced_before_the_fact_and_the_key_destroyed_after_it() {
        send(new EraseUser(user));

        assertThat(last(2)).containsExactly(UserRemoved.class, UserErased.class);
        assertThat(asked()).containsExactly("announce " + user, "destroy " + user);
        assertThat(count("password", "user_id::text")).isZero();
    }

    @Test
    void names_and_address_are_free_again() {
        send(new EraseUser(user));

        create(new UserId(UUID.randomUUID()));
    }

    @Test
    void nobody_finds_the_user_any_more_and_erasing_again_succeeds() {
        send(new RemoveUser(user, null));
        send(new EraseUser(user));

        assertThat(room.refusal(
                        new EditUser(
                                user, null, null, null, "x@example.org", null, null, null, null, null, null, List.of()),
                        room.byAdmin()))
                .isEqualTo(Rejection.USER_NOT_FOUND);
        assertThat(((Accepted) send(new EraseUser(user))).version()).isEqualTo(2);
        assertThat(room.refusal(new EraseUser(new UserId(UUID.randomUUID())), room.byAdmin()))
                .isEqualTo(Rejection.USER_NOT_FOUND);
    }

    @Test
    void a_refused_attempt_forgets_the_name_of_who_made_it() {
        var engineer = new dev.rollcall.api.Actor(
                dev.rollcall.api.Actor.Kind.USER, user.toString(), "u" + user, List.of("QUALITY_ENGINEER"));
        room.refusal(new RemoveUser(user, null), new Provenance(engineer, Via.API, "c").toMetaData());
        assertThat(count("refused_attempt", "actor_name", "u" + user)).isOne();

        send(new EraseUser(user));

        assertThat(count("refused_attempt", "actor_name", "u" + user)).isZero();
        assertThat(room.bean(Tables.class)
                        .jdbc()
                        .sql("SELECT actor_name FROM command.refused_attempt WHERE actor_id = ?")
                        .param(user.toString())
                        .query(String.class)
                        .single())
                .isEqualTo(Personal.ERASED);
    }

    @Test
    void what_a_crash_between_the_fact_and_the_key_leaves_is_made_good() {
        keys.outOfReach = true;
        send(new EraseUser(user));
        keys.outOfReach = false;
        assertThat(asked()).containsExactly("announce " + user);
        assertThat(last(1)).containsExactly(UserErased.class);

        sweeper.sweep();

        assertThat(asked()).containsExactly("announce " + user, "destroy " + user, "cleared " + user);
        assertThat(count("password", "user_id::text")).isZero();
    }

    @Test
    void an_announcement_that_nothing_came_of_leaves_the_user_alone() {
        keys.announce(user.value());

        sweeper.sweep();

        assertThat(asked()).doesNotContain("destroy " + user);
        assertThat(last(1)).doesNotContain(UserErased.class);
    }

    @Test
    void who_came_back_with_an_older_backup_is_erased_again() {
        keys.destroy(user.value());

        sweeper.sweep();

        assertThat(last(2)).containsExactly(UserRemoved.class, UserErased.class);
    }

    private static Object send(Object command) {
        return room.send(command, room.byAdmin());
    }

    /** Of the keys, about this user. */
    private List<String> asked() {
        return keys.asked.stream()
                .filter(asked -> asked.endsWith(user.toString()))
                .toList();
    }

    private List<Class<?>> last(int facts) {
        List<Class<?>> all = room.bean(EventStore.class)
                .readEvents(user.toString())
                .asStream()
                .<Class<?>>map(fact -> fact.getPayloadType())
                .toList();
        return all.subList(all.size() - facts, all.size());
    }

    private int count(String table, String column) {
        return count(table, column, user.toString());
    }

    private static int count(String table, String column, String value) {
        return room.bean(Tables.class)
                .jdbc()
                .sql("SELECT count(*) FROM command." + table + " WHERE " + column + " = ?")
                .param(value)
                .query(Integer.class)
                .single();
    }
}
