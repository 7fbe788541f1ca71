package dev.rollcall.command.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.WrongSetting;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class CommandSettingsTest {

    @Test
    void what_is_not_set_is_as_documented() {
        CommandSettings settings = bound(Map.of());

        assertThat(settings.longestWait()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.tokenExpiresIn()).isNull();
        assertThat(settings.reasonRequired()).isFalse();
        assertThat(settings.password()).isEqualTo(new CommandSettings.Password(8, 128, 5, 19_456, 2, false));
        assertThat(settings.signIn())
                .isEqualTo(new CommandSettings.SignIn(5, 10, 200, 0, Duration.ofMinutes(15), Duration.ofDays(90)));
        assertThat(settings.session())
                .isEqualTo(new CommandSettings.Session(Duration.ofMinutes(30), Duration.ofHours(12), 5));
    }

    @ParameterizedTest
    @CsvSource({
        "longest-wait, 99ms",
        "longest-wait, 61s",
        "password.fewest-characters, 3",
        "password.fewest-characters, 129",
        "password.most-characters, 7",
        "password.most-characters, 1025",
        "password.history, -1",
        "password.history, 26",
        "password.memory-kib, 19455",
        "password.memory-kib, 1048577",
        "password.passes, 1",
        "password.passes, 101",
        "sign-in.most-in-a-row, 0",
        "sign-in.most-in-a-row, 101",
        "sign-in.most-of-name, 0",
        "sign-in.most-of-name, 10001",
        "sign-in.most-of-address, 0",
        "sign-in.most-of-address, 1000001",
        "sign-in.hashes-at-once, -1",
        "sign-in.hashes-at-once, 257",
        "sign-in.strangers-wait, -1s",
        "sign-in.strangers-wait, 25h",
        "sign-in.browser-kept, 59m",
        "sign-in.browser-kept, 401d",
        "session.idle, 59s",
        "session.idle, 25h",
        "session.longest, 29m",
        "session.longest, 31d",
        "session.most-of-user, 0",
        "session.most-of-user, 101"
    })
    void a_wrong_one_is_named_with_its_range(String name, String value) {
        assertThatThrownBy(() -> bound(Map.of("rollcall.command." + name, value)))
                .rootCause()
                .isInstanceOf(WrongSetting.class)
                .hasMessageStartingWith("rollcall.command." + name + " must be ");
    }

    @ParameterizedTest
    @CsvSource({
        "longest-wait, 100ms",
        "longest-wait, 60s",
        "password.fewest-characters, 4",
        "password.fewest-characters, 128",
        "password.most-characters, 8",
        "password.most-characters, 1024",
        "password.history, 0",
        "password.history, 25",
        "sign-in.most-in-a-row, 1",
        "sign-in.most-in-a-row, 100",
        "sign-in.most-of-name, 1",
        "sign-in.most-of-name, 10000",
        "sign-in.most-of-address, 1",
        "sign-in.most-of-address, 1000000",
        "sign-in.hashes-at-once, 256"
    })
    void the_edges_of_the_ranges_are_right(String name, String value) {
        assertThat(bound(Map.of("rollcall.command." + name, value))).isNotNull();
    }

    private static CommandSettings bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("rollcall.command", CommandSettings.class);
    }
}
