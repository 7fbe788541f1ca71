package dev.rollcall.command.passkey;

import dev.rollcall.api.user.UserId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.webauthn.api.AuthenticatorAssertionResponse;
import org.springframework.security.web.webauthn.api.AuthenticatorAttestationResponse;
import org.springframework.security.web.webauthn.api.AuthenticatorSelectionCriteria;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.PublicKeyCredential;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialCreationOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRequestOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRpEntity;
import org.springframework.security.web.webauthn.api.ResidentKeyRequirement;
import org.springframework.security.web.webauthn.api.UserVerificationRequirement;
import org.springframework.security.web.webauthn.jackson.WebauthnJacksonModule;
import org.springframework.security.web.webauthn.management.ImmutablePublicKeyCredentialCreationOptionsRequest;
import org.springframework.security.web.webauthn.management.ImmutablePublicKeyCredentialRequestOptionsRequest;
import org.springframework.security.web.webauthn.management.ImmutableRelyingPartyRegistrationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyAuthenticationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyPublicKey;
import org.springframework.security.web.webauthn.management.Webauthn4JRelyingPartyOperations;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The ceremonies of Web Authentication, as Spring Security holds them, for the passkeys of one user at a time. Keeps nothing.
 * Knows the packages that name passkeys, and of HTTP nothing.
 */
public final class RelyingParty {

    private static final int LONGEST_ANSWER = 20_000;

    private final JsonMapper json =
            JsonMapper.builder().addModule(new WebauthnJacksonModule()).build();
    private final PublicKeyCredentialRpEntity site;
    private final Set<String> origins;

    /**
     * @param host what browsers bind a passkey to: a domain, without port
     * @param origins where pages may come from that ask for one: {@code https://host:port}
     */
    public RelyingParty(String host, Set<String> origins) {
        this.site =
                PublicKeyCredentialRpEntity.builder().id(host).name("Rollcall").build();
        this.origins = Set.copyOf(origins);
    }

    /** Whose passkeys these are. The identifier goes into the authenticator, the name is shown by it. */
    public record Person(UserId user, String name) {}

    /**
     * A passkey that somebody has.
     *
     * @param credential its identifier, Base64 for URLs
     * @param attestation what its authenticator said when it was made
     * @param transports how it is reached, joined by commas
     * @param count how often it had signed, as it says; 0: it does not count
     */
    public record Known(String credential, byte[] attestation, String transports, long count) {}

    /** What an authenticator is to be asked, and the challenge in it that the answer must hold. */
    public record Question(String challenge, String options) {}

    /** What an authenticator is to be asked that a passkey is to be made by; not by one that holds one of these. */
    public Question toRegister(Person person, List<Known> known) {
        PublicKeyCredentialCreationOptions options = creation(person, operations(new Kept(person, known), null));
        return new Question(options.getChallenge().toBase64UrlString(), json.writeValueAsString(options));
    }

    /** What an authenticator is to be asked that holds one of these. */
    public Question toProve(Person person, List<Known> known) {
        PublicKeyCredentialRequestOptions options = request(person, operations(new Kept(person, known), null));
        return new Question(options.getChallenge().toBase64UrlString(), json.writeValueAsString(options));
    }

    /**
     * A new passkey. Throws whatever comes up where the answer is none, none to this challenge, or for another site.
     *
     * @param answer of the authenticator, as JSON
     */
    public Known registered(Person person, List<Known> known, String challenge, String answer) {
        Kept kept = new Kept(person, known);
        Webauthn4JRelyingPartyOperations operations = operations(kept, challenge);
        PublicKeyCredential<AuthenticatorAttestationResponse> credential =
                json.readValue(refuseLong(answer), new TypeReference<>() {});
        operations.registerCredential(new ImmutableRelyingPartyRegistrationRequest(
                creation(person, operations), new RelyingPartyPublicKey(credential, "passkey")));
        return kept.outcome();
    }

    /**
     * The passkey that was given, with how often it has signed now. Throws whatever comes up where the answer is none, none to
     * this challenge, for another site, by none of these passkeys, or wrongly signed, and where the passkey did not count on:
     * there may be a copy of it.
     *
     * @param answer of the authenticator, as JSON
     */
    public Known proved(Person person, List<Known> known, String challenge, String answer) {
        Kept kept = new Kept(person, known);
        Webauthn4JRelyingPartyOperations operations = operations(kept, challenge);
        PublicKeyCredential<AuthenticatorAssertionResponse> credential =
                json.readValue(refuseLong(answer), new TypeReference<>() {});
        operations.authenticate(new RelyingPartyAuthenticationRequest(request(person, operations), credential));
        Known now = kept.outcome();
        // Spring Security compares with the count of the registration alone
        long before = known.stream()
                .filter(one -> one.credential().equals(now.credential()))
                .mapToLong(Known::count)
                .findFirst()
                .orElseThrow();
        if (now.count() <= before && (now.count() != 0 || before != 0)) {
            throw new IllegalArgumentException("it counted " + now.count() + " after " + before);
        }
        return now;
    }

    private Webauthn4JRelyingPartyOperations operations(Kept kept, @Nullable String challenge) {
        Webauthn4JRelyingPartyOperations operations = new Webauthn4JRelyingPartyOperations(kept, kept, site, origins);
        // the password was the first factor: whoever holds the device and touches it is the second
        operations.setCustomizeCreationOptions(options -> {
            options.authenticatorSelection(AuthenticatorSelectionCriteria.builder()
                    .residentKey(ResidentKeyRequirement.DISCOURAGED)
                    .userVerification(UserVerificationRequirement.PREFERRED)
                    .build());
            if (challenge != null) {
                options.challenge(Bytes.fromBase64(challenge));
            }
        });
        operations.setCustomizeRequestOptions(options -> {
            if (challenge != null) {
                options.challenge(Bytes.fromBase64(challenge));
            }
        });
        return operations;
    }

    private static PublicKeyCredentialCreationOptions creation(
            Person person, Webauthn4JRelyingPartyOperations operations) {
        return operations.createPublicKeyCredentialCreationOptions(
                new ImmutablePublicKeyCredentialCreationOptionsRequest(present(person)));
    }

    private static PublicKeyCredentialRequestOptions request(
            Person person, Webauthn4JRelyingPartyOperations operations) {
        return operations.createCredentialRequestOptions(
                new ImmutablePublicKeyCredentialRequestOptionsRequest(present(person)));
    }

    private static Authentication present(Person person) {
        return UsernamePasswordAuthenticationToken.authenticated(person.name(), "", List.of());
    }

    private static String refuseLong(String answer) {
        if (answer.length() > LONGEST_ANSWER) {
            throw new IllegalArgumentException("no authenticator says as much");
        }
        return answer;
    }
}
