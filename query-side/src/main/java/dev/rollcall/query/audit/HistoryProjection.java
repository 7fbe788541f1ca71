package dev.rollcall.query.audit;

import dev.rollcall.api.Fact;
import dev.rollcall.api.Personal;
import dev.rollcall.api.audit.FactPage;
import dev.rollcall.api.audit.FactRateView;
import dev.rollcall.api.audit.FactView.Subject;
import dev.rollcall.api.audit.FindFactRates;
import dev.rollcall.api.audit.FindFacts;
import dev.rollcall.api.client.ClientEvent;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientProvisioned;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.service.ServiceAccountCreated;
import dev.rollcall.api.service.ServiceEvent;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.api.user.UserErased;
import dev.rollcall.api.user.UserEvent;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserView;
import dev.rollcall.query.Content;
import dev.rollcall.query.Past;
import dev.rollcall.query.Projection;
import dev.rollcall.query.Recorded;
import dev.rollcall.query.Together;
import dev.rollcall.query.Touched;
import java.time.Instant;
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
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Everything that happened to users, clients and service accounts, and so what they were at any instant. */
@ProcessingGroup(HistoryProjection.NAME)
class HistoryProjection implements Projection, Past {

    static final String NAME = "history";

    private final Chronicle chronicle;
    private final Content content;
    private final FactListing listing;
    private final Retrospect retrospect;
    private final Erasure erasure;
    private final Set<UserId> erased = new LinkedHashSet<>();

    HistoryProjection(JdbcTemplate template, String schema) {
        JdbcClient jdbc = JdbcClient.create(template);
        this.chronicle = new Chronicle(template, schema);
        this.content = new Content(jdbc, schema, "facts");
        this.listing = new FactListing(jdbc, schema);
        this.retrospect = new Retrospect(jdbc, schema);
        this.erasure = new Erasure(jdbc, schema);
    }

    @EventHandler
    void on(UserEvent fact, EventMessage<?> message) {
        Recorded recorded = Recorded.with(message);
        if (chronicle.has(fact.user().value(), recorded)) {
            return;
        }
        State before = chronicle.before(fact.user().value(), recorded, fact instanceof UserCreated);
        State after = UserStory.after(before, fact, recorded);
        Object name = (after.isNothing() ? before : after).get("username");
        chronicle.write(
                message,
                recorded,
                new Subject(Subject.Kind.USER, fact.user().toString(), String.valueOf(name)),
                UserStory.changes(before, after, fact),
                after);
    }

    @EventHandler
    void on(UserErased fact, EventMessage<?> message) {
        Recorded recorded = Recorded.with(message);
        erased.add(fact.user());
        if (!chronicle.has(fact.user().value(), recorded)) {
            chronicle.goneBefore(fact.user().value(), recorded);
            Subject subject = new Subject(Subject.Kind.USER, fact.user().toString(), Personal.ERASED);
            chronicle.write(message, recorded, subject, List.of(), State.NOTHING);
        }
    }

    @EventHandler
    void on(ClientEvent fact, EventMessage<?> message) {
        Recorded recorded = Recorded.with(message);
        if (chronicle.has(fact.client().value(), recorded)) {
            return;
        }
        State before = chronicle.before(fact.client().value(), recorded, fact instanceof ClientProvisioned);
        State after = ClientStory.after(before, fact, recorded);
        Object name = (after.isNothing() ? before : after).get("name");
        chronicle.write(
                message,
                recorded,
                new Subject(Subject.Kind.CLIENT, fact.client().toString(), String.valueOf(name)),
                ClientStory.changes(before, after),
                after);
    }

    @EventHandler
    void on(ServiceEvent fact, EventMessage<?> message) {
        Recorded recorded = Recorded.with(message);
        if (chronicle.has(fact.account().value(), recorded)) {
            return;
        }
        State before = chronicle.before(fact.account().value(), recorded, fact instanceof ServiceAccountCreated);
        State after = ServiceStory.after(before, fact, recorded);
        chronicle.write(
                message,
                recorded,
                new Subject(Subject.Kind.SERVICE, fact.account().toString(), String.valueOf(after.get("name"))),
                ServiceStory.changes(before, after),
                after);
    }

    @EventHandler(payloadType = Fact.class)
    void pass() {
        // is about nobody in particular, but moves the position of this view on
    }

    @QueryHandler
    FactPage answer(FindFacts query) {
        return listing.page(query);
    }

    @QueryHandler
    List<FactRateView> answer(FindFactRates query) {
        return listing.rates(query);
    }

    @Override
    public Optional<UserView> user(UserId user, Instant asOf) {
        return retrospect.user(user, asOf);
    }

    @Override
    public Optional<ClientView> client(ClientId client, Instant asOf) {
        return retrospect.client(client, asOf);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void begin(List<? extends EventMessage<?>> facts, Together reads) {
        erased.clear();
        chronicle.begin(Touched.by(facts, UserEvent.class, ClientEvent.class, ServiceEvent.class), reads);
    }

    @Override
    public void flush(Together writes) {
        chronicle.flush(writes);
        if (!erased.isEmpty()) {
            writes.afterwards(() -> erase(erased));
        }
    }

    @Override
    public void erase(Collection<UserId> users) {
        erasure.erase(users);
    }

    @Override
    public boolean follows(String aggregateType) {
        return List.of("User", "ProvisionedClient", "ServiceAccount").contains(aggregateType);
    }

    @Override
    public List<UUID> subjects(@Nullable UUID after, int most) {
        return chronicle.subjects(after, most);
    }

    @Override
    public Map<UUID, Long> versions(Collection<UUID> subjects) {
        return chronicle.versions(subjects);
    }

    @Override
    public String checksum() {
        return content.checksum();
    }

    @Override
    public void reset() {
        content.reset();
    }
}
