package dev.rollcall.query.service;

import static dev.rollcall.query.Sortable.flag;
import static dev.rollcall.query.Sortable.id;
import static dev.rollcall.query.Sortable.text;
import static dev.rollcall.query.Sortable.time;

import dev.rollcall.api.access.Scope;
import dev.rollcall.api.service.FindServiceAccounts;
import dev.rollcall.api.service.ServiceAccountId;
import dev.rollcall.api.service.ServiceAccountView;
import dev.rollcall.query.Filter;
import dev.rollcall.query.Listing;
import dev.rollcall.query.Sortable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads service accounts from the view. */
class ServiceListing {

    private static final String COLUMNS = """
            s.service_account_id, s.name, s.scopes, s.enabled, s.hint, s.external_subject, s.version, s.created_at, \
            s.updated_at, s.updated_by""";

    private final String services;
    private final Listing<ServiceAccountView> listing;

    ServiceListing(String schema) {
        this.services = schema + ".services s";
        List<Sortable> sortables = List.of(
                text("name", "s.name_key"),
                flag("enabled", "s.enabled"),
                time("createdAt", "s.created_at"),
                time("updatedAt", "s.updated_at"));
        this.listing = new Listing<>(
                COLUMNS,
                services,
                (row, number) -> view(row),
                sortables,
                id("serviceAccountId", "s.service_account_id"),
                "name");
    }

    Optional<ServiceAccountView> one(JdbcClient jdbc, ServiceAccountId account) {
        return jdbc.sql("select " + COLUMNS + " from " + services + " where s.service_account_id = :id")
                .param("id", account.value())
                .query((row, number) -> view(row))
                .optional();
    }

    Listing.Page<ServiceAccountView> page(JdbcClient jdbc, FindServiceAccounts query) {
        return listing.page(
                jdbc,
                new Filter().search("s.name_key", query.search()),
                query.sort(),
                query.limit(),
                query.cursor(),
                query.count());
    }

    private static ServiceAccountView view(ResultSet row) throws SQLException {
        return new ServiceAccountView(
                new ServiceAccountId(row.getObject("service_account_id", UUID.class)),
                row.getString("name"),
                scopes(row.getString("scopes")),
                row.getBoolean("enabled"),
                row.getString("hint"),
                row.getString("external_subject"),
                row.getLong("version"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant(),
                row.getString("updated_by"),
                null);
    }

    private static List<Scope> scopes(String written) {
        return written.isEmpty()
                ? List.of()
                : Stream.of(written.split(" ")).map(Scope::parse).toList();
    }
}
