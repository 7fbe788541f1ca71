package dev.rollcall.api.service;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Let a service account do nothing any more, with tokens issued before neither. Nothing happens where it is disabled. */
public record DisableServiceAccount(
        @TargetAggregateIdentifier ServiceAccountId account) implements ServiceCommand {}
