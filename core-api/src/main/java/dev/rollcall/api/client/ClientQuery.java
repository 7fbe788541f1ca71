package dev.rollcall.api.client;

import dev.rollcall.api.Query;

/** Everything that can be asked about clients, of the views. */
public sealed interface ClientQuery extends Query permits FindClient, FindClients, FindClientCounts {}
