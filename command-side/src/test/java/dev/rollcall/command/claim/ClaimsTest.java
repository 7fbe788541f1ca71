package dev.rollcall.command.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.command.Stage;
import dev.rollcall.command.engine.OwnAccord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimsTest {

    private final EventStore store = Stage.store();
    private final Claims claims = new SourcedClaims(Stage.aggregates(store), InstallationKey.random());
    private final OwnAccord ownAccord = new OwnAccord();

    @Test
    void a_taken_value_has_its_owner_and_nobody_else_gets_it() {
        take("ada", "user-1");

        assertThat(owner("ada")).contains("user-1");
        assertThatThrownBy(() -> take("ada", "user-2")).isInstanceOfSatisfying(Rejected.class, refused -> assertThat(
                        refused.refusal().rejection())
                .isEqualTo(Rejection.USERNAME_TAKEN));
        assertThat(owner("ada")).contains("user-1");
    }

    @Test
    void taking_what_one_has_already_records_nothing() {
        take("ada", "user-1");
        long before = facts();

        take("ada", "user-1");

        assertThat(facts()).isEqualTo(before);
    }

    @Test
    void a_value_can_be_taken_released_and_taken_again() {
        take("ada", "user-1");
        release("ada");
        assertThat(owner("ada")).isEmpty();

        take("ada", "user-2");
        release("ada");
        take("ada", "user-1");

        assertThat(owner("ada")).contains("user-1");
    }

    @Test
    void releasing_what_nobody_has_records_nothing() {
        release("ada");

        assertThat(facts()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"ada,ADA", "ada,' ada '", "straße,STRASSE", "ΣΊΣΥΦΟΣ,σίσυφος", "ﬁne,FINE", "é,É"})
    void values_are_the_same_regardless_of_case_and_composition(String taken, String wanted) {
        take(taken, "user-1");

        assertThat(owner(wanted)).contains("user-1");
    }

    @Test
    void kinds_do_not_get_in_each_others_way() {
        take("ada", "user-1");
        ownAccord.decide(() -> claims.take(ClaimKind.CLIENT_NAME, "ada", "client-1", Rejection.CLIENT_NAME_TAKEN));

        assertThat(owner("ada")).contains("user-1");
    }

    @Test
    void a_fact_does_not_tell_the_value() {
        take("ada@example.org", "user-1");

        store.openStream(null).asStream().limit(1).forEach(fact -> assertThat(
                        fact.getPayload().toString() + fact.getMetaData())
                .doesNotContain("ada")
                .contains("user-1"));
    }

    @Test
    void moving_to_another_value_frees_the_first() {
        take("ada", "user-1");

        ownAccord.decide(() -> claims.move(ClaimKind.USERNAME, "ada", "countess", "user-1", Rejection.USERNAME_TAKEN));

        assertThat(owner("ada")).isEmpty();
        assertThat(owner("countess")).contains("user-1");
    }

    @Test
    void moving_to_the_same_value_written_differently_keeps_it() {
        take("ada", "user-1");

        ownAccord.decide(() -> claims.move(ClaimKind.USERNAME, "ada", "Ada", "user-1", Rejection.USERNAME_TAKEN));

        assertThat(owner("ada")).contains("user-1");
        assertThat(facts()).isEqualTo(1);
    }

    @Test
    void moving_to_a_taken_value_moves_nothing() {
        take("ada", "user-1");
        take("bob", "user-2");

        assertThatThrownBy(() -> ownAccord.decide(
                        () -> claims.move(ClaimKind.USERNAME, "ada", "bob", "user-1", Rejection.USERNAME_TAKEN)))
                .isInstanceOf(Rejected.class);

        assertThat(owner("ada")).contains("user-1");
        assertThat(owner("bob")).contains("user-2");
    }

    @Test
    void two_owners_can_swap_by_way_of_a_third_value() {
        take("ada", "user-1");
        take("bob", "user-2");
        move("ada", "spare", "user-1");
        move("bob", "ada", "user-2");
        move("spare", "bob", "user-1");

        assertThat(owner("ada")).contains("user-2");
        assertThat(owner("bob")).contains("user-1");
        assertThat(owner("spare")).isEmpty();
    }

    @Test
    void of_many_who_want_it_at_the_same_moment_one_gets_it() throws Exception {
        Claims raced = new SourcedClaims(Stage.aggregates(Stage.store(Stage.database())), InstallationKey.random());
        List<Runnable> takers = IntStream.range(0, 6)
                .mapToObj(taker -> (Runnable) () -> ownAccord.decide(
                        () -> raced.take(ClaimKind.EMAIL, "ada@example.org", "user-" + taker, Rejection.EMAIL_TAKEN)))
                .toList();

        List<Throwable> failures = Stage.race(takers);

        assertThat(failures).filteredOn(failure -> failure == null).hasSize(1);
        assertThat(failures).filteredOn(failure -> failure != null).allSatisfy(failure -> assertThat(
                        ((Rejected) failure).refusal().rejection())
                .isEqualTo(Rejection.EMAIL_TAKEN));
    }

    private void take(String value, String owner) {
        ownAccord.decide(() -> claims.take(ClaimKind.USERNAME, value, owner, Rejection.USERNAME_TAKEN));
    }

    private void move(String from, String to, String owner) {
        ownAccord.decide(() -> claims.move(ClaimKind.USERNAME, from, to, owner, Rejection.USERNAME_TAKEN));
    }

    private void release(String value) {
        ownAccord.decide(() -> claims.release(ClaimKind.USERNAME, value));
    }

    private Optional<String> owner(String value) {
        AtomicReference<Optional<String>> owner = new AtomicReference<>();
        ownAccord.decide(() -> owner.set(claims.owner(ClaimKind.USERNAME, value)));
        return owner.get();
    }

    private long facts() {
        var stream = store.openStream(null);
        return Stream.generate(() -> stream.peek().isPresent() ? next(stream) : null)
                .takeWhile(fact -> fact != null)
                .count();
    }

    private static Object next(org.axonframework.common.stream.BlockingStream<?> stream) {
        try {
            return stream.nextAvailable();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
