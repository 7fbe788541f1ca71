package dev.rollcall.command.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Destroys the values of tokens that nobody may be shown any more, where whoever should have done it could not: the process
 * ended, the rows were out of reach, the decision came to nothing, or a token expired and nobody was there to see it.
 */
class TokenSweeper {

    private static final int PAGE = 200;

    /**
     * How long a value is left alone that no fact names as current: its decision may be under way still. Much longer than a
     * decision can take, a frozen process included.
     */
    static final Duration UNDER_WAY = Duration.ofMinutes(10);

    private final TokenSecrets secrets;
    private final ClientHistory clients;
    private final Clock clock;

    TokenSweeper(TokenSecrets secrets, ClientHistory clients, Clock clock) {
        this.secrets = secrets;
        this.clients = clients;
        this.clock = clock;
    }

    /** Looks at every value once. */
    void sweep() {
        List<TokenSecrets.Kept> page = secrets.page(null, PAGE);
        while (!page.isEmpty()) {
            page.stream().filter(this::useless).forEach(kept -> secrets.destroy(kept.token()));
            page = secrets.page(page.get(page.size() - 1).token(), PAGE);
        }
        secrets.compact();
    }

    private boolean useless(TokenSecrets.Kept kept) {
        Instant now = clock.instant();
        return clients.now(kept.client())
                .map(ClientState::token)
                .filter(token -> token.reference().token().equals(kept.token()))
                .map(token -> !token.claimable(now))
                .orElseGet(() -> kept.since().plus(UNDER_WAY).isBefore(now));
    }
}
