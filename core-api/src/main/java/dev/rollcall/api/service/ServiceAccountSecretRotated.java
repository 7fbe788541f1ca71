package dev.rollcall.api.service;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A service account has another secret; the old one is worth nothing. */
public record ServiceAccountSecretRotated(
        @JsonProperty("serviceAccountId") ServiceAccountId account, SecretReference secret) implements ServiceEvent {}
