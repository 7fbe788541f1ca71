package dev.rollcall.command.service;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.service.SecretReference;
import dev.rollcall.api.service.ServiceAccountId;
import dev.rollcall.api.service.ServiceSecret;
import java.security.SecureRandom;

/** Issues the secrets of service accounts. Nobody keeps them: the fact has the digest, the answer the only copy. */
class SecretIssuer {

    private final SecureRandom random = new SecureRandom();
    private final InstallationKey key;

    SecretIssuer(InstallationKey key) {
        this.key = key;
    }

    /** A secret just issued: what the fact says of it, and its value for the one who asked. */
    record Issued(SecretReference reference, Sealed value) {}

    Issued issue(ServiceAccountId account) {
        ServiceSecret secret = ServiceSecret.create(account, random);
        return new Issued(secret.reference(), key.seal(secret.clear()));
    }
}
