package dev.rollcall.command.user;

import static dev.rollcall.command.user.UserStory.ADA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.rollcall.api.Provenance;
import dev.rollcall.api.WrongSetting;
import dev.rollcall.api.user.UserEvent;
import dev.rollcall.api.user.UserLocked;
import dev.rollcall.api.user.UserUnlocked;
import dev.rollcall.command.Stage;
import dev.rollcall.command.claim.Administrators;
import dev.rollcall.command.claim.ClaimKind;
import dev.rollcall.command.claim.Claims;
import dev.rollcall.command.engine.OwnAccord;
import java.util.Map;
import java.util.Optional;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;

class RecoveryTest {

    private final UserStory story = new UserStory();
    private final EventStore store = Stage.store();
    private final Claims claims = mock(Claims.class);
    private final Administrators administrators = mock(Administrators.class);

    @Test
    void unlocks_the_user_it_names_as_the_program_itself() {
        when(claims.owner(ClaimKind.USERNAME, "Ada")).thenReturn(Optional.of(ADA.toString()));
        happened(story.administrator(), 0);
        happened(new UserLocked(ADA, 5), 1);

        start("Ada");

        var fact = store.readEvents(ADA.toString(), 2).next();
        assertThat(fact.getPayload()).isEqualTo(new UserUnlocked(ADA));
        assertThat(fact.getMetaData())
                .containsEntry(Provenance.ACTOR_KIND, "SYSTEM")
                .containsEntry(Provenance.VIA, "SYSTEM")
                .containsKey(Provenance.CORRELATION);
        verify(administrators).join(ADA);
    }

    @Test
    void a_user_who_is_not_locked_stays_as_it_is() {
        when(claims.owner(ClaimKind.USERNAME, "ada")).thenReturn(Optional.of(ADA.toString()));
        happened(story.administrator(), 0);

        start("ada");

        assertThat(store.lastSequenceNumberFor(ADA.toString())).contains(0L);
    }

    @Test
    void a_user_who_does_not_exist_stops_the_start_with_the_cure() {
        when(claims.owner(any(), any())).thenReturn(Optional.empty());

        assertThatThrownBy(() -> start("nobody"))
                .isInstanceOf(WrongSetting.class)
                .hasMessageStartingWith("rollcall.unlock");
    }

    @Test
    void nothing_is_done_where_nobody_is_named() {
        start(" ");

        verifyNoInteractions(claims, administrators);
    }

    private void start(String username) {
        new Recovery(
                        new OwnAccord(),
                        claims,
                        administrators,
                        Stage.aggregates(store).oneAtATime(User.class),
                        username)
                .run(null);
    }

    private void happened(UserEvent fact, long version) {
        store.publish(new GenericDomainEventMessage<>(
                "User", ADA.toString(), version, fact, Map.of(Provenance.ACTOR_NAME, "root")));
    }
}
