package dev.rollcall.api.service;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Let a disabled service account act again. Nothing happens where it is enabled. */
public record EnableServiceAccount(
        @TargetAggregateIdentifier ServiceAccountId account) implements ServiceCommand {}
