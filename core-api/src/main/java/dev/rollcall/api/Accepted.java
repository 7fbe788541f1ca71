package dev.rollcall.api;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.service.ServiceAccountView;
import dev.rollcall.api.user.UserView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of every accepted command: what it left, as of that decision. The position is known only once the facts are
 * stored, so it is added last.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public final class Accepted {

    private final long version;
    private final @Nullable UserView user;
    private final List<ClientView> clients;
    private final @Nullable ServiceAccountView service;
    private @Nullable Position position;

    @JsonCreator
    private Accepted(
            @JsonProperty("version") long version,
            @JsonProperty("user") @Nullable UserView user,
            @JsonProperty("clients") List<ClientView> clients,
            @JsonProperty("service") @Nullable ServiceAccountView service,
            @JsonProperty("position") @Nullable Position position) {
        this.version = version;
        this.user = user;
        this.clients = List.copyOf(clients);
        this.service = service;
        this.position = position;
    }

    public static Accepted user(UserView user, List<ClientView> clients) {
        return new Accepted(user.version(), user, clients, null, null);
    }

    public static Accepted client(ClientView client) {
        return new Accepted(client.version(), null, List.of(client), null, null);
    }

    public static Accepted service(ServiceAccountView service) {
        return new Accepted(service.version(), null, List.of(), service, null);
    }

    /** Something was removed; this was its last version. */
    public static Accepted removed(long version) {
        return new Accepted(version, null, List.of(), null, null);
    }

    /** The version of the aggregate that the command was sent to. */
    public long version() {
        return version;
    }

    public @Nullable UserView user() {
        return user;
    }

    public List<ClientView> clients() {
        return clients;
    }

    public @Nullable ServiceAccountView service() {
        return service;
    }

    /** Where the last fact of this command is, or one after it; absent where the command recorded nothing. */
    public @Nullable Position position() {
        return position;
    }

    public void at(Position stored) {
        this.position = stored;
    }
}
