package dev.rollcall.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.Position;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

class FactTokenTest {

    private static final FactToken TOKEN = new FactToken(2, 7_345_000_000_000L, 12);

    private final Jackson3Serializer serializer = Jackson3Serializer.builder()
            .jsonMapperBuilderCustomizer(
                    mapper -> mapper.polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder()
                            .allowIfSubType("org.axonframework.")
                            .allowIfSubType(TrackingToken.class)
                            .build()))
            .build();

    @Test
    void survives_being_stored() {
        var stored = serializer.serialize(TOKEN, String.class);

        assertThat(stored.getData()).isEqualTo("{\"era\":2,\"xid\":7345000000000,\"number\":12}");
        assertThat(stored.getType().getName()).isEqualTo("dev.rollcall.store.FactToken");
        assertThat(serializer.<String, Object>deserialize(stored)).isEqualTo(TOKEN);
    }

    @Test
    void survives_being_stored_during_a_replay() {
        TrackingToken replay = ReplayToken.createReplayToken(TOKEN, new FactToken(1, 5, 5));

        var stored = serializer.serialize(replay, byte[].class);

        assertThat(serializer.<byte[], Object>deserialize(stored)).isEqualTo(replay);
    }

    @Test
    void is_ordered_by_era_then_transaction_then_number() {
        FactToken earlierEra = new FactToken(1, Long.MAX_VALUE, 99);
        FactToken earlierTransaction = new FactToken(2, 7_344_000_000_000L, 99);
        FactToken earlierNumber = new FactToken(2, 7_345_000_000_000L, 11);

        for (FactToken earlier : new FactToken[] {FactToken.START, earlierEra, earlierTransaction, earlierNumber}) {
            assertThat(TOKEN.covers(earlier)).isTrue();
            assertThat(earlier.covers(TOKEN)).isFalse();
            assertThat(TOKEN.lowerBound(earlier)).isEqualTo(earlier);
            assertThat(earlier.lowerBound(TOKEN)).isEqualTo(earlier);
            assertThat(TOKEN.upperBound(earlier)).isEqualTo(TOKEN);
            assertThat(earlier.upperBound(TOKEN)).isEqualTo(TOKEN);
            assertThat(earlier.place()).isLessThan(TOKEN.place());
            assertThat(earlier.samePositionAs(TOKEN)).isFalse();
        }
        assertThat(TOKEN.covers(null)).isTrue();
        assertThat(TOKEN.samePositionAs(new FactToken(2, 7_345_000_000_000L, 12)))
                .isTrue();
    }

    @Test
    void tells_its_place_and_about_how_many_facts_come_before() {
        assertThat(TOKEN.place()).isEqualTo(Position.parse("2.7345000000000.12"));
        assertThat(TOKEN.position()).hasValue(12);
    }

    @Test
    void refuses_tokens_of_other_stores() {
        TrackingToken foreign = new GlobalSequenceTrackingToken(3);

        assertThatThrownBy(() -> TOKEN.covers(foreign)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FactToken.orStart(foreign)).isInstanceOf(IllegalArgumentException.class);
    }
}
