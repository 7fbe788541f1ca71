package dev.rollcall.api.service;

import dev.rollcall.api.Fact;

/** Everything that can have happened to a service account. */
public sealed interface ServiceEvent extends Fact
        permits ServiceAccountCreated,
                ServiceAccountRenamed,
                ServiceAccountScopesChanged,
                ServiceAccountExternalSubjectChanged,
                ServiceAccountSecretRotated,
                ServiceAccountDisabled,
                ServiceAccountEnabled {

    ServiceAccountId account();
}
