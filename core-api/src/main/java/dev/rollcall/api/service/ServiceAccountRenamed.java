package dev.rollcall.api.service;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A service account has another name. */
public record ServiceAccountRenamed(
        @JsonProperty("serviceAccountId") ServiceAccountId account, String name) implements ServiceEvent {}
