package dev.rollcall.web;

import dev.rollcall.api.WrongSetting;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Another issuer whose tokens are accepted, if any.
 *
 * @param issuer {@code rollcall.oidc.issuer}: its address, as its tokens say it; absent: there is none
 * @param audience {@code rollcall.oidc.audience}: whom its tokens have to be for; needed with an issuer
 * @param jwkSetUri {@code rollcall.oidc.jwk-set-uri}: where its keys are; absent: where its metadata says
 * @param claim {@code rollcall.oidc.claim}: what names the service account that a token acts as, {@code sub},
 *     {@code client_id} or {@code azp}. The last two name the program that asked for the token, also where it did so for a
 *     person: only for issuers that give such tokens to nobody else
 * @param plainTokens {@code rollcall.oidc.plain-tokens}: whether tokens that do not say to be access tokens ({@code typ} is
 *     {@code at+jwt}, RFC 9068) but are of type {@code JWT} or of none are taken as well: for issuers that make no others. Then
 *     the audience alone keeps other tokens of the issuer out
 */
@ConfigurationProperties("rollcall.oidc")
record OidcDefaults(
        @Nullable String issuer,
        @Nullable String audience,
        @Nullable String jwkSetUri,
        @DefaultValue("sub") String claim,
        @DefaultValue("true") boolean plainTokens) {

    private static final Set<String> CLAIMS = Set.of("sub", "client_id", "azp");
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    OidcDefaults {
        if (issuer == null) {
            if (audience != null || jwkSetUri != null) {
                throw new WrongSetting(
                        "rollcall.oidc.issuer: is missing, although something is said about an issuer. Name"
                                + " it, or remove rollcall.oidc.*.");
            }
        } else {
            address("rollcall.oidc.issuer", issuer);
            if (audience == null || audience.isBlank()) {
                throw new WrongSetting(
                        "rollcall.oidc.audience: is missing. Name whom the tokens of the issuer have to be"
                                + " for, or remove rollcall.oidc.issuer.");
            }
        }
        if (jwkSetUri != null) {
            address("rollcall.oidc.jwk-set-uri", jwkSetUri);
        }
        if (!CLAIMS.contains(claim)) {
            throw new WrongSetting("rollcall.oidc.claim: must be sub, client_id or azp. Change it, or leave it out.");
        }
    }

    private static void address(String property, String value) {
        try {
            URI address = new URI(value);
            boolean safe = "https".equals(address.getScheme())
                    || ("http".equals(address.getScheme()) && THIS_MACHINE.contains(String.valueOf(address.getHost())));
            if (safe && address.getHost() != null) {
                return;
            }
        } catch (URISyntaxException malformed) {
            // told below
        }
        throw new WrongSetting(property + ": must be an https address (http only of this machine). Correct it.");
    }
}
