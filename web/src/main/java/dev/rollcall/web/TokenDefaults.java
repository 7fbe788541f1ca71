package dev.rollcall.web;

import dev.rollcall.api.WrongSetting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an installation can set about access tokens of its own.
 *
 * @param issuer {@code rollcall.tokens.issuer}: who says to have issued them; absent: a name made of the installation key's
 *     fingerprint
 * @param audience {@code rollcall.tokens.audience}: for whom they are
 * @param lifetime {@code rollcall.tokens.lifetime}: how long they can be used; 10 seconds to one hour
 */
@ConfigurationProperties("rollcall.tokens")
record TokenDefaults(
        @Nullable String issuer,
        @DefaultValue("rollcall") String audience,
        @DefaultValue("5m") Duration lifetime) {

    TokenDefaults {
        if (lifetime.compareTo(Duration.ofSeconds(10)) < 0 || lifetime.compareTo(Duration.ofHours(1)) > 0) {
            throw new WrongSetting("rollcall.tokens.lifetime: between 10 seconds and one hour, such as 5m.");
        }
        if (audience.isBlank()) {
            throw new WrongSetting(
                    "rollcall.tokens.audience: must not be empty. Name whom the tokens are for, or leave it"
                            + " out for 'rollcall'.");
        }
        if (issuer != null && issuer.isBlank()) {
            throw new WrongSetting("rollcall.tokens.issuer: must not be empty. Name who issues, or leave it out.");
        }
    }
}
