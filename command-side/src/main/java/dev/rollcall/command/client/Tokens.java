package dev.rollcall.command.client;

import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.PresentedToken;
import dev.rollcall.api.client.TokenId;

/** Where new client tokens come from. */
interface Tokens {

    /** A token that nobody else has, for this client. */
    NewToken next(ClientId client);

    /** A token in clear, with the identifier that facts and rows call it by. */
    record NewToken(TokenId id, PresentedToken token) {}
}
