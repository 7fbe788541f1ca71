package dev.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvenanceTest {

    private final Actor ada = new Actor(Actor.Kind.USER, "u-1", "ada", List.of("QUALITY_MANAGER", "ADMIN"));

    @Test
    void survives_being_metadata() {
        Provenance full = new Provenance(ada, Via.CONSOLE, "left the company", "c-1", "r-1", "d-1");
        Provenance least = new Provenance(new Actor(Actor.Kind.CLIENT, "c-9", "", List.of()), Via.CLIENT, "c-2");

        assertThat(Provenance.from(full.toMetaData())).isEqualTo(full);
        assertThat(Provenance.from(least.toMetaData())).isEqualTo(least);
        assertThat(least.toMetaData()).doesNotContainKeys("reason", "request", "request-digest");
    }

    @Test
    void is_flat_text_under_names_that_are_stored_with_every_fact() {
        assertThat(new Provenance(ada, Via.API, "why", "c-1", "r-1", "d-1").toMetaData())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "actor-kind", "USER",
                        "actor-id", "u-1",
                        "actor-name", "ada",
                        "actor-roles", "QUALITY_MANAGER ADMIN",
                        "via", "API",
                        "reason", "why",
                        "correlation-id", "c-1",
                        "request", "r-1",
                        "request-digest", "d-1"));
    }

    @Test
    void a_fact_carries_who_and_why_but_not_the_idempotency_key() {
        assertThat(Provenance.CARRIED)
                .containsExactlyInAnyOrder(
                        "actor-kind", "actor-id", "actor-name", "actor-roles", "via", "reason", "correlation-id");
    }

    @Test
    void refuses_metadata_that_does_not_say_who_acts() {
        for (String missing : List.of("actor-kind", "actor-id")) {
            Map<String, String> metaData = new HashMap<>(new Provenance(ada, Via.API, "c-1").toMetaData());
            metaData.remove(missing);
            assertThatIllegalArgumentException().isThrownBy(() -> Provenance.from(metaData));
        }
        Map<String, String> unknown = new HashMap<>(new Provenance(ada, Via.API, "c-1").toMetaData());
        unknown.put("actor-kind", "ROBOT");
        assertThatIllegalArgumentException().isThrownBy(() -> Provenance.from(unknown));
    }

    @Test
    void only_a_user_with_both_roles_is_an_administrator() {
        assertThat(ada.administrator()).isTrue();
        assertThat(new Actor(Actor.Kind.USER, "u", "u", List.of("QUALITY_MANAGER")).administrator())
                .isFalse();
        assertThat(new Actor(Actor.Kind.USER, "u", "u", List.of("QUALITY_LEAD", "ADMIN")).administrator())
                .isFalse();
        assertThat(new Actor(Actor.Kind.SERVICE, "s", "s", List.of("QUALITY_MANAGER", "ADMIN")).administrator())
                .isFalse();
        assertThat(Actor.SYSTEM.administrator()).isFalse();
    }
}
