package dev.rollcall.benchmarks;

import java.util.UUID;

/** Pages of clients that are asked for, and the statement that the program sends for each. */
enum Pages {
    FILTERED(
            "filtered by status and type, sorted by name",
            "status=PROVISIONED&type=CI_CD&sort=name",
            ", c.name_key as k0, c.client_id as k1",
            " where (c.status = 'PROVISIONED') and (c.type = 'CI_CD') order by c.name_key asc, c.client_id asc"),
    OF_USER(
            "of one user, sorted by the last change",
            "userId=%s&sort=-updatedAt",
            ", c.updated_at as k0, c.client_id as k1",
            " where (c.user_id = (select user_id from yardstick.someone where id = :someone))"
                    + " order by c.updated_at desc, c.client_id desc"),
    SORTED(
            "filtered by status, sorted by when they were provisioned, newest first",
            "status=REGISTERED&sort=-provisionedAt",
            ", c.provisioned_at as k0, c.client_id as k1",
            " where (c.status = 'REGISTERED') order by c.provisioned_at desc, c.client_id desc");

    private static final String COLUMNS =
            "select c.client_id, c.user_id, c.username, c.name, c.type, c.status, c.token_id, c.token_hint,"
                    + " c.token_state, c.token_issued_at, c.token_claimed_at, c.token_expires_at, c.host_name, c.version,"
                    + " c.provisioned_at, c.registered_at, c.deregistered_at, c.updated_at, c.updated_by, s.heard_at";
    private static final String TABLES =
            " from view_clients.clients c left join query.presence s on s.client_id = c.client_id";

    final String words;
    private final String parameters;
    private final String keys;
    private final String rest;

    Pages(String words, String parameters, String keys, String rest) {
        this.words = words;
        this.parameters = parameters;
        this.keys = keys;
        this.rest = rest;
    }

    String parameters(UUID user) {
        return parameters.formatted(user);
    }

    /** As pgbench takes it. Whose clients: of a table that numbers the users. */
    String script(long users) {
        return "\\set someone random(1, " + users + ")\n" + COLUMNS + keys + TABLES + rest + " limit 51;\n";
    }
}
