package dev.rollcall.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Base64;
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
}
