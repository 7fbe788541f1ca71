package dev.rollcall.command.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.RevealToken;
import dev.rollcall.api.user.UnlockUser;
import dev.rollcall.api.user.UserId;
import java.util.UUID;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.junit.jupiter.api.Test;

class AbsenceTest {

    @Test
    void a_user_who_never_was_is_not_found() {
        assertThatThrownBy(() -> missing(new UnlockUser(new UserId(new UUID(1, 1)))))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        refused -> assertThat(refused.refusal().rejection()).isEqualTo(Rejection.USER_NOT_FOUND));
    }

    @Test
    void a_client_that_never_was_is_not_found() {
        assertThatThrownBy(() -> missing(new RevealToken(new ClientId(new UUID(1, 1)))))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        refused -> assertThat(refused.refusal().rejection()).isEqualTo(Rejection.CLIENT_NOT_FOUND));
    }

    @Test
    void anything_else_that_is_missing_is_a_fault() {
        assertThatThrownBy(() -> missing("something else")).isInstanceOf(AggregateNotFoundException.class);
    }

    @Test
    void what_is_there_answers() throws Exception {
        DefaultUnitOfWork<CommandMessage<?>> work = new DefaultUnitOfWork<>(new GenericCommandMessage<>("x"));

        assertThat(new Absence().handle(work, () -> "done")).isEqualTo("done");
    }

    private static void missing(Object command) throws Exception {
        DefaultUnitOfWork<CommandMessage<?>> work = new DefaultUnitOfWork<>(new GenericCommandMessage<>(command));
        new Absence().handle(work, () -> {
            throw new AggregateNotFoundException("id", "not there");
        });
    }
}
