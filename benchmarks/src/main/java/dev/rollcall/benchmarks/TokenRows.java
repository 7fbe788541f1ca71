package dev.rollcall.benchmarks;

/** Rows 4 and 5: tokens that are renewed, and asked about. */
final class TokenRows {

    private static final int TOKENS = 200;
    private static final int RENEWERS = 8;
    private static final int ASKERS = 16;
    private static final String YARDSTICK = "pgbench, two inserts and two point reads,";

    private TokenRows() {}

    /** Row 4, by the gateways of the running program, or over HTTP. */
    static void renewals(Peer peer, String how, Pgbench pgbench, Plan plan, Report report, boolean first)
            throws Exception {
        tokens(peer, first);
        Loads renewals = new Loads(peer, "renew", plan.seconds());
        renewals.warm(RENEWERS);
        report.begin(4);
        Series both = new Series();
        Series rates = new Series();
        Series cores = new Series();
        for (int round = 0; round < plan.rounds(); round++) {
            both.add(pgbench.renewals(RENEWERS, plan.seconds()));
            Words most = renewals.most(RENEWERS);
            rates.add(most.number("rate"));
            if (most.has("cores")) {
                cores.add(most.number("cores"));
            }
        }
        report.add(
                4,
                "a new token, then asked about it and the old one, " + how + ", 8 callers",
                rates,
                "/s",
                both,
                YARDSTICK,
                "/s",
                Figure.atLeast(0.30),
                cores.size() == 0 ? null : cores);
    }

    /** Row 5. */
    static void introspections(Site site, Plan plan, Report report) throws Exception {
        Peer driver = site.driver();
        Pgbench pgbench = site.pgbench();
        tokens(driver, true);
        Loads asking = new Loads(driver, "introspect", plan.seconds());
        asking.warm(ASKERS);
        report.begin(5);
        Series points = new Series();
        Series rates = new Series();
        Series cores = new Series();
        Series halves = new Series();
        Series tails = new Series();
        for (int round = 0; round < plan.rounds(); round++) {
            points.add(pgbench.points(ASKERS, plan.seconds()));
            Words most = asking.most(ASKERS);
            rates.add(most.number("rate"));
            cores.add(most.number("cores"));
            Words half = asking.at(most.number("rate") / 2, ASKERS);
            halves.add(half.number("rate"));
            tails.add(half.number("p99"));
        }
        report.add(
                5,
                "introspections over HTTP, 16 callers",
                rates,
                "/s",
                points,
                "pgbench point reads",
                "/s",
                Figure.atLeast(0.20),
                cores);
        report.add(
                5,
                "p99 of an introspection at half of that (" + Figure.number(halves.median()) + "/s, by the clock)",
                tails,
                " ms",
                Figure.within(5),
                null);
    }

    /** Clients whose tokens are known; those of one process are not another's. */
    static void tokens(Peer peer, boolean first) throws Exception {
        peer.ask("clients=all from=" + (first ? 0 : TOKENS) + " count=" + TOKENS);
        peer.ask("issue=all");
    }
}
