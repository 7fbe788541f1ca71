package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Via;
import dev.rollcall.api.access.Assertions;
import dev.rollcall.api.user.UnlockUser;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.queryhandling.DefaultQueryGateway;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.junit.jupiter.api.Test;

class CourierTest {

    @Test
    void whoever_does_not_answer_in_time_may_have_done_it_all_the_same() {
        Courier courier = new Courier(
                DefaultCommandGateway.builder().commandBus(new Deaf()).build(),
                DefaultQueryGateway.builder()
                        .queryBus(SimpleQueryBus.builder().build())
                        .build(),
                InstallationKey.random(),
                new Assertions(InstallationKey.random(), Clock.systemUTC(), Map.of()),
                Duration.ofMillis(50));

        assertThatThrownBy(() -> courier.send(
                        new UnlockUser(WebTest.USER), Accepted.class, new Provenance(Stage.ADMIN, Via.API, "c")))
                .isInstanceOf(Unreachable.class)
                .satisfies(failure -> {
                    Problem problem = Problems.of(failure);
                    assertThat(problem.status()).isEqualTo(503);
                    assertThat(problem.detail()).contains("Idempotency-Key");
                });
    }

    /** A bus on the way to a process that froze. */
    private static final class Deaf extends SimpleCommandBus {
        Deaf() {
            super(SimpleCommandBus.builder());
        }

        @Override
        public <C, R> void dispatch(CommandMessage<C> command, CommandCallback<? super C, ? super R> callback) {}
    }
}
