package dev.rollcall.command.user;

import static dev.rollcall.command.user.UserStory.ADA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.spy;

import dev.rollcall.api.user.UserErased;
import dev.rollcall.api.user.UserEvent;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserRemoved;
import dev.rollcall.command.NotedKeys;
import dev.rollcall.command.Stage;
import java.util.UUID;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;

class KeySweeperTest {

    private static final UserId NOBODY = new UserId(new UUID(1, 1));
    private static final UserId NOBODY_EITHER = new UserId(new UUID(1, 2));

    private final UserStory story = new UserStory();
    private final EventStore store = spy(Stage.store());
    private final NotedKeys keys = new NotedKeys();
    private final KeySweeper sweeper = new KeySweeper(keys, new SourcedUsers(store, (user, then) -> 0));

    @Test
    void keys_without_any_fact_are_doubted_and_all_others_settled() {
        happened(story.engineer());
        keys.made.add(NOBODY.value());
        keys.made.add(ADA.value());
        keys.made.add(NOBODY_EITHER.value());

        sweeper.sweep();

        assertThat(keys.asked).containsExactlyInAnyOrder("doubt " + NOBODY, "doubt " + NOBODY_EITHER, "settle " + ADA);
    }

    @Test
    void who_was_removed_or_erased_has_facts_all_the_same() {
        happened(story.engineer());
        happened(new UserRemoved(ADA));
        happened(new UserErased(ADA));
        keys.made.add(ADA.value());

        sweeper.sweep();

        assertThat(keys.asked).containsExactly("settle " + ADA);
    }

    @Test
    void nobody_is_doubted_while_the_facts_are_out_of_reach() {
        keys.made.add(NOBODY.value());
        doThrow(new IllegalStateException("out of reach")).when(store).readEvents(NOBODY.toString(), 0);

        assertThatThrownBy(sweeper::sweep).hasMessage("out of reach");

        assertThat(keys.asked).isEmpty();
    }

    private void happened(UserEvent fact) {
        long version = store.lastSequenceNumberFor(ADA.toString()).orElse(-1L) + 1;
        store.publish(new GenericDomainEventMessage<>("User", ADA.toString(), version, fact));
    }
}
