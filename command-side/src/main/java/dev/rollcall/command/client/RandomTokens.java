package dev.rollcall.command.client;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.PresentedToken;
import dev.rollcall.api.client.TokenId;
import java.security.SecureRandom;

/** Tokens nobody can guess: 256 bits from the system's source of randomness. */
class RandomTokens implements Tokens {

    private final SecureRandom random = new SecureRandom();
    private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator(random);

    @Override
    public NewToken next(ClientId client) {
        return new NewToken(new TokenId(ids.generate()), PresentedToken.create(client, random));
    }
}
