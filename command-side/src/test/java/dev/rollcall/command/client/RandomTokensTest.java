package dev.rollcall.command.client;

import static dev.rollcall.command.client.ClientStory.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.client.PresentedToken;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomTokensTest {

    private final Tokens tokens = new RandomTokens();

    @Test
    void belong_to_the_client_they_are_made_for() {
        PresentedToken token = tokens.next(CLIENT).token();

        assertThat(token.client()).isEqualTo(CLIENT);
        assertThat(PresentedToken.parse(token.clear()))
                .get()
                .extracting(PresentedToken::client)
                .isEqualTo(CLIENT);
    }

    @Test
    void are_all_different_and_their_identifiers_in_order() {
        List<Tokens.NewToken> many =
                IntStream.range(0, 100).mapToObj(i -> tokens.next(CLIENT)).toList();

        assertThat(many).extracting(token -> token.token().clear()).doesNotHaveDuplicates();
        assertThat(many)
                .extracting(token -> token.id().toString())
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(many)
                .allSatisfy(token -> assertThat(token.id().value().version()).isEqualTo(7));
    }
}
