package dev.rollcall.web.console;

import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.FindClients;
import dev.rollcall.api.client.Presence;
import dev.rollcall.api.client.TokenState;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which clients are listed, and in which order: what the address of the page says. */
record ClientList(String search, String status, String type, String tokenState, String presence, String sort)
        implements Ordering {

    static final ClientList ALL = new ClientList("", "", "", "", "", "");

    FindClients query(@Nullable String cursor, boolean count) {
        return new FindClients(
                search.isBlank() ? null : search,
                Choice.of(ClientStatus.class, status),
                Choice.of(ClientType.class, type),
                null,
                Choice.of(TokenState.class, tokenState),
                Choice.of(Presence.class, presence),
                order(),
                count ? 1 : UserList.PAGE,
                cursor,
                count);
    }

    public boolean filtered() {
        return !(search.isBlank() && status.isEmpty() && type.isEmpty() && tokenState.isEmpty() && presence.isEmpty());
    }

    @Override
    public String usually() {
        return "name";
    }

    @Override
    public String path() {
        return "/console/clients";
    }

    @Override
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("search", search);
        parameters.put("status", status);
        parameters.put("type", type);
        parameters.put("tokenState", tokenState);
        parameters.put("presence", presence);
        parameters.put("sort", sort);
        return parameters;
    }
}
