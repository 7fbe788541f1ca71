package dev.rollcall.app;

import dev.rollcall.api.access.Assertions;
import dev.rollcall.api.access.Assertions.ForeignKey;
import dev.rollcall.api.access.Ed25519Verifier;
import dev.rollcall.api.service.ServiceAccountId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Other services that send messages themselves, through Axon Server, {@code rollcall.assertion.*}. Refuses (WrongSetting) keys
 * that are none.
 *
 * @param keys {@code keys.<kid>}: by the name that their assertions give the key
 */
@ConfigurationProperties("rollcall.assertion")
record AssertionSettings(@DefaultValue Map<String, Key> keys) {

    /**
     * @param publicKey {@code public-key}: Ed25519, as {@code openssl pkey -pubout -outform DER | base64 -w0} writes it
     * @param serviceAccount {@code service-account}: the identifier of the one as which it acts
     */
    record Key(@Nullable String publicKey, @Nullable String serviceAccount) {}

    Map<String, ForeignKey> foreignKeys() {
        Map<String, ForeignKey> foreign = new HashMap<>();
        keys.forEach((kid, key) -> foreign.put(kid, foreignKey("rollcall.assertion.keys." + kid, kid, key)));
        return foreign;
    }

    private static ForeignKey foreignKey(String property, String kid, Key key) {
        if (kid.startsWith(Assertions.OWN)) {
            throw SettingsCheck.wrong(
                    property, "the installation's own keys are called so", "Give the key another name");
        }
        return new ForeignKey(verifier(property, key), account(property, key));
    }

    private static Ed25519Verifier verifier(String property, Key key) {
        try {
            return new Ed25519Verifier(key.publicKey() == null ? "" : key.publicKey());
        } catch (IllegalArgumentException unreadable) {
            throw SettingsCheck.wrong(
                    property + ".public-key",
                    "it is no public key of Ed25519",
                    "Write it with 'openssl pkey -in key.pem -pubout -outform DER | base64 -w0'");
        }
    }

    private static String account(String property, Key key) {
        try {
            return ServiceAccountId.parse(key.serviceAccount() == null ? "" : key.serviceAccount())
                    .toString();
        } catch (IllegalArgumentException unreadable) {
            throw SettingsCheck.wrong(
                    property + ".service-account",
                    "it is not the identifier of a service account",
                    "Set it to the serviceAccountId of the one as which that service acts");
        }
    }
}
