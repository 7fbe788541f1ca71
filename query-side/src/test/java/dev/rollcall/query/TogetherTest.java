package dev.rollcall.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;

class TogetherTest {

    private static final Postgres POSTGRES = new Postgres();

    private final JdbcTemplate jdbc = POSTGRES.template();
    private final Together together = new Together(jdbc);
    private final List<String> seen = new ArrayList<>();

    @BeforeEach
    void anEmptyTable() {
        jdbc.execute("drop table if exists together; create table together (id uuid primary key, name text not null)");
    }

    @Test
    void each_statement_sees_what_those_before_it_did_and_has_its_own_parameters() {
        UUID one = new UUID(0, 1);
        UUID two = new UUID(0, 2);

        together.ask("select count(*) from together", row -> seen.add("before " + row.getLong(1)));
        together.change("insert into together values (?, ?), (?, ?)", one, "a; b?", two, "c");
        together.ask(
                "select id, name from together where id = any(?) and name <> ? order by id",
                row -> seen.add(row.getObject(1, UUID.class) + " " + row.getString(2)),
                new UUID[] {one, two},
                "z");
        together.change("delete from together where id = ?", one);
        together.ask("select name from together", row -> seen.add("left " + row.getString(1)));
        together.run();

        assertThat(seen).containsExactly("before 0", one + " a; b?", two + " c", "left c");
    }

    @Test
    void what_comes_afterwards_comes_after_all_statements() {
        together.afterwards(() -> seen.add("afterwards " + names()));
        together.change("insert into together values (?, ?)", new UUID(0, 1), "a");
        together.run();

        assertThat(seen).containsExactly("afterwards [a]");
    }

    @Test
    void nothing_after_a_statement_that_fails_is_carried_out_then_or_later() {
        together.change("insert into together values (?, ?)", new UUID(0, 1), null);
        together.change("insert into together values (?, ?)", new UUID(0, 2), "b");
        together.afterwards(() -> seen.add("afterwards"));

        assertThatThrownBy(together::run).isInstanceOf(DataIntegrityViolationException.class);
        together.run();

        assertThat(names()).isEmpty();
        assertThat(seen).isEmpty();
    }

    @Test
    void what_was_carried_out_is_not_carried_out_again() {
        together.change("insert into together values (?, ?)", new UUID(0, 1), "a");
        together.run();
        together.run();

        assertThat(names()).containsExactly("a");
    }

    @Test
    void it_goes_on_working_once_the_statements_are_prepared_by_the_server() {
        for (int round = 0; round < 20; round++) {
            together.change("insert into together values (?, ?)", new UUID(1, round), "n" + round);
            together.ask("select count(*) from together", row -> seen.add(row.getString(1)));
            together.run();
        }

        assertThat(seen).last().isEqualTo("20");
    }

    private List<String> names() {
        return jdbc.queryForList("select name from together order by name", String.class);
    }
}
