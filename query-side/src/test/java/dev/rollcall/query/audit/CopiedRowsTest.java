package dev.rollcall.query.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.query.Postgres;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

class CopiedRowsTest {

    private static final Postgres POSTGRES = new Postgres();

    private final JdbcTemplate jdbc = POSTGRES.template();

    @BeforeEach
    void table() {
        jdbc.execute("drop table if exists copied");
        jdbc.execute("create table copied (place bigint[] primary key, said text, state jsonb)");
    }

    @Test
    void what_is_copied_is_what_is_read_whatever_is_in_it() {
        List<String> texts = List.of(
                "",
                "\\N",
                "\\",
                "\\.",
                "tab\there",
                "line\nand\r\nline",
                "\b\f\u000b",
                "Ünïcode 🙂",
                "\"q\" 'a' {,}",
                "\\t");
        CopiedRows rows = new CopiedRows();
        for (int i = 0; i < texts.size(); i++) {
            rows.add(List.of("{1," + i + "}", texts.get(i), Json.written(List.of(texts.get(i)))));
        }
        rows.add(Arrays.asList("{2}", null, null));

        rows.into("copied", "place, said, state", jdbc);

        assertThat(jdbc.queryForList("select said from copied where place < '{2}' order by place", String.class))
                .isEqualTo(texts);
        assertThat(jdbc.queryForList("select state ->> 0 from copied where place < '{2}' order by place", String.class))
                .isEqualTo(texts);
        assertThat(jdbc.queryForObject("select count(*) from copied where said is null and state is null", Long.class))
                .isEqualTo(1);
    }

    @Test
    void a_row_that_is_there_already_is_an_error_and_none_is_written() {
        jdbc.update("insert into copied values ('{1}', 'there', null)");
        CopiedRows rows = new CopiedRows();
        rows.add(List.of("{0}", "new", "1"));
        rows.add(List.of("{1}", "again", "1"));

        assertThatThrownBy(() -> rows.into("copied", "place, said, state", jdbc))
                .isInstanceOf(DuplicateKeyException.class);
        assertThat(jdbc.queryForList("select said from copied", String.class)).containsExactly("there");
    }
}
