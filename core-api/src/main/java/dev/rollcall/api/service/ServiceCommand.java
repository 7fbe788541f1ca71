package dev.rollcall.api.service;

import dev.rollcall.api.Command;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Everything that can be asked of a service account. Each is answered with an {@link dev.rollcall.api.Accepted}. */
public sealed interface ServiceCommand extends Command
        permits CreateServiceAccount,
                EditServiceAccount,
                RotateServiceAccountSecret,
                DisableServiceAccount,
                EnableServiceAccount {

    @TargetAggregateIdentifier
    ServiceAccountId account();
}
