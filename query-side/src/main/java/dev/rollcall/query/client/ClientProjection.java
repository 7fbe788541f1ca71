package dev.rollcall.query.client;

import dev.rollcall.api.Fact;
import dev.rollcall.api.client.ClientCountView;
import dev.rollcall.api.client.ClientDeregistered;
import dev.rollcall.api.client.ClientEvent;
import dev.rollcall.api.client.ClientPage;
import dev.rollcall.api.client.ClientProvisioned;
import dev.rollcall.api.client.ClientReassigned;
import dev.rollcall.api.client.ClientRegistered;
import dev.rollcall.api.client.ClientRemoved;
import dev.rollcall.api.client.ClientRenamed;
import dev.rollcall.api.client.ClientReprovisioned;
import dev.rollcall.api.client.ClientReregistered;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.FindClient;
import dev.rollcall.api.client.FindClientCounts;
import dev.rollcall.api.client.FindClients;
import dev.rollcall.api.client.TokenReference;
import dev.rollcall.api.client.TokenRevealed;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.api.user.UserErased;
import dev.rollcall.api.user.UserId;
import dev.rollcall.query.Columns;
import dev.rollcall.query.Content;
import dev.rollcall.query.Listing;
import dev.rollcall.query.Past;
import dev.rollcall.query.Projection;
import dev.rollcall.query.Recorded;
import dev.rollcall.query.Rows;
import dev.rollcall.query.Together;
import dev.rollcall.query.Touched;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The provisioned clients as they are now. */
@ProcessingGroup(ClientProjection.NAME)
class ClientProjection implements Projection {

    static final String NAME = "clients";

    private final JdbcClient jdbc;
    private final Rows rows;
    private final Content content;
    private final Sightings sightings;
    private final ClientListing listing;
    private final Past past;
    private final Set<UserId> erased = new LinkedHashSet<>();

    /** @param past who answers about what was: not this projection, which forgets it */
    ClientProjection(JdbcClient jdbc, String schema, Sightings sightings, Past past) {
        this.jdbc = jdbc;
        this.rows = new Rows(jdbc, schema, "clients", "client_id");
        this.content = new Content(jdbc, schema, "clients", "removed");
        this.sightings = sightings;
        this.listing = new ClientListing(schema, sightings);
        this.past = past;
    }

    @EventHandler
    void on(ClientProvisioned fact, EventMessage<?> message) {
        Recorded recorded = Recorded.with(message);
        Columns columns = Columns.of("user_id", fact.user().value())
                .text("username", fact.username())
                .text("name", fact.name())
                .and("type", fact.type())
                .and("provisioned_at", recorded.at());
        issued(columns, fact.token(), recorded);
        rows.add(fact.client().value(), recorded, status(columns, fact, recorded));
    }

    @EventHandler
    void on(ClientRegistered fact, EventMessage<?> message) {
        Object owner = fact.user() == null
                ? rows.find(fact.client().value())
                        .map(row -> row.get("user_id"))
                        .orElse(null)
                : fact.user().value();
        Columns claimed = Columns.of("token_state", TokenState.CLAIMED)
                .and("host_name_of", owner)
                .and("token_claimed_at", Recorded.with(message).at())
                .text("host_name", fact.hostName());
        change(fact, message, claimed);
    }

    @EventHandler
    void on(ClientDeregistered fact, EventMessage<?> message) {
        Columns revoked = Columns.of("token_state", TokenState.REVOKED)
                .and("deregistered_at", Recorded.with(message).at());
        change(fact, message, revoked);
    }

    @EventHandler
    void on(ClientReregistered fact, EventMessage<?> message) {
        change(fact, message, issued(Columns.none(), fact.token(), Recorded.with(message)));
    }

    @EventHandler
    void on(ClientReprovisioned fact, EventMessage<?> message) {
        change(fact, message, issued(Columns.none(), fact.token(), Recorded.with(message)));
    }

    @EventHandler
    void on(ClientRenamed fact, EventMessage<?> message) {
        change(fact, message, Columns.none().text("name", fact.name()));
    }

    @EventHandler
    void on(ClientReassigned fact, EventMessage<?> message) {
        Columns owner = Columns.of("user_id", fact.user().value()).text("username", fact.username());
        change(fact, message, owner);
    }

    @EventHandler
    void on(TokenRevealed fact, EventMessage<?> message) {
        change(fact, message, Columns.none());
    }

    @EventHandler
    void on(ClientRemoved fact, EventMessage<?> message) {
        rows.remove(fact.client().value(), Recorded.with(message));
        sightings.forget(fact.client());
    }

    @EventHandler
    void on(UserErased fact) {
        erased.add(fact.user());
    }

    @EventHandler(payloadType = Fact.class)
    void pass() {
        // is no concern of this view, but moves its position on
    }

    @QueryHandler
    Optional<ClientView> answer(FindClient query) {
        return query.asOf() == null ? listing.one(jdbc, query.client()) : past.client(query.client(), query.asOf());
    }

    @QueryHandler
    ClientPage answer(FindClients query) {
        Listing.Page<ClientView> page = listing.page(jdbc, query);
        return new ClientPage(page.items(), page.nextCursor(), page.total());
    }

    @QueryHandler
    List<ClientCountView> answer(FindClientCounts query) {
        return listing.counts(jdbc, query);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void begin(List<? extends EventMessage<?>> facts, Together reads) {
        erased.clear();
        rows.begin(Touched.by(facts, ClientEvent.class), reads);
    }

    @Override
    public void flush(Together writes) {
        rows.flush(writes);
        if (!erased.isEmpty()) {
            writes.afterwards(() -> erase(erased));
        }
    }

    @Override
    public void erase(Collection<UserId> users) {
        rows.erase(users, "user_id", "username");
        rows.erase(users, "host_name_of", "host_name");
        rows.eraseActors(users);
    }

    @Override
    public boolean follows(String aggregateType) {
        return aggregateType.equals("ProvisionedClient");
    }

    @Override
    public List<UUID> subjects(@Nullable UUID after, int most) {
        return rows.subjects(after, most);
    }

    @Override
    public Map<UUID, Long> versions(Collection<UUID> subjects) {
        return rows.versions(subjects);
    }

    @Override
    public String checksum() {
        return content.checksum();
    }

    @Override
    public void reset() {
        content.reset();
    }

    private void change(ClientEvent fact, EventMessage<?> message, Columns columns) {
        Recorded recorded = Recorded.with(message);
        rows.change(fact.client().value(), recorded, status(columns, fact, recorded));
    }

    private static Columns status(Columns columns, ClientEvent fact, Recorded recorded) {
        if (fact.status() != null) {
            columns.and("status", fact.status());
        }
        if (fact.status() == ClientStatus.REGISTERED) {
            columns.and("registered_at", recorded.at());
        }
        return columns;
    }

    private static Columns issued(Columns columns, TokenReference token, Recorded recorded) {
        return columns.and("token_id", token.token().value())
                .and("token_hint", token.hint())
                .and("token_state", TokenState.ISSUED)
                .and("token_issued_at", recorded.at())
                .and("token_claimed_at", null)
                .and("token_expires_at", token.expiresAt());
    }
}
