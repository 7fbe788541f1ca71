package dev.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class PositionTest {

    private final JsonMapper mapper = JsonMapper.shared();

    @Test
    void is_written_and_read_as_its_parts_joined_by_dots() {
        Position three = Position.of(1L, 7345L, 12L);

        assertThat(three).hasToString("1.7345.12");
        assertThat(Position.parse("1.7345.12")).isEqualTo(three);
        assertThat(Position.parse("0")).isEqualTo(Position.of(0L));
        assertThat(mapper.writeValueAsString(three)).isEqualTo("\"1.7345.12\"");
        assertThat(mapper.readValue("\"1.7345.12\"", Position.class)).isEqualTo(three);
    }

    @Test
    void is_compared_number_by_number_and_not_letter_by_letter() {
        List<String> ascending =
                List.of("1.2.3", "1.2.10", "1.10.1", "1.10.2", "2.1.1", "10.1.1", "9223372036854775807.0.0");

        Stream<Position> shuffled = Stream.of(5, 2, 6, 0, 4, 1, 3).map(i -> Position.parse(ascending.get(i)));

        assertThat(shuffled.sorted()).map(Position::toString).isEqualTo(ascending);
        assertThat(Position.of(4L)).isLessThan(Position.of(30L)).isEqualByComparingTo(Position.of(4L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "1.",
                ".1",
                "1..2",
                "1.2.3.4",
                "-1",
                "+1",
                "1.x",
                " 1",
                "1 ",
                "1,2",
                "12345678901234567890",
                "9223372036854775808",
                "٣",
                "1\n"
            })
    void refuses_what_it_did_not_write(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Position.parse(text));
    }

    @Test
    void has_one_to_three_parts_none_of_them_negative() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Position(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> Position.of(1L, 2L, 3L, 4L));
        assertThatIllegalArgumentException().isThrownBy(() -> Position.of(1L, -2L));
    }
}
