package dev.rollcall.query.user;

import dev.rollcall.api.Fact;
import dev.rollcall.api.client.ClientProvisioned;
import dev.rollcall.api.client.ClientReassigned;
import dev.rollcall.api.client.ClientRemoved;
import dev.rollcall.api.user.AdminDropped;
import dev.rollcall.api.user.AdminGranted;
import dev.rollcall.api.user.FindUser;
import dev.rollcall.api.user.FindUsers;
import dev.rollcall.api.user.PasskeyRegistered;
import dev.rollcall.api.user.PasskeyRemoved;
import dev.rollcall.api.user.PasswordChanged;
import dev.rollcall.api.user.PrimaryRoleChanged;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.api.user.UserEmailChanged;
import dev.rollcall.api.user.UserErased;
import dev.rollcall.api.user.UserEvent;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserLocked;
import dev.rollcall.api.user.UserPage;
import dev.rollcall.api.user.UserRemoved;
import dev.rollcall.api.user.UserRenamed;
import dev.rollcall.api.user.UserUnlocked;
import dev.rollcall.api.user.UserView;
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

/** The users as they are now, with how many clients each has. */
@ProcessingGroup(UserProjection.NAME)
class UserProjection implements Projection {

    static final String NAME = "users";

    private final JdbcClient jdbc;
    private final Rows rows;
    private final Headcount clients;
    private final Content content;
    private final UserListing listing;
    private final Past past;
    private final Set<UserId> erased = new LinkedHashSet<>();

    /** @param past who answers about what was: not this projection, which forgets it */
    UserProjection(JdbcClient jdbc, String schema, Past past) {
        this.jdbc = jdbc;
        this.rows = new Rows(jdbc, schema, "users", "user_id");
        this.clients = new Headcount(jdbc, schema);
        this.content = new Content(jdbc, schema, "users", "removed", "clients");
        this.listing = new UserListing(schema);
        this.past = past;
    }

    @EventHandler
    void on(UserCreated fact, EventMessage<?> message) {
        Recorded recorded = Recorded.with(message);
        rows.add(
                fact.user().value(),
                recorded,
                Columns.none()
                        .text("username", fact.username())
                        .and("configuration", fact.configuration())
                        .text("email", fact.email())
                        .text("first_name", fact.firstName())
                        .text("last_name", fact.lastName())
                        .and("primary_role", fact.primaryRole())
                        .and("admin", fact.admin())
                        .and("locked", false)
                        .and("created_at", recorded.at()));
    }

    @EventHandler
    void on(UserRenamed fact, EventMessage<?> message) {
        change(
                fact,
                message,
                Columns.none().text("first_name", fact.firstName()).text("last_name", fact.lastName()));
    }

    @EventHandler
    void on(UserEmailChanged fact, EventMessage<?> message) {
        change(fact, message, Columns.none().text("email", fact.email()));
    }

    @EventHandler
    void on(PrimaryRoleChanged fact, EventMessage<?> message) {
        change(fact, message, Columns.of("primary_role", fact.primaryRole()));
    }

    @EventHandler
    void on(AdminGranted fact, EventMessage<?> message) {
        change(fact, message, Columns.of("admin", true));
    }

    @EventHandler
    void on(AdminDropped fact, EventMessage<?> message) {
        change(fact, message, Columns.of("admin", false));
    }

    @EventHandler
    void on(PasswordChanged fact, EventMessage<?> message) {
        change(fact, message, Columns.none());
    }

    @EventHandler
    void on(PasskeyRegistered fact, EventMessage<?> message) {
        change(fact, message, Columns.none());
    }

    @EventHandler
    void on(PasskeyRemoved fact, EventMessage<?> message) {
        change(fact, message, Columns.none());
    }

    @EventHandler
    void on(UserLocked fact, EventMessage<?> message) {
        change(fact, message, Columns.of("locked", true));
    }

    @EventHandler
    void on(UserUnlocked fact, EventMessage<?> message) {
        change(fact, message, Columns.of("locked", false));
    }

    @EventHandler
    void on(UserRemoved fact, EventMessage<?> message) {
        rows.remove(fact.user().value(), Recorded.with(message));
    }

    @EventHandler
    void on(UserErased fact, EventMessage<?> message) {
        rows.afterwards(fact.user().value(), Recorded.with(message));
        erased.add(fact.user());
    }

    @EventHandler
    void on(ClientProvisioned fact, EventMessage<?> message) {
        clients.joined(fact.client(), fact.user(), Recorded.with(message));
    }

    @EventHandler
    void on(ClientReassigned fact, EventMessage<?> message) {
        clients.moved(fact.client(), fact.user(), Recorded.with(message));
    }

    @EventHandler
    void on(ClientRemoved fact, EventMessage<?> message) {
        clients.left(fact.client(), Recorded.with(message));
    }

    @EventHandler(payloadType = Fact.class)
    void pass() {
        // is no concern of this view, but moves its position on
    }

    @QueryHandler
    Optional<UserView> answer(FindUser query) {
        return query.asOf() == null ? listing.one(jdbc, query.user()) : past.user(query.user(), query.asOf());
    }

    @QueryHandler
    UserPage answer(FindUsers query) {
        Listing.Page<UserView> page = listing.page(jdbc, query);
        return new UserPage(page.items(), page.nextCursor(), page.total());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void begin(List<? extends EventMessage<?>> facts, Together reads) {
        erased.clear();
        rows.begin(Touched.by(facts, UserEvent.class), reads);
        clients.begin(Touched.by(facts, ClientProvisioned.class, ClientReassigned.class, ClientRemoved.class), reads);
    }

    @Override
    public void flush(Together writes) {
        rows.flush(writes);
        clients.flush(writes);
        if (!erased.isEmpty()) {
            writes.afterwards(() -> erase(erased));
        }
    }

    @Override
    public void erase(Collection<UserId> users) {
        rows.erase(users, "user_id", "username", "email", "first_name", "last_name");
        rows.eraseActors(users);
    }

    @Override
    public boolean follows(String aggregateType) {
        return aggregateType.equals("User");
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

    private void change(UserEvent fact, EventMessage<?> message, Columns columns) {
        rows.change(fact.user().value(), Recorded.with(message), columns);
    }
}
