package dev.rollcall.api.service;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A service account may act again. */
public record ServiceAccountEnabled(
        @JsonProperty("serviceAccountId") ServiceAccountId account) implements ServiceEvent {}
