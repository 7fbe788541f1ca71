package dev.rollcall.benchmarks;

import dev.rollcall.api.Fact;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientProvisioned;
import dev.rollcall.api.client.ClientRegistered;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.TokenId;
import dev.rollcall.api.client.TokenReference;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.api.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;

/** Users with two clients each, recorded as another process of the installation would record them, only faster. */
final class People {

    /** Facts about each user and its clients, renamings aside. */
    static final int FACTS_OF_EACH = 4;

    private static final int AT_ONCE = 100;
    private static final int THREADS = 2;

    private People() {}

    /**
     * Fills the store of a running jar with users of these numbers: one client of each is registered, one is not.
     *
     * @param renamings of each
     */
    static void fill(Room room, int from, int to, int renamings) throws InterruptedException {
        int batches = (to - from + AT_ONCE - 1) / AT_ONCE;
        AtomicInteger next = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        for (int each = 0; each < THREADS; each++) {
            Thread thread = new Thread(() -> {
                try {
                    for (int batch = next.getAndIncrement(); batch < batches; batch = next.getAndIncrement()) {
                        int first = from + batch * AT_ONCE;
                        append(room, first, Math.min(to, first + AT_ONCE), renamings);
                    }
                } catch (RuntimeException failed) {
                    failure.set(failed);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    private static void append(Room room, int from, int to, int renamings) {
        List<DomainEventMessage<?>> facts = new ArrayList<>();
        for (int number = from; number < to; number++) {
            UUID user = Room.id();
            UUID one = Room.id();
            UUID other = Room.id();
            facts.add(created(user, "user-" + number));
            facts.add(Room.fact("ProvisionedClient", one, 0, provisioned(user, one, number, ClientType.NORMAL)));
            facts.add(Room.fact("ProvisionedClient", other, 0, provisioned(user, other, number, ClientType.CI_CD)));
            facts.add(Room.fact(
                    "ProvisionedClient",
                    one,
                    1,
                    new ClientRegistered(new ClientId(one), new TokenId(one), new UserId(user), "machine-" + number)));
            for (int renaming = 1; renaming <= renamings; renaming++) {
                facts.add(Room.fact("User", user, renaming, Room.renamed(user, "Name " + renaming)));
            }
        }
        room.engine.appendEvents(facts);
    }

    /** One user of this name, renamed so often. */
    static void longLived(Room room, String username, int renamings) {
        UUID user = Room.id();
        room.append(created(user, username));
        rename(room, user, renamings);
    }

    /** Appends so many renamings of a user after its first fact, which is there. */
    static void rename(Room room, UUID user, int renamings) {
        for (int from = 1; from <= renamings; from += AT_ONCE) {
            room.engine.appendEvents(IntStream.range(from, Math.min(renamings + 1, from + AT_ONCE))
                    .mapToObj(sequence -> Room.fact("User", user, sequence, Room.renamed(user, "Name " + sequence)))
                    .toList());
        }
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

    private static ClientProvisioned provisioned(UUID user, UUID client, int number, ClientType type) {
        return new ClientProvisioned(
                new ClientId(client),
                new UserId(user),
                "user-" + number,
                "agent-" + number + "-" + type.name().toLowerCase(Locale.ROOT),
                type,
                new TokenReference(new TokenId(client), "0".repeat(64), "rollcall_client_…" + number, null));
    }
}
