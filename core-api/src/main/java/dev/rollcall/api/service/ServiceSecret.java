package dev.rollcall.api.service;

import dev.rollcall.api.SecretForm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The secret of a service account as it is copied and presented: {@code rollcall_service_<account>_<random><checksum>}, made
 * up like the token of a client. A secret scanner finds a leaked one by
 * {@code rollcall_service_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}}.
 */
public final class ServiceSecret {

    private static final SecretForm FORM = new SecretForm("rollcall_service_");

    private final ServiceAccountId account;
    private final String text;

    private ServiceSecret(ServiceAccountId account, String text) {
        this.account = account;
        this.text = text;
    }

    /** A new secret for a service account, with 256 bits from this source. */
    public static ServiceSecret create(ServiceAccountId account, SecureRandom random) {
        return new ServiceSecret(account, FORM.create(account.value(), random));
    }

    /** Reads a presented secret; empty when it has a typing error or is something else altogether. */
    public static Optional<ServiceSecret> parse(String text) {
        return FORM.owner(text).map(owner -> new ServiceSecret(new ServiceAccountId(owner), text));
    }

    /** The service account that the secret says it belongs to. */
    public ServiceAccountId account() {
        return account;
    }

    /** The secret in clear. */
    public String clear() {
        return text;
    }

    /** What a fact may say of it. Plain SHA-256: of 256 random bits nothing can be guessed. */
    public SecretReference reference() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return new SecretReference(HexFormat.of().formatHex(digest), FORM.hint(text));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("SHA-256 is missing from this JDK", impossible);
        }
    }

    @Override
    public String toString() {
        return FORM.hint(text);
    }
}
