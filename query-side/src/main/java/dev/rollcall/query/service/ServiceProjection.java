package dev.rollcall.query.service;

import static java.util.stream.Collectors.joining;

import dev.rollcall.api.Fact;
import dev.rollcall.api.access.Scope;
import dev.rollcall.api.service.FindServiceAccount;
import dev.rollcall.api.service.FindServiceAccounts;
import dev.rollcall.api.service.ServiceAccountCreated;
import dev.rollcall.api.service.ServiceAccountDisabled;
import dev.rollcall.api.service.ServiceAccountEnabled;
import dev.rollcall.api.service.ServiceAccountExternalSubjectChanged;
import dev.rollcall.api.service.ServiceAccountPage;
import dev.rollcall.api.service.ServiceAccountRenamed;
import dev.rollcall.api.service.ServiceAccountScopesChanged;
import dev.rollcall.api.service.ServiceAccountSecretRotated;
import dev.rollcall.api.service.ServiceAccountView;
import dev.rollcall.api.service.ServiceEvent;
import dev.rollcall.api.user.UserErased;
import dev.rollcall.api.user.UserId;
import dev.rollcall.query.Columns;
import dev.rollcall.query.Content;
import dev.rollcall.query.Listing;
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

/** The service accounts as they are now. */
@ProcessingGroup(ServiceProjection.NAME)
class ServiceProjection implements Projection {

    static final String NAME = "services";

    private final JdbcClient jdbc;
    private final Rows rows;
    private final Content content;
    private final ServiceListing listing;
    private final Set<UserId> erased = new LinkedHashSet<>();

    ServiceProjection(JdbcClient jdbc, String schema) {
        this.jdbc = jdbc;
        this.rows = new Rows(jdbc, schema, "services", "service_account_id");
        this.content = new Content(jdbc, schema, "services", "removed");
        this.listing = new ServiceListing(schema);
    }

    @EventHandler
    void on(ServiceAccountCreated fact, EventMessage<?> message) {
        Recorded recorded = Recorded.with(message);
        rows.add(
                fact.account().value(),
                recorded,
                Columns.none()
                        .text("name", fact.name())
                        .and("scopes", written(fact.scopes()))
                        .and("enabled", true)
                        .and("hint", fact.secret().hint())
                        .and("external_subject", fact.externalSubject())
                        .and("created_at", recorded.at()));
    }

    @EventHandler
    void on(ServiceAccountRenamed fact, EventMessage<?> message) {
        change(fact, message, Columns.none().text("name", fact.name()));
    }

    @EventHandler
    void on(ServiceAccountScopesChanged fact, EventMessage<?> message) {
        change(fact, message, Columns.of("scopes", written(fact.scopes())));
    }

    @EventHandler
    void on(ServiceAccountExternalSubjectChanged fact, EventMessage<?> message) {
        change(fact, message, Columns.of("external_subject", fact.externalSubject()));
    }

    @EventHandler
    void on(ServiceAccountSecretRotated fact, EventMessage<?> message) {
        change(fact, message, Columns.of("hint", fact.secret().hint()));
    }

    @EventHandler
    void on(ServiceAccountDisabled fact, EventMessage<?> message) {
        change(fact, message, Columns.of("enabled", false));
    }

    @EventHandler
    void on(ServiceAccountEnabled fact, EventMessage<?> message) {
        change(fact, message, Columns.of("enabled", true));
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
    Optional<ServiceAccountView> answer(FindServiceAccount query) {
        return listing.one(jdbc, query.account());
    }

    @QueryHandler
    ServiceAccountPage answer(FindServiceAccounts query) {
        Listing.Page<ServiceAccountView> page = listing.page(jdbc, query);
        return new ServiceAccountPage(page.items(), page.nextCursor(), page.total());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void begin(List<? extends EventMessage<?>> facts, Together reads) {
        erased.clear();
        rows.begin(Touched.by(facts, ServiceEvent.class), reads);
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
        rows.eraseActors(users);
    }

    @Override
    public boolean follows(String aggregateType) {
        return aggregateType.equals("ServiceAccount");
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

    private void change(ServiceEvent fact, EventMessage<?> message, Columns columns) {
        rows.change(fact.account().value(), Recorded.with(message), columns);
    }

    private static String written(List<Scope> scopes) {
        return scopes.stream().map(Scope::text).collect(joining(" "));
    }
}
