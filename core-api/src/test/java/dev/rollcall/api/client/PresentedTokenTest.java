package dev.rollcall.api.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PresentedTokenTest {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final SecureRandom random = new SecureRandom();

    private PresentedToken create() {
        return PresentedToken.create(new ClientId(UUID.randomUUID()), random);
    }

    @Test
    void goes_straight_to_its_client() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            ClientId client = new ClientId(UUID.randomUUID());
            PresentedToken token = PresentedToken.create(client, random);

            assertThat(token.clear()).matches("rollcall_client_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}");
            assertThat(PresentedToken.parse(token.clear())).hasValueSatisfying(read -> {
                assertThat(read.client()).isEqualTo(client);
                assertThat(read.clear()).isEqualTo(token.clear());
            });
            assertThat(seen.add(token.clear())).isTrue();
        }
    }

    @Test
    void the_ends_of_all_identifiers_and_all_randomness_fit() {
        for (UUID id : new UUID[] {new UUID(0, 0), new UUID(-1, -1), new UUID(0, -1), new UUID(Long.MIN_VALUE, 0)}) {
            for (int bits : new int[] {0, 0xff}) {
                PresentedToken token = PresentedToken.create(new ClientId(id), filledWith(bits));

                assertThat(token.clear()).hasSize(88);
                assertThat(PresentedToken.parse(token.clear()).orElseThrow().client())
                        .isEqualTo(new ClientId(id));
            }
        }
    }

    @Test
    void every_wrong_letter_is_recognised() {
        for (int round = 0; round < 3; round++) {
            String clear = create().clear();
            for (int at = 0; at < clear.length(); at++) {
                for (char letter : ALPHABET.toCharArray()) {
                    if (letter != clear.charAt(at)) {
                        assertRefused(clear.substring(0, at) + letter + clear.substring(at + 1));
                    }
                }
            }
        }
    }

    @Test
    void every_two_letters_in_the_wrong_order_are_recognised() {
        for (int round = 0; round < 200; round++) {
            String clear = create().clear();
            for (int at = 0; at + 1 < clear.length(); at++) {
                if (clear.charAt(at) != clear.charAt(at + 1)) {
                    assertRefused(
                            clear.substring(0, at) + clear.charAt(at + 1) + clear.charAt(at) + clear.substring(at + 2));
                }
            }
        }
    }

    @Test
    void a_lost_or_doubled_letter_and_anything_else_are_recognised() {
        String clear = create().clear();
        for (int at = 0; at < clear.length(); at++) {
            assertRefused(clear.substring(0, at) + clear.substring(at + 1));
            assertRefused(clear.substring(0, at) + clear.charAt(at) + clear.substring(at));
        }
        assertRefused("");
        assertRefused(" " + clear);
        assertRefused(clear + "\n");
        assertRefused(clear.toLowerCase(Locale.ROOT));
        assertRefused(create().hint());
    }

    @Test
    void an_identifier_beyond_128_bits_is_nobody() {
        String body = PresentedToken.PREFIX + "z".repeat(22) + "_" + "0".repeat(43);
        Random guesses = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            assertRefused(body + letters(guesses, 6));
        }
    }

    @Test
    void shows_only_the_prefix_and_the_last_four_characters() {
        PresentedToken token = create();

        String last = token.clear().substring(token.clear().length() - 4);
        assertThat(token.hint()).isEqualTo("rollcall_client_…" + last);
        assertThat(token).hasToString(token.hint());
    }

    private static void assertRefused(String text) {
        assertThat(PresentedToken.parse(text)).as(text).isEmpty();
    }

    private static String letters(Random random, int count) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return letters.toString();
    }

    private static SecureRandom filledWith(int bits) {
        return new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                Arrays.fill(bytes, (byte) bits);
            }
        };
    }
}
