package dev.rollcall.benchmarks;

import dev.rollcall.api.Fact;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientProvisioned;
import dev.rollcall.api.client.ClientRenamed;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.TokenId;
import dev.rollcall.api.client.TokenReference;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.api.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;

/** Users with a client each, recorded as another process of the installation would record them, only faster. */
final class People {

    /** Facts about each user and its client. */
    static final int FACTS_OF_EACH = 5;
    /** The version that every user has then. */
    static final long VERSION = 2;

    private static final int AT_ONCE = 100;

    private People() {}

    /** Fills the store of a running jar; answers the users. */
    static List<UUID> fill(Room room, int users) {
        List<UUID> all = new ArrayList<>();
        List<DomainEventMessage<Fact>> facts = new ArrayList<>();
        for (int number = 0; number < users; number++) {
            UUID user = Room.id();
            UUID client = Room.id();
            all.add(user);
            facts.add(created(user, "user-" + number));
            facts.add(Room.fact("ProvisionedClient", client, 0, provisioned(user, client, number)));
            facts.add(Room.fact("User", user, 1, Room.renamed(user, "First " + number)));
            facts.add(Room.fact(
                    "ProvisionedClient", client, 1, new ClientRenamed(new ClientId(client), "renamed-" + number)));
            facts.add(Room.fact("User", user, VERSION, Room.renamed(user, "Second " + number)));
            if (number % AT_ONCE == AT_ONCE - 1 || number == users - 1) {
                room.engine.appendEvents(facts);
                facts.clear();
            }
        }
        return all;
    }

    static DomainEventMessage<Fact> created(UUID user, String username) {
        return Room.fact(
                "User",
                user,
                0,
                new UserCreated(
                        new UserId(user),
                        username,
                        SignInConfiguration.LDAP,
                        username + "@example.org",
                        "First",
                        "Last",
                        PrimaryRole.QUALITY_ENGINEER,
                        false,
                        null));
    }

    private static ClientProvisioned provisioned(UUID user, UUID client, int number) {
        return new ClientProvisioned(
                new ClientId(client),
                new UserId(user),
                "user-" + number,
                "agent-" + number,
                ClientType.NORMAL,
                new TokenReference(new TokenId(Room.id()), "0".repeat(64), "rollcall_client_…" + number, null));
    }
}
