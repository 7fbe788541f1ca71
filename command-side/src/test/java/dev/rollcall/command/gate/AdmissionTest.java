package dev.rollcall.command.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Via;
import dev.rollcall.api.audit.FindRefusedAttempts;
import dev.rollcall.api.audit.RefusedAttemptPage;
import dev.rollcall.api.audit.RefusedAttemptView;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.IntrospectToken;
import dev.rollcall.command.Room;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AdmissionTest {

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
    void who_may_not_ask_is_refused_and_recorded_and_an_administrator_reads_it() {
        Actor liar =
                new Actor(Actor.Kind.USER, UUID.randomUUID().toString(), "liar", List.of("QUALITY_MANAGER", "ADMIN"));
        assertForbidden(() -> introspect(new Provenance(liar, Via.API, "c-1").toMetaData()));
        assertForbidden(() -> introspect(Map.of()));
        assertForbidden(() -> refused(new Provenance(liar, Via.API, "c-1").toMetaData()));

        assertThat(refused(room.byAdmin()).items())
                .extracting(RefusedAttemptView::type)
                .containsExactly("FindRefusedAttempts", "IntrospectToken", "IntrospectToken");
    }

    @Test
    void a_client_is_told_nothing_of_what_is_no_token_and_the_program_asks_to_see_whether_somebody_is_there() {
        Actor client = new Actor(Actor.Kind.CLIENT, UUID.randomUUID().toString(), "c", List.of());

        assertThat(introspect(new Provenance(client, Via.CLIENT, "c-1").toMetaData()))
                .isEmpty();
        assertThat(introspect(new Provenance(Actor.SYSTEM, Via.SYSTEM, "c-1").toMetaData()))
                .isEmpty();
    }

    private static Optional<ClientView> introspect(Map<String, String> metaData) {
        return room.ask(
                new IntrospectToken(room.key().seal("x")),
                ResponseTypes.optionalInstanceOf(ClientView.class),
                metaData);
    }

    private static RefusedAttemptPage refused(Map<String, String> metaData) {
        return room.ask(
                FindRefusedAttempts.OF_WHAT_DECIDES,
                new FindRefusedAttempts(null, null, null, null, null, 10),
                ResponseTypes.instanceOf(RefusedAttemptPage.class),
                metaData);
    }

    private static void assertForbidden(Runnable attempt) {
        assertThatThrownBy(attempt::run).isInstanceOfSatisfying(Rejected.class, refused -> assertThat(
                        refused.refusal().rejection())
                .isEqualTo(Rejection.FORBIDDEN));
    }
}
