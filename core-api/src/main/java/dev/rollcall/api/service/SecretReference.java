package dev.rollcall.api.service;

/**
 * What a fact says of the secret of a service account: never the secret.
 *
 * @param digest SHA-256 of the secret, 64 hexadecimal digits; the secret has 256 bits of randomness
 * @param hint the prefix and the last four characters
 */
public record SecretReference(String digest, String hint) {}
