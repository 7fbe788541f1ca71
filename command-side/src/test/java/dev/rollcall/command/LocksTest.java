package dev.rollcall.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Rejection;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.Provision;
import dev.rollcall.api.client.RemoveClient;
import dev.rollcall.api.user.UnlockUser;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.engine.OwnAccord;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.axonframework.modelling.command.Repository;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** That the room really decides about users and clients one at a time, and waits only so long. */
class LocksTest {

    private static Room room;

    @BeforeAll
    static void open() {
        room = new Room();
    }

    @AfterAll
    static void close() {
        room.close();
    }

    @Test
    void a_command_on_a_user_that_stays_held_is_refused_as_busy() throws Exception {
        UserId admin = new UserId(UUID.fromString(room.admin().id()));

        assertThat(refusalWhileHeld(admin, new UnlockUser(admin))).isEqualTo(Rejection.BUSY);
    }

    @Test
    void a_command_on_a_client_that_stays_held_is_refused_as_busy() throws Exception {
        ClientId client = new ClientId(UUID.randomUUID());
        UserId admin = new UserId(UUID.fromString(room.admin().id()));
        room.send(new Provision(client, admin, "held", ClientType.NORMAL, null, List.of()), room.byAdmin());

        assertThat(refusalWhileHeld(client, new RemoveClient(client))).isEqualTo(Rejection.BUSY);
    }

    private static Rejection refusalWhileHeld(Object aggregate, Object command) throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread holder = new Thread(() -> new OwnAccord().decide(() -> {
            for (Repository<?> repository : room.beans(Repository.class)) {
                try {
                    repository.load(aggregate.toString());
                } catch (RuntimeException ofAnotherType) {
                    continue;
                }
            }
            held.countDown();
            try {
                end.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }));
        holder.start();
        held.await();
        try {
            return room.refusal(command, room.byAdmin());
        } finally {
            end.countDown();
            holder.join();
        }
    }
}
