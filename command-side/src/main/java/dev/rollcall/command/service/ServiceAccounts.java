package dev.rollcall.command.service;

import dev.rollcall.api.Actor;
import dev.rollcall.api.service.ServiceAccountId;
import dev.rollcall.api.service.ServiceAccountView;
import java.util.Optional;

/** Service accounts as those who act, with the scopes of this moment; and as they were, to repeat an answer. */
public interface ServiceAccounts {

    /** Who acts when this service account does; empty where there is none, or it is disabled. */
    Optional<Actor> acting(ServiceAccountId account);

    /** A service account as it was shown at a version, without its secret; empty where there never was such a one. */
    Optional<ServiceAccountView> at(ServiceAccountId account, long version);
}
