package dev.rollcall.query;

import static dev.rollcall.query.Cast.created;
import static dev.rollcall.query.Cast.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rollcall.api.Position;
import java.util.Map;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;
import org.junit.jupiter.api.Test;

class RecordedTest {

    private final EventMessage<?> message =
            new Story().tell(created(user(1), "ben")).told().get(0);

    @Test
    void a_fact_brings_along_its_place_in_either_store() {
        assertThat(Recorded.position(message)).isEqualTo(Position.of(1L, 700L, 1L));
        assertThat(Recorded.position(new GlobalSequenceTrackingToken(17))).isEqualTo(Position.of(17L));
    }

    @Test
    void while_facts_are_replayed_the_place_is_that_of_the_fact() {
        TrackingToken replayed = WrappedToken.advance(
                ReplayToken.createReplayToken(new GlobalSequenceTrackingToken(99), null),
                new GlobalSequenceTrackingToken(17));

        assertThat(replayed).isInstanceOf(ReplayToken.class);
        assertThat(Recorded.position(replayed)).isEqualTo(Position.of(17L));
    }

    @Test
    void a_fact_without_place_number_or_actor_is_an_error() {
        EventMessage<?> bare = GenericEventMessage.asEventMessage(created(user(1), "ben"));

        assertThatIllegalArgumentException().isThrownBy(() -> Recorded.position(bare));
        assertThatIllegalArgumentException().isThrownBy(() -> Recorded.position((TrackingToken) null));
        assertThatIllegalArgumentException().isThrownBy(() -> Recorded.with(bare));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recorded.with(
                        new GenericDomainEventMessage<>("User", "1", 0, created(user(1), "ben"), Map.of())));
    }
}
