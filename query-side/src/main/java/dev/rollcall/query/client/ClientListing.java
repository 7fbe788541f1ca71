package dev.rollcall.query.client;

import static dev.rollcall.query.Sortable.id;
import static dev.rollcall.query.Sortable.ranked;
import static dev.rollcall.query.Sortable.text;
import static dev.rollcall.query.Sortable.time;

import dev.rollcall.api.FieldError;
import dev.rollcall.api.client.ClientCountView;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.FindClientCounts;
import dev.rollcall.api.client.FindClients;
import dev.rollcall.api.client.TokenId;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.api.client.TokenView;
import dev.rollcall.api.user.UserId;
import dev.rollcall.query.Declined;
import dev.rollcall.query.Filter;
import dev.rollcall.query.Listing;
import dev.rollcall.query.Sortable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads clients from the view, and whether their machines are there from the sightings. */
class ClientListing {

    private static final String COLUMNS = """
            c.client_id, c.user_id, c.username, c.name, c.type, c.status, c.token_id, c.token_hint, c.token_state, \
            c.token_issued_at, c.token_claimed_at, c.token_expires_at, c.host_name, c.version, c.provisioned_at, \
            c.registered_at, c.deregistered_at, c.updated_at, c.updated_by, s.heard_at""";

    private static final String SEARCHED = "concat_ws(E'\\n', c.name_key, c.username_key, c.host_name_key)";

    private static final List<Sortable> SORTABLES = List.of(
            text("name", "c.name_key"),
            text("username", "c.username_key"),
            ranked("type", "c.type", ClientType.values()),
            ranked("status", "c.status", ClientStatus.values()),
            ranked("tokenState", "c.token_state", TokenState.values()),
            text("hostName", "c.host_name_key").orNone(),
            time("provisionedAt", "c.provisioned_at"),
            time("registeredAt", "c.registered_at").orNone(),
            time("deregisteredAt", "c.deregistered_at").orNone(),
            time("updatedAt", "c.updated_at"));

    private final String table;
    private final String clients;
    private final Sightings sightings;
    private final Listing<ClientView> listing;

    ClientListing(String schema, Sightings sightings) {
        this.table = schema + ".clients";
        this.clients = schema + ".clients c left join " + Sightings.TABLE + " s on s.client_id = c.client_id";
        this.sightings = sightings;
        this.listing = new Listing<>(
                COLUMNS, clients, (row, number) -> view(row), SORTABLES, id("clientId", "c.client_id"), "name");
    }

    Optional<ClientView> one(JdbcClient jdbc, ClientId client) {
        return jdbc.sql("select " + COLUMNS + " from " + clients + " where c.client_id = :id")
                .param("id", client.value())
                .query((row, number) -> view(row))
                .optional();
    }

    Listing.Page<ClientView> page(JdbcClient jdbc, FindClients query) {
        UUID user = query.user() == null ? null : query.user().value();
        Filter filter = new Filter()
                .search(SEARCHED, query.search())
                .and("c.status = :status", "status", query.status())
                .and("c.type = :type", "type", query.type())
                .and("c.user_id = :user", "user", user);
        if (query.tokenState() != null) {
            // written out, so that the index of the few that wait can be used
            filter.and("c.token_state = '" + query.tokenState() + "'", Map.of());
        }
        sightings.filter(filter, query.presence());
        return listing.page(jdbc, filter, query.sort(), query.limit(), query.cursor(), query.count());
    }

    List<ClientCountView> counts(JdbcClient jdbc, FindClientCounts query) {
        if (query.users().size() > Listing.MOST) {
            throw Declined.invalid(
                    new FieldError("/users", "out_of_range", "Ask for " + Listing.MOST + " users at most."));
        }
        return jdbc.sql("select user_id, status, count(*) as clients from " + table
                        + " where user_id = any(:users) group by user_id, status")
                .param("users", query.users().stream().map(UserId::value).toArray(UUID[]::new))
                .query((row, number) -> new ClientCountView(
                        new UserId(row.getObject("user_id", UUID.class)),
                        ClientStatus.valueOf(row.getString("status")),
                        row.getInt("clients")))
                .list();
    }

    private ClientView view(ResultSet row) throws SQLException {
        ClientStatus status = ClientStatus.valueOf(row.getString("status"));
        TokenView token = token(row);
        return new ClientView(
                new ClientId(row.getObject("client_id", UUID.class)),
                new UserId(row.getObject("user_id", UUID.class)),
                row.getString("username"),
                row.getString("name"),
                ClientType.valueOf(row.getString("type")),
                status,
                status.active(),
                token,
                row.getString("host_name"),
                sightings.presence(status, token, optional(row, "heard_at")),
                status.availableActions(),
                row.getLong("version"),
                required(row, "provisioned_at"),
                optional(row, "registered_at"),
                optional(row, "deregistered_at"),
                required(row, "updated_at"),
                row.getString("updated_by"));
    }

    private static TokenView token(ResultSet row) throws SQLException {
        return new TokenView(
                new TokenId(row.getObject("token_id", UUID.class)),
                row.getString("token_hint"),
                TokenState.valueOf(row.getString("token_state")),
                required(row, "token_issued_at"),
                optional(row, "token_claimed_at"),
                optional(row, "token_expires_at"),
                null);
    }

    private static Instant required(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant optional(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
