package dev.rollcall.api.client;

import dev.rollcall.api.SecretForm;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * A client token as it is copied and presented: {@code rollcall_client_<client>_<random><checksum>}. The client's
 * identifier (128 bits) takes 22 characters of base62, the randomness (256 bits) 43, the CRC-32 of everything before it
 * 6. So a typing error is recognised offline, a secret scanner finds a leaked one by
 * {@code rollcall_client_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}}, and verification goes straight to the client's own state.
 */
public final class PresentedToken {

    public static final String PREFIX = "rollcall_client_";

    private static final SecretForm FORM = new SecretForm(PREFIX);

    private final ClientId client;
    private final String text;

    private PresentedToken(ClientId client, String text) {
        this.client = client;
        this.text = text;
    }

    /** A new token for a client, with 256 bits from this source. */
    public static PresentedToken create(ClientId client, SecureRandom random) {
        return new PresentedToken(client, FORM.create(client.value(), random));
    }

    /** Reads a presented token; empty when it has a typing error or is something else altogether. */
    public static Optional<PresentedToken> parse(String text) {
        return FORM.owner(text).map(owner -> new PresentedToken(new ClientId(owner), text));
    }

    /** The client that the token says it belongs to. */
    public ClientId client() {
        return client;
    }

    /** The token in clear: a secret. */
    public String clear() {
        return text;
    }

    /** What may be shown of it for ever: the prefix and the last four characters. */
    public String hint() {
        return FORM.hint(text);
    }

    @Override
    public String toString() {
        return hint();
    }
}
