package dev.rollcall.api.service;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** The trusted issuer knows a service account under another name; absent: under none any more. */
public record ServiceAccountExternalSubjectChanged(
        @JsonProperty("serviceAccountId") ServiceAccountId account,
        @Nullable String externalSubject) implements ServiceEvent {}
