package dev.rollcall.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InstallationKeyTest {

    private final InstallationKey key = InstallationKey.parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    private final InstallationKey other = InstallationKey.random();

    @Test
    void opens_what_it_sealed() {
        for (String clear : new String[] {"", "secret", "päßwörd 🙂", "x".repeat(10_000)}) {
            assertThat(key.open(key.seal(clear))).isEqualTo(clear);
        }
    }

    @Test
    void seals_the_same_differently_every_time_and_says_nothing() {
        Sealed one = key.seal("secret");
        Sealed two = key.seal("secret");

        assertThat(one.box()).isNotEqualTo(two.box());
        assertThat(one).hasToString("sealed");
        assertThat(new String(Base64.getDecoder().decode(one.box()), ISO_8859_1))
                .doesNotContain("secret");
    }

    @Test
    void opens_nothing_that_was_altered_cut_off_or_sealed_under_another_key() {
        byte[] box = Base64.getDecoder().decode(key.seal("secret").box());

        IntStream.range(0, box.length).forEach(i -> {
            byte[] altered = box.clone();
            altered[i] ^= 1;
            refused(altered);
            refused(Arrays.copyOf(box, i));
        });
        assertThatIllegalArgumentException().isThrownBy(() -> other.open(key.seal("secret")));
        assertThatIllegalArgumentException().isThrownBy(() -> key.open(new Sealed("not base64!")));
    }

    private void refused(byte[] box) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> key.open(new Sealed(Base64.getEncoder().encodeToString(box))));
    }

    @Test
    void an_hmac_depends_on_key_purpose_and_value_and_on_nothing_else() {
        String hmac = key.hmac("claim", "username:ada");

        assertThat(hmac).matches("[0-9a-f]{64}").isEqualTo(key.hmac("claim", "username:ada"));
        assertThat(hmac)
                .isNotEqualTo(key.hmac("claim", "username:bob"))
                .isNotEqualTo(key.hmac("request", "username:ada"))
                .isNotEqualTo(other.hmac("claim", "username:ada"));
    }

    @Test
    void derives_the_same_for_ever() {
        // identifiers of claims are stored: were these to change, every unique value would be free again
        assertThat(key.hmac("claim", "username:ada"))
                .isEqualTo("f6e885b69bf52e6eeddb96f236eded36e9ff0f87a6ef1e0d69380371d55e71b1");
        assertThat(key.fingerprint()).isEqualTo("870d513ef7af561a");
    }

    @Test
    void survives_being_written_to_its_file() {
        InstallationKey read = InstallationKey.parse(key.export() + "\n");

        assertThat(read.fingerprint()).isEqualTo(key.fingerprint()).isNotEqualTo(other.fingerprint());
        assertThat(read.open(key.seal("secret"))).isEqualTo("secret");
    }

    @Test
    void shows_only_its_fingerprint() {
        assertThat(key.toString()).contains(key.fingerprint()).doesNotContain(key.export());
    }

    @Test
    void has_thirty_two_bytes() {
        assertThatIllegalArgumentException().isThrownBy(() -> new InstallationKey(new byte[31]));
        assertThatIllegalArgumentException().isThrownBy(() -> InstallationKey.parse("AAEC"));
        assertThatIllegalArgumentException().isThrownBy(() -> InstallationKey.parse("no base64"));
    }

    @Test
    void what_is_stored_for_ever_goes_by_the_first_key_whatever_comes_before_it() {
        InstallationKey rotated = key.rotated(other).rotated(InstallationKey.random());

        assertThat(rotated.fingerprint()).isEqualTo(key.fingerprint());
        assertThat(rotated.hmac("claim", "username:ada")).isEqualTo(key.hmac("claim", "username:ada"));
        assertThat(rotated.identity().export()).isEqualTo(key.export());
        assertThat(rotated.current()).isNotEqualTo(key.fingerprint()).isNotEqualTo(other.fingerprint());
        assertThat(rotated.derive("assertion")).isNotEqualTo(key.derive("assertion"));
    }

    @Test
    void seals_and_wraps_under_the_current_key_and_opens_what_is_under_any() {
        InstallationKey rotated = key.rotated(other);
        Sealed before = key.seal("secret");
        byte[] wrapped = key.wrap(new byte[] {1, 2}, "ada");

        assertThat(rotated.open(before)).isEqualTo("secret");
        assertThat(rotated.unwrap(wrapped, "ada")).containsExactly(1, 2);
        assertThat(other.open(rotated.seal("secret"))).isEqualTo("secret");
        assertThat(other.unwrap(rotated.wrap(new byte[] {3}, "ada"), "ada")).containsExactly(3);
        assertThatIllegalArgumentException().isThrownBy(() -> key.open(rotated.seal("secret")));
        assertThat(key.unwrap(rotated.wrap(new byte[] {4}, "ada", key.fingerprint()), "ada"))
                .containsExactly(4);
        assertThatIllegalArgumentException().isThrownBy(() -> rotated.unwrap(wrapped, "bob"));
        assertThatIllegalArgumentException().isThrownBy(() -> rotated.wrap(new byte[] {5}, "ada", "870d513ef7af561b"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rotated.open(InstallationKey.random().seal("secret")));
    }

    @Test
    void a_key_is_known_before_it_is_used() {
        InstallationKey expecting = key.expecting(other);

        assertThat(expecting.current()).isEqualTo(key.fingerprint()).isEqualTo(expecting.fingerprint());
        assertThat(expecting.open(other.seal("secret"))).isEqualTo("secret");
        assertThat(expecting.export().split(",")).containsExactly(key.export(), other.export(), key.export());
        InstallationKey third = InstallationKey.random();
        assertThat(key.rotated(other).expecting(third).export().split(","))
                .containsExactly(other.export(), third.export(), key.export());
        assertThat(key.rotated(other).rotated(third).export().split(","))
                .containsExactly(third.export(), other.export(), key.export());
        for (InstallationKey list :
                List.of(key, expecting, key.rotated(other), key.rotated(other).expecting(third))) {
            InstallationKey read = InstallationKey.parse(list.export().replace(",", " ,\n"));
            assertThat(read.export()).isEqualTo(list.export());
            assertThat(read.current()).isEqualTo(list.current());
            assertThat(read.fingerprint()).isEqualTo(list.fingerprint());
        }
    }

    @Test
    void a_list_holds_each_key_once_and_nothing_else() {
        for (String list : List.of(
                key.export() + ",",
                "," + key.export(),
                key.export() + "," + key.export(),
                String.join(",", key.export(), other.export(), other.export()),
                String.join(",", other.export(), key.export(), other.export(), key.export()),
                key.export() + ",AAEC")) {
            assertThatIllegalArgumentException().as(list).isThrownBy(() -> InstallationKey.parse(list));
        }
    }

    @Test
    void is_exchanged_for_another_list_of_the_same_installation_alone() {
        InstallationKey held = InstallationKey.parse(key.export());
        Sealed before = held.seal("secret");

        held.exchange(key.rotated(other));

        assertThat(held.current()).isEqualTo(other.fingerprint());
        assertThat(held.open(before)).isEqualTo("secret");
        assertThat(held.each()).extracting(InstallationKey::export).containsExactly(other.export(), key.export());
        assertThatIllegalArgumentException().isThrownBy(() -> held.exchange(other));
        assertThatIllegalArgumentException().isThrownBy(() -> held.exchange(other.rotated(key)));
        assertThat(held.holds(key.fingerprint())).isTrue();
        held.exchange(key);
        assertThat(held.holds(other.fingerprint())).isFalse();
    }
}
