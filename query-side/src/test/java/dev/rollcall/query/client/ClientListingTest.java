package dev.rollcall.query.client;

import static dev.rollcall.query.Cast.client;
import static dev.rollcall.query.Cast.provisioned;
import static dev.rollcall.query.Cast.tokenId;
import static dev.rollcall.query.Cast.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.client.ClientPage;
import dev.rollcall.api.client.ClientRegistered;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.FindClients;
import dev.rollcall.query.NoPast;
import dev.rollcall.query.Postgres;
import dev.rollcall.query.Refused;
import dev.rollcall.query.Story;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientListingTest {

    private static final Postgres POSTGRES = new Postgres("clients");

    private final ClientProjection projection = new ClientProjection(
            POSTGRES.jdbc(),
            "view_clients",
            new Sightings(POSTGRES.jdbc(), Clock.systemUTC(), Duration.ofSeconds(90)),
            new NoPast());
    private final Story story = new Story(POSTGRES.template(), projection);

    @BeforeEach
    void empty() {
        projection.reset();
    }

    @Test
    void search_finds_parts_of_name_username_and_host_name() {
        story.tell(
                provisioned(client(1), user(1), "Ben", "build_1"),
                provisioned(client(2), user(1), "Ben", "buildx1"),
                provisioned(client(3), user(2), "cleo", "laptop"),
                new ClientRegistered(client(3), tokenId(1), null, "Host.Example"));

        assertThat(search("BUILD")).containsExactly("build_1", "buildx1");
        assertThat(search("d_1")).containsExactly("build_1");
        assertThat(search("%")).isEmpty();
        assertThat(search("\\")).isEmpty();
        assertThat(search("cle")).containsExactly("laptop");
        assertThat(search("host.ex")).containsExactly("laptop");
        assertThat(search("en")).containsExactly("build_1", "buildx1");
    }

    @Test
    void the_usual_order_is_by_name() {
        story.tell(
                provisioned(client(3), user(1), "ben", "b"),
                provisioned(client(2), user(1), "ben", "c"),
                provisioned(client(1), user(1), "ben", "a"));

        assertThat(answer(null, 9, null).items()).extracting(ClientView::name).containsExactly("a", "b", "c");
    }

    @Test
    void refuses_what_it_does_not_know() {
        Refused.at("/sort", () -> answer("presence", 10, null));
        Refused.at("/limit", () -> answer(null, 0, null));
        Refused.at("/limit", () -> answer(null, 201, null));
        Refused.at("/cursor", () -> answer(null, 10, "mist"));
    }

    private List<String> search(String text) {
        return projection.answer(new FindClients(text, null, null, null, null, 50, null, false)).items().stream()
                .map(ClientView::name)
                .toList();
    }

    private ClientPage answer(@Nullable String sort, int limit, @Nullable String cursor) {
        return projection.answer(new FindClients(null, null, null, null, sort, limit, cursor, false));
    }
}
