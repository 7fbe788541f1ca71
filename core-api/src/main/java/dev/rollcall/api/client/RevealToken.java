package dev.rollcall.api.client;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Show a token again while it is {@code ISSUED}. Each showing is a fact. */
public record RevealToken(@TargetAggregateIdentifier ClientId client) implements ClientCommand {}
