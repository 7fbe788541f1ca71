package dev.rollcall.store;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The defaults of this room, {@code rollcall.store.*}.
 *
 * @param poll how long facts appended by another process may stay unseen when word of them got lost; 10 ms to a minute
 * @param openTransactionLimit age from which a transaction that holds back the delivery of facts is named in the log; a second
 *     or more
 * @param signEvery how long facts may stay without a signature in the chain, about; 100 ms to an hour
 * @param headFile the second place: a file in which the end of the chain is noted, apart from the database; empty: none
 * @param owner who owns the tables of facts, where that is not the user of {@code spring.datasource}; empty: that user
 */
@ConfigurationProperties("rollcall.store")
record StoreSettings(
        @DefaultValue("1s") Duration poll,
        @DefaultValue("10s") Duration openTransactionLimit,
        @DefaultValue("1s") Duration signEvery,
        @DefaultValue("") String headFile,
        @DefaultValue Owner owner) {

    /**
     * A role of the database that makes the tables of facts and upgrades them, at a start and at no other time.
     *
     * @param username empty: there is none
     */
    record Owner(
            @DefaultValue("") String username,
            @DefaultValue("") String password) {

        @Override
        public String toString() {
            return username;
        }
    }

    StoreSettings {
        if (poll.toMillis() < 10 || poll.toSeconds() > 60) {
            throw new IllegalArgumentException("rollcall.store.poll is 10ms to 60s");
        }
        if (openTransactionLimit.toSeconds() < 1) {
            throw new IllegalArgumentException("rollcall.store.open-transaction-limit is 1s or more");
        }
        if (signEvery.toMillis() < 100 || signEvery.toMinutes() > 60) {
            throw new IllegalArgumentException("rollcall.store.sign-every is 100ms to 60m");
        }
    }
}
