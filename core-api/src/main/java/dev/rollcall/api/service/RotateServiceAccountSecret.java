package dev.rollcall.api.service;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Replace the secret of a service account: the old one stops working at once. Only this answer holds the new one. */
public record RotateServiceAccountSecret(
        @TargetAggregateIdentifier ServiceAccountId account) implements ServiceCommand {}
