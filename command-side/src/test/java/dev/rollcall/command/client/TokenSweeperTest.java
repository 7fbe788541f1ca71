package dev.rollcall.command.client;

import static dev.rollcall.command.client.ClientStory.BEGIN;
import static dev.rollcall.command.client.ClientStory.CLIENT;
import static dev.rollcall.command.client.StoredStory.at;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.rollcall.api.client.ClientDeregistered;
import dev.rollcall.api.client.ClientRemoved;
import dev.rollcall.api.client.ClientReprovisioned;
import dev.rollcall.api.client.TokenId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenSweeperTest {

    private static final Instant LONG_AGO = BEGIN.minus(TokenSweeper.UNDER_WAY).minusNanos(1);

    private final ClientStory story = new ClientStory();
    private final StoredStory stored = new StoredStory();
    private final TokenSweeper sweeper = new TokenSweeper(story.secrets, stored.history, story.clock);

    private void sweepOver(TokenSecrets.Kept... kept) {
        when(story.secrets.page(any(), anyInt())).thenReturn(List.of(kept), List.of());
        sweeper.sweep();
    }

    private static TokenSecrets.Kept kept(Tokens.NewToken token, Instant since) {
        return new TokenSecrets.Kept(token.id(), CLIENT, since);
    }

    @Test
    void spares_the_value_of_a_token_that_still_waits_however_old_it_is() {
        stored.append(CLIENT, story.provisioned());

        sweepOver(kept(story.first, LONG_AGO));

        verify(story.secrets, never()).destroy(any());
    }

    @Test
    void destroys_the_value_of_a_claimed_token_at_once() {
        stored.append(CLIENT, story.provisioned()).append(CLIENT, story.registered());

        sweepOver(kept(story.first, BEGIN));

        verify(story.secrets).destroy(story.first.id());
    }

    @Test
    void destroys_the_value_of_a_revoked_token_at_once() {
        stored.append(CLIENT, story.provisioned()).append(CLIENT, new ClientDeregistered(CLIENT));

        sweepOver(kept(story.first, BEGIN));

        verify(story.secrets).destroy(story.first.id());
    }

    @Test
    void destroys_the_value_of_a_removed_client() {
        stored.append(CLIENT, story.provisioned()).append(CLIENT, new ClientRemoved(CLIENT));

        sweepOver(kept(story.first, BEGIN));

        verify(story.secrets).destroy(story.first.id());
    }

    @Test
    void destroys_the_value_of_an_expired_token() {
        stored.append(CLIENT, story.provisioned(at(1)));

        sweepOver(kept(story.first, BEGIN));
        verify(story.secrets, never()).destroy(any());

        story.clock.moveTo(at(1));
        sweepOver(kept(story.first, BEGIN));
        verify(story.secrets).destroy(story.first.id());
    }

    @Test
    void destroys_the_value_of_a_replaced_token_and_spares_its_successor() {
        stored.append(CLIENT, story.provisioned())
                .append(CLIENT, new ClientReprovisioned(CLIENT, ClientStory.reference(story.second, null)));

        sweepOver(kept(story.first, LONG_AGO), kept(story.second, LONG_AGO));

        verify(story.secrets).destroy(story.first.id());
        verify(story.secrets, never()).destroy(story.second.id());
    }

    @Test
    void leaves_a_value_that_no_fact_names_to_the_decision_that_may_be_under_way() {
        sweepOver(kept(story.first, LONG_AGO.plusNanos(1)));

        verify(story.secrets, never()).destroy(any());
    }

    @Test
    void destroys_a_value_that_no_fact_came_to_name() {
        sweepOver(kept(story.first, LONG_AGO));

        verify(story.secrets).destroy(story.first.id());
    }

    @Test
    void looks_through_all_pages() {
        List<TokenSecrets.Kept> all = IntStream.rangeClosed(1, 3)
                .mapToObj(number -> new TokenSecrets.Kept(new TokenId(new UUID(0, number)), CLIENT, LONG_AGO))
                .toList();
        when(story.secrets.page(null, 200)).thenReturn(all.subList(0, 2));
        when(story.secrets.page(all.get(1).token(), 200)).thenReturn(all.subList(2, 3));
        when(story.secrets.page(all.get(2).token(), 200)).thenReturn(List.of());

        sweeper.sweep();

        verify(story.secrets, times(3)).destroy(any());
    }
}
