package dev.rollcall.command.user;

import static dev.rollcall.command.user.UserStory.ADA;
import static dev.rollcall.command.user.UserStory.BEGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.verify;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.user.AdminDropped;
import dev.rollcall.api.user.UserEvent;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserLocked;
import dev.rollcall.api.user.UserRemoved;
import dev.rollcall.api.user.UserRenamed;
import dev.rollcall.api.user.UserUnlocked;
import dev.rollcall.command.Stage;
import java.util.Map;
import java.util.UUID;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.junit.jupiter.api.Test;

class SourcedUsersTest {

    private static final UserId NOBODY = new UserId(UUID.randomUUID());

    private final UserStory story = new UserStory();
    private final EventStore store = spy(Stage.store());
    private final SourcedUsers users = new SourcedUsers(store, (user, then) -> then.equals(BEGIN) ? 4 : 9);

    @Test
    void a_user_is_known_by_its_username_until_it_is_removed() {
        happened(story.engineer());
        assertThat(users.usernameOf(ADA)).contains("ada");
        assertThat(users.usernameOf(NOBODY)).isEmpty();

        happened(new UserRemoved(ADA));
        assertThat(users.usernameOf(ADA)).isEmpty();
        assertThat(users.current(ADA)).isEmpty();
    }

    @Test
    void who_acts_is_told_with_the_roles_of_this_moment() {
        happened(story.administrator());
        assertThat(users.acting(ADA).map(Actor::administrator)).contains(true);

        happened(new AdminDropped(ADA));
        assertThat(users.acting(ADA).map(Actor::administrator)).contains(false);
    }

    @Test
    void nobody_acts_who_is_locked_removed_or_never_was() {
        happened(story.administrator());
        happened(new UserLocked(ADA, 5));
        assertThat(users.acting(ADA)).isEmpty();
        assertThat(users.current(ADA).map(UserState::locked)).contains(true);

        happened(new UserUnlocked(ADA));
        assertThat(users.acting(ADA)).isPresent();

        happened(new UserRemoved(ADA));
        assertThat(users.acting(ADA)).isEmpty();
        assertThat(users.acting(NOBODY)).isEmpty();
    }

    @Test
    void only_what_is_new_is_read_of_a_user_looked_at_before() {
        happened(story.engineer());
        happened(new UserRenamed(ADA, "A", "L"));
        users.current(ADA);
        clearInvocations(store);

        assertThat(users.current(ADA).map(UserState::firstName)).contains("A");

        verify(store).readEvents(ADA.toString(), 2);
        verify(store, never()).readEvents(eq(ADA.toString()), eq(0L));
    }

    @Test
    void what_a_decision_has_not_stored_yet_is_seen_by_it_and_not_remembered() {
        happened(story.engineer());
        users.current(ADA);
        DefaultUnitOfWork<?> work = DefaultUnitOfWork.startAndGet(new GenericMessage<>("a decision"));
        happened(new UserRemoved(ADA));
        assertThat(users.usernameOf(ADA)).isEmpty();
        work.rollback();

        assertThat(users.usernameOf(ADA)).contains("ada");
    }

    @Test
    void a_user_is_shown_as_it_was_at_a_version() {
        happened(story.engineer());
        happened(new UserRenamed(ADA, "A", "L"));
        happened(new UserRemoved(ADA));

        assertThat(users.at(ADA, 0, BEGIN).orElseThrow().firstName()).isEqualTo("Ada");
        assertThat(users.at(ADA, 0, BEGIN).orElseThrow().clientCount()).isEqualTo(4);
        assertThat(users.at(ADA, 1, BEGIN.plusSeconds(1)).orElseThrow().firstName())
                .isEqualTo("A");
        assertThat(users.at(ADA, 1, BEGIN.plusSeconds(1)).orElseThrow().clientCount())
                .isEqualTo(9);
        assertThat(users.at(ADA, 1, BEGIN).orElseThrow().updatedBy()).isEqualTo("root");
    }

    @Test
    void there_is_no_version_that_never_was() {
        happened(story.engineer());

        assertThat(users.at(ADA, 1, BEGIN)).isEmpty();
        assertThat(users.at(NOBODY, 0, BEGIN)).isEmpty();
        // that would begin with a snapshot, which forgets what was before
        verify(store, never()).readEvents(ADA.toString());
    }

    private void happened(UserEvent fact) {
        long version = store.lastSequenceNumberFor(ADA.toString()).orElse(-1L) + 1;
        store.publish(new GenericDomainEventMessage<>(
                "User", ADA.toString(), version, fact, Map.of(Provenance.ACTOR_NAME, "root")));
    }
}
