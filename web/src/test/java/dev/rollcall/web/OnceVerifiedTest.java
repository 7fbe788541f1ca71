package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtValidationException;

class OnceVerifiedTest {

    private final List<String> verified = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private String keys = "first";
    private final Instant end = now.plusSeconds(30);
    private final OnceVerified decoder = decoder();

    private OnceVerified decoder() {
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        JwtTimestampValidator time = new JwtTimestampValidator(Duration.ZERO);
        time.setClock(clock);
        return new OnceVerified(this::verify, time, () -> keys, clock);
    }

    private Jwt verify(String token) {
        verified.add(token);
        if (token.startsWith("forged")) {
            throw new BadJwtException("not signed by us");
        }
        Instant expires = token.equals("long") ? now.plusSeconds(3600) : end;
        return Jwt.withTokenValue(token)
                .header("alg", "ES256")
                .expiresAt(expires)
                .build();
    }

    @Test
    void a_signature_is_verified_once_and_again_after_a_minute() {
        decoder.decode("long");
        now = now.plusSeconds(59);
        assertThat(decoder.decode("long").getTokenValue()).isEqualTo("long");
        assertThat(verified).containsExactly("long");

        now = now.plusSeconds(2);
        decoder.decode("long");
        assertThat(verified).containsExactly("long", "long");
    }

    @Test
    void what_was_verified_expires_to_the_second_all_the_same() {
        decoder.decode("short");

        now = end.plusSeconds(1);

        assertThatThrownBy(() -> decoder.decode("short")).isInstanceOf(JwtValidationException.class);
    }

    @Test
    void a_key_that_no_longer_counts_takes_its_tokens_with_it() {
        decoder.decode("long");

        keys = "second";
        decoder.decode("long");

        assertThat(verified).containsExactly("long", "long");
    }

    @Test
    void what_was_refused_is_refused_again_and_a_token_stands_for_no_other() {
        decoder.decode("long");

        for (int again = 0; again < 2; again++) {
            assertThatThrownBy(() -> decoder.decode("forged")).isInstanceOf(BadJwtException.class);
            assertThatThrownBy(() -> decoder.decode("forged long")).isInstanceOf(BadJwtException.class);
        }
        assertThat(verified).containsExactly("long", "forged", "forged long", "forged", "forged long");
    }
}
