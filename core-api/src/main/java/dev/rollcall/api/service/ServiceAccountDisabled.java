package dev.rollcall.api.service;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A service account may do nothing any more. */
public record ServiceAccountDisabled(
        @JsonProperty("serviceAccountId") ServiceAccountId account) implements ServiceEvent {}
