package dev.rollcall.api.client;

/** Everything that can be asked about clients, of the views. */
public sealed interface ClientQuery permits FindClient, FindClients {}
