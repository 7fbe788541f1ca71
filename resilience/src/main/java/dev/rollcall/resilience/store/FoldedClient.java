package dev.rollcall.resilience.store;

/** A client as its facts leave it; {@code hostName} is empty until it registers. */
public record FoldedClient(
        String id,
        String user,
        String name,
        String type,
        String status,
        String hostName,
        String token,
        String tokenState,
        long version) {}
