package dev.rollcall.command.passkey;

import dev.rollcall.command.passkey.RelyingParty.Known;
import dev.rollcall.command.passkey.RelyingParty.Person;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.webauthn.api.AuthenticatorTransport;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutableCredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCose;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialType;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialUserEntityRepository;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;

/** One person and the passkeys of that one, for the length of one ceremony; there is nobody else in it who could be taken. */
final class Kept implements PublicKeyCredentialUserEntityRepository, UserCredentialRepository {

    private final PublicKeyCredentialUserEntity person;
    private final List<CredentialRecord> records;
    private @Nullable CredentialRecord saved;

    Kept(Person person, List<Known> known) {
        this.person = ImmutablePublicKeyCredentialUserEntity.builder()
                .id(handle(person.user().value()))
                .name(person.name())
                .displayName(person.name())
                .build();
        this.records = known.stream().map(this::record).toList();
    }

    private static Bytes handle(UUID user) {
        return new Bytes(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(user.getMostSignificantBits())
                .putLong(user.getLeastSignificantBits())
                .array());
    }

    private CredentialRecord record(Known known) {
        return ImmutableCredentialRecord.builder()
                .userEntityUserId(person.getId())
                .credentialType(PublicKeyCredentialType.PUBLIC_KEY)
                .credentialId(Bytes.fromBase64(known.credential()))
                // the one that counts is in what the authenticator said
                .publicKey(new ImmutablePublicKeyCose(new byte[0]))
                .attestationObject(new Bytes(known.attestation()))
                .signatureCount(known.count())
                .transports(Stream.of(known.transports().split(","))
                        .filter(transport -> !transport.isEmpty())
                        .map(AuthenticatorTransport::valueOf)
                        .collect(Collectors.toUnmodifiableSet()))
                .label("")
                .build();
    }

    /** The one that came out of the ceremony. */
    Known outcome() {
        CredentialRecord record = Objects.requireNonNull(saved, "the outcome");
        Set<AuthenticatorTransport> transports = record.getTransports();
        return new Known(
                record.getCredentialId().toBase64UrlString(),
                Objects.requireNonNull(record.getAttestationObject(), "what the authenticator said")
                        .getBytes(),
                transports.stream()
                        .map(AuthenticatorTransport::getValue)
                        .sorted()
                        .collect(Collectors.joining(",")),
                record.getSignatureCount());
    }

    @Override
    public @Nullable PublicKeyCredentialUserEntity findById(Bytes id) {
        return id.equals(person.getId()) ? person : null;
    }

    @Override
    public PublicKeyCredentialUserEntity findByUsername(String username) {
        return person;
    }

    @Override
    public void save(PublicKeyCredentialUserEntity userEntity) {
        throw new UnsupportedOperationException("there is one person");
    }

    @Override
    public void save(CredentialRecord record) {
        saved = record;
    }

    @Override
    public @Nullable CredentialRecord findByCredentialId(Bytes credential) {
        return records.stream()
                .filter(record -> record.getCredentialId().equals(credential))
                .findFirst()
                .orElse(null);
    }

    @Override
    public List<CredentialRecord> findByUserId(Bytes user) {
        return records;
    }

    @Override
    public void delete(Bytes id) {
        throw new UnsupportedOperationException("nothing is deleted in a ceremony");
    }
}
