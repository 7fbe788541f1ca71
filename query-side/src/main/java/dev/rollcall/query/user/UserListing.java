package dev.rollcall.query.user;

import static dev.rollcall.query.Sortable.flag;
import static dev.rollcall.query.Sortable.id;
import static dev.rollcall.query.Sortable.number;
import static dev.rollcall.query.Sortable.ranked;
import static dev.rollcall.query.Sortable.text;
import static dev.rollcall.query.Sortable.time;

import dev.rollcall.api.user.FindUsers;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.SecondaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserView;
import dev.rollcall.query.Filter;
import dev.rollcall.query.Listing;
import dev.rollcall.query.Sortable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads users from the view. */
class UserListing {

    private static final String COLUMNS = """
            u.user_id, u.username, u.configuration, u.email, u.first_name, u.last_name, u.primary_role, u.admin, \
            u.locked, u.version, u.created_at, u.updated_at, u.updated_by""";

    /** The whole name has a line of its own, so that it is found by both of its parts together. */
    private static final String SEARCHED =
            "concat_ws(E'\\n', u.username_key, u.email_key, u.first_name_key || ' ' || u.last_name_key)";

    private final String users;
    private final String columns;
    private final Listing<UserView> listing;

    UserListing(String schema) {
        String clients = "(select count(*) from " + schema + ".clients c where c.user_id = u.user_id)";
        this.users = schema + ".users u";
        this.columns = COLUMNS + ", " + clients + " as client_count";
        List<Sortable> sortables = List.of(
                text("username", "u.username_key"),
                text("email", "u.email_key"),
                text("firstName", "u.first_name_key"),
                text("lastName", "u.last_name_key"),
                ranked("primaryRole", "u.primary_role", PrimaryRole.values()),
                flag("administrator", "(u.admin and u.primary_role = '" + PrimaryRole.QUALITY_MANAGER + "')"),
                ranked("configuration", "u.configuration", SignInConfiguration.values()),
                flag("locked", "u.locked"),
                number("clientCount", clients),
                time("createdAt", "u.created_at"),
                time("updatedAt", "u.updated_at"));
        this.listing = new Listing<>(
                columns, users, (row, number) -> view(row), sortables, id("userId", "u.user_id"), "username");
    }

    Optional<UserView> one(JdbcClient jdbc, UserId user) {
        return jdbc.sql("select " + columns + " from " + users + " where u.user_id = :id")
                .param("id", user.value())
                .query((row, number) -> view(row))
                .optional();
    }

    Listing.Page<UserView> page(JdbcClient jdbc, FindUsers query) {
        Filter filter = new Filter()
                .search(SEARCHED, query.search())
                .and("u.primary_role = :primaryRole", "primaryRole", query.primaryRole())
                .and("u.configuration = :configuration", "configuration", query.configuration())
                .and("u.locked = :locked", "locked", query.locked());
        return listing.page(jdbc, filter, query.sort(), query.limit(), query.cursor(), query.count());
    }

    private static UserView view(ResultSet row) throws SQLException {
        PrimaryRole primaryRole = PrimaryRole.valueOf(row.getString("primary_role"));
        boolean admin = row.getBoolean("admin");
        return new UserView(
                new UserId(row.getObject("user_id", UUID.class)),
                row.getString("username"),
                SignInConfiguration.valueOf(row.getString("configuration")),
                row.getString("email"),
                row.getString("first_name"),
                row.getString("last_name"),
                primaryRole,
                admin ? SecondaryRole.ADMIN : null,
                admin && primaryRole == PrimaryRole.QUALITY_MANAGER,
                row.getBoolean("locked"),
                row.getInt("client_count"),
                row.getLong("version"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant(),
                row.getString("updated_by"));
    }
}
