package dev.rollcall.command.client;

import static dev.rollcall.command.client.ClientStory.CLIENT;
import static dev.rollcall.command.client.StoredStory.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.client.ClientDeregistered;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientRemoved;
import dev.rollcall.api.client.ClientReprovisioned;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.IntrospectToken;
import dev.rollcall.api.client.PresentedToken;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;

class IntrospectTokenTest {

    private final ClientStory story = new ClientStory();
    private final StoredStory stored = new StoredStory();
    private final TokenIntrospection introspection = new TokenIntrospection(stored.history, story.key, story.clock);

    private Optional<ClientView> ask(Tokens.NewToken token) {
        return introspection.answer(new IntrospectToken(story.seal(token)));
    }

    @Test
    void answers_with_the_client_of_a_claimed_token() {
        stored.append(CLIENT, story.provisioned()).append(CLIENT, story.registered());

        ClientView view = ask(story.first).orElseThrow();

        assertThat(view.client()).isEqualTo(CLIENT);
        assertThat(view.status()).isEqualTo(ClientStatus.REGISTERED);
        assertThat(view.username()).isEqualTo("ada");
        assertThat(view.token().value()).isNull();
    }

    @Test
    void accepts_a_token_that_was_issued_a_moment_ago() {
        stored.append(CLIENT, story.provisioned());

        assertThat(ask(story.first)).isPresent();
    }

    @Test
    void refuses_a_token_that_was_replaced_a_moment_ago() {
        stored.append(CLIENT, story.provisioned()).append(CLIENT, story.registered());
        assertThat(ask(story.first)).isPresent();

        stored.append(CLIENT, new ClientReprovisioned(CLIENT, ClientStory.reference(story.second, null)));

        assertThat(ask(story.first)).isEmpty();
        assertThat(ask(story.second)).isPresent();
    }

    @Test
    void refuses_the_token_of_a_deregistered_client() {
        stored.append(CLIENT, story.provisioned())
                .append(CLIENT, story.registered())
                .append(CLIENT, new ClientDeregistered(CLIENT));

        assertThat(ask(story.first)).isEmpty();
    }

    @Test
    void accepts_the_new_token_of_a_reregistered_client_only() {
        stored.append(CLIENT, story.provisioned())
                .append(CLIENT, story.registered())
                .append(CLIENT, new ClientDeregistered(CLIENT))
                .append(CLIENT, story.reregistered());

        assertThat(ask(story.second)).isPresent();
        assertThat(ask(story.first)).isEmpty();
    }

    @Test
    void refuses_the_token_of_a_removed_client() {
        stored.append(CLIENT, story.provisioned()).append(CLIENT, new ClientRemoved(CLIENT));

        assertThat(ask(story.first)).isEmpty();
    }

    @Test
    void refuses_an_unclaimed_token_from_the_instant_of_its_expiry_on() {
        stored.append(CLIENT, story.provisioned(at(5)));

        story.clock.moveTo(at(5).minusNanos(1));
        assertThat(ask(story.first)).isPresent();
        story.clock.moveTo(at(5));
        assertThat(ask(story.first)).isEmpty();
    }

    @Test
    void accepts_a_claimed_token_also_after_the_expiry_of_its_claiming() {
        stored.append(CLIENT, story.provisioned(at(5))).append(CLIENT, story.registered());
        story.clock.moveTo(at(6));

        assertThat(ask(story.first)).isPresent();
    }

    @Test
    void refuses_a_token_that_only_names_a_client() {
        stored.append(CLIENT, story.provisioned());

        assertThat(ask(story.third)).isEmpty();
    }

    @Test
    void knows_nothing_of_clients_there_are_not() {
        ClientId nobody = new ClientId(UUID.fromString("0195a000-0000-7000-8000-00000000c00f"));
        String token = PresentedToken.create(nobody, new SecureRandom()).clear();

        assertThat(introspection.answer(new IntrospectToken(story.key.seal(token))))
                .isEmpty();
    }

    @Test
    void takes_the_same_way_whatever_is_wrong_with_a_token() {
        ClientId nobody = new ClientId(UUID.fromString("0195a000-0000-7000-8000-00000000c00f"));
        stored.append(CLIENT, story.provisioned())
                .append(CLIENT, story.registered())
                .append(CLIENT, new ClientDeregistered(CLIENT));
        List<String> reads = new ArrayList<>();
        EventStore noted = (EventStore) Proxy.newProxyInstance(
                EventStore.class.getClassLoader(), new Class<?>[] {EventStore.class}, (proxy, method, arguments) -> {
                    reads.add(method.getName());
                    return method.invoke(stored.store, arguments);
                });
        TokenIntrospection noting = new TokenIntrospection(new ClientHistory(noted), story.key, story.clock);
        Sealed revoked = story.seal(story.first);
        noting.answer(new IntrospectToken(revoked));
        reads.clear();

        noting.answer(new IntrospectToken(revoked));
        List<String> ofOneRevoked = List.copyOf(reads);
        assertThat(ofOneRevoked).isNotEmpty();

        for (Sealed bad : List.of(
                story.seal(story.third),
                story.key.seal(PresentedToken.create(nobody, new SecureRandom()).clear()),
                story.key.seal(story.first.token().clear() + "x"),
                story.key.seal("secret"),
                story.key.seal(""),
                InstallationKey.random().seal(story.first.token().clear()),
                new Sealed("?"))) {
            reads.clear();
            assertThat(noting.answer(new IntrospectToken(bad))).isEmpty();
            assertThat(reads).isEqualTo(ofOneRevoked);
        }
    }

    @Test
    void knows_nothing_of_what_is_no_token() {
        stored.append(CLIENT, story.provisioned());
        String clear = story.first.token().clear();

        assertThat(introspection.answer(new IntrospectToken(story.key.seal("secret"))))
                .isEmpty();
        assertThat(introspection.answer(
                        new IntrospectToken(InstallationKey.random().seal(clear))))
                .isEmpty();
        assertThat(introspection.answer(new IntrospectToken(new Sealed("?")))).isEmpty();
    }
}
