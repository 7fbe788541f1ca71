package dev.rollcall.query.audit;

import dev.rollcall.api.audit.FactView.Subject;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.Presence;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserView;
import dev.rollcall.query.Columns;
import dev.rollcall.query.Recorded;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what users and clients were: after the last fact about them up to an instant, that instant included. */
class Retrospect {

    private final JdbcClient jdbc;
    private final String table;

    Retrospect(JdbcClient jdbc, String schema) {
        this.jdbc = jdbc;
        this.table = schema + ".facts";
    }

    Optional<UserView> user(UserId user, Instant asOf) {
        return state(Subject.Kind.USER, user.value(), asOf).map(state -> {
            boolean administrator = state.get("secondaryRole") != null
                    && PrimaryRole.QUALITY_MANAGER.name().equals(state.get("primaryRole"));
            Map<String, Object> derived =
                    Map.of("administrator", administrator, "clientCount", clients(user.value(), asOf));
            return Json.view(state, derived, UserView.class);
        });
    }

    /** Nobody remembers whether its machine was there: {@code OFFLINE}. */
    Optional<ClientView> client(ClientId client, Instant asOf) {
        return state(Subject.Kind.CLIENT, client.value(), asOf).map(state -> {
            ClientStatus status = ClientStatus.valueOf(String.valueOf(state.get("status")));
            Map<String, Object> derived = Map.of(
                    "active", status.active(),
                    "availableActions", status.availableActions(),
                    "presence", Presence.OFFLINE);
            return Json.view(state, derived, ClientView.class);
        });
    }

    private Optional<State> state(Subject.Kind kind, UUID subject, Instant asOf) {
        return jdbc.sql("select state from (select state from " + table + " where subject_id = :subject"
                        + " and subject_kind = :kind and occurred_at <= :asOf order by version desc limit 1) as last"
                        + " where state is not null")
                .param("subject", subject)
                .param("kind", kind.name())
                .param("asOf", Columns.stored(Recorded.within(asOf)))
                .query(String.class)
                .optional()
                .map(Json::state);
    }

    /** Of the clients that were this user's at any time, those that were at that instant. */
    private int clients(UUID user, Instant asOf) {
        return jdbc.sql("select count(*) from (select distinct subject_id from " + table + " where owner_id = :user) as"
                        + " client cross join lateral (select owner_id from " + table + " as fact where"
                        + " fact.subject_id = client.subject_id and fact.occurred_at <= :asOf"
                        + " order by version desc limit 1) as last where last.owner_id = :user")
                .param("user", user)
                .param("asOf", Columns.stored(Recorded.within(asOf)))
                .query(Integer.class)
                .single();
    }
}
