package dev.rollcall.command.user;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.rollcall.api.user.PasswordId;
import org.junit.jupiter.api.Test;

class RememberedPasswordsTest {

    private static final PasswordId FIRST = PlainPasswords.numbered(1);
    private static final PasswordId SECOND = PlainPasswords.numbered(2);

    private final RememberedPasswords remembered = new RememberedPasswords(Ticker.disabledTicker());

    @Test
    void only_the_password_that_was_right_is_right() {
        remembered.remember(FIRST, "Open.Sesame.1");

        assertThat(remembered.right(FIRST, "Open.Sesame.1")).isTrue();
        assertThat(remembered.right(FIRST, "Open.Sesame.2")).isFalse();
        assertThat(remembered.right(SECOND, "Open.Sesame.1")).isFalse();
    }

    @Test
    void another_process_remembers_nothing_of_it() {
        remembered.remember(FIRST, "Open.Sesame.1");

        assertThat(new RememberedPasswords(Ticker.disabledTicker()).right(FIRST, "Open.Sesame.1"))
                .isFalse();
    }

    @Test
    void an_accent_counts_however_it_is_composed() {
        remembered.remember(FIRST, "Caf\u00e9");

        assertThat(remembered.right(FIRST, "Cafe\u0301")).isTrue();
    }
}
