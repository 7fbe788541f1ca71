package dev.rollcall.command.client;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.TokenId;
import dev.rollcall.api.client.TokenReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Issues the tokens of clients, shows one again while it may be shown, and destroys what nobody may see any more. */
class TokenIssuer {

    private static final Logger LOG = LoggerFactory.getLogger(TokenIssuer.class);

    private static final Duration SHORTEST_EXPIRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_EXPIRY =
            ChronoUnit.YEARS.getDuration().multipliedBy(10);

    private final Tokens tokens;
    private final TokenSecrets secrets;
    private final InstallationKey key;
    private final Clock clock;
    private final @Nullable Duration usualExpiry;

    /**
     * @param usualExpiry how long a token can be claimed where nobody says otherwise: one second to ten years; absent: for
     *     ever
     */
    TokenIssuer(Tokens tokens, TokenSecrets secrets, InstallationKey key, Clock clock, @Nullable Duration usualExpiry) {
        if (!offers(usualExpiry)) {
            throw new IllegalArgumentException("a token can be claimed for one second to ten years");
        }
        this.tokens = tokens;
        this.secrets = secrets;
        this.key = key;
        this.clock = clock;
        this.usualExpiry = usualExpiry;
    }

    /** Whether a token can have such an expiry: one second to ten years, or (absent) none of its own. */
    static boolean offers(@Nullable Duration expiresIn) {
        return expiresIn == null
                || (expiresIn.compareTo(SHORTEST_EXPIRY) >= 0 && expiresIn.compareTo(LONGEST_EXPIRY) <= 0);
    }

    /** A token just issued: what the fact says of it, and its value for the one who asked. */
    record Issued(TokenReference reference, Sealed value) {}

    /** A new token, that can be claimed for as long as the installation says. */
    Issued issue(ClientId client) {
        return issue(client, null);
    }

    /**
     * A new token.
     *
     * @param expiresIn how long it can be claimed; absent: as the installation says
     */
    Issued issue(ClientId client, @Nullable Duration expiresIn) {
        Tokens.NewToken next = tokens.next(client);
        Duration expiry = expiresIn == null ? usualExpiry : expiresIn;
        Instant expiresAt = expiry == null ? null : clock.instant().plus(expiry).truncatedTo(ChronoUnit.MILLIS);
        Sealed value = key.seal(next.token().clear());
        // Where the decision fails after all, the row is left to the sweep. A store that did not answer may have stored
        // the
        // fact nevertheless, and its token must then be there to be shown.
        secrets.keep(next.id(), client, value);
        return new Issued(
                new TokenReference(
                        next.id(),
                        CurrentToken.digest(next.token()),
                        next.token().hint(),
                        expiresAt),
                value);
    }

    /** The value of a token, while it is there. */
    Optional<Sealed> show(TokenId token) {
        return secrets.find(token);
    }

    /** Destroys the value of a token once the present decision is stored: before that it may still be needed. */
    void retire(CurrentToken token) {
        TokenId id = token.reference().token();
        CurrentUnitOfWork.get().afterCommit(unitOfWork -> {
            try {
                secrets.destroy(id);
            } catch (DataAccessException unreachable) {
                // the decision stands; the sweep destroys it as soon as the rows can be reached
                LOG.warn("The value of token {} could not be destroyed yet: {}", id, unreachable.getMessage());
            }
        });
    }
}
