package dev.rollcall.query.user;

import static dev.rollcall.query.Cast.created;
import static dev.rollcall.query.Cast.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.user.FindUsers;
import dev.rollcall.api.user.UserPage;
import dev.rollcall.api.user.UserRemoved;
import dev.rollcall.api.user.UserView;
import dev.rollcall.query.NoPast;
import dev.rollcall.query.Postgres;
import dev.rollcall.query.Refused;
import dev.rollcall.query.Story;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserListingTest {

    private static final Postgres POSTGRES = new Postgres("users");

    private final UserProjection projection = new UserProjection(POSTGRES.jdbc(), "view_users", new NoPast());
    private final Story story = new Story(POSTGRES.template(), projection);

    @BeforeEach
    void empty() {
        projection.reset();
    }

    @Test
    void the_last_page_has_no_cursor_even_when_it_is_full() {
        story.tell(created(user(1), "a"), created(user(2), "b"), created(user(3), "c"), created(user(4), "d"));

        UserPage first = projection.answer(find("username", 2, null));
        UserPage second = projection.answer(find("username", 2, first.nextCursor()));

        assertThat(usernames(first)).containsExactly("a", "b");
        assertThat(first.nextCursor()).isNotNull().matches("[A-Za-z0-9_-]+");
        assertThat(usernames(second)).containsExactly("c", "d");
        assertThat(second.nextCursor()).isNull();
    }

    @Test
    void a_walk_is_not_shifted_by_who_comes_and_goes_on_the_way() {
        story.tell(created(user(1), "b"), created(user(2), "d"), created(user(3), "f"), created(user(4), "h"));
        UserPage first = projection.answer(find("username", 2, null));

        story.tell(new UserRemoved(user(2)), created(user(5), "a"), created(user(6), "e"));

        assertThat(usernames(projection.answer(find("username", 9, first.nextCursor()))))
                .containsExactly("e", "f", "h");
    }

    @Test
    void the_usual_order_is_by_username_whatever_its_case() {
        story.tell(created(user(1), "bob"), created(user(2), "Alice"), created(user(3), "CARL"));

        assertThat(usernames(projection.answer(find(null, 9, null)))).containsExactly("Alice", "bob", "CARL");
        assertThat(usernames(projection.answer(find(" ", 9, null)))).containsExactly("Alice", "bob", "CARL");
    }

    @Test
    void names_with_accents_stand_beside_those_without() {
        story.tell(
                created(user(1), "one", "1@example.org", "x", "Zorn"),
                created(user(2), "two", "2@example.org", "x", "Ähre"),
                created(user(3), "three", "3@example.org", "x", "ahrend"),
                created(user(4), "four", "4@example.org", "x", "Strauß"),
                created(user(5), "five", "5@example.org", "x", "strausz"));

        assertThat(usernames(projection.answer(find("lastName", 9, null))))
                .containsExactly("two", "three", "four", "five", "one");
    }

    @Test
    void search_finds_parts_of_username_names_and_email_whatever_their_case() {
        story.tell(
                created(user(1), "kim", "k@one.example", "Émilie", "Noir"),
                created(user(2), "Lou", "l@two.example", "Lou", "Vert"),
                created(user(3), "max", "m@three.example", "Max", "Rouge"));

        assertThat(search("KI")).containsExactly("kim");
        assertThat(search("emil")).containsExactly("kim");
        assertThat(search("ÉMIL")).containsExactly("kim");
        assertThat(search("ver")).containsExactly("Lou");
        assertThat(search(" Max Rouge ")).containsExactly("max");
        assertThat(search("two.EXAMPLE")).containsExactly("Lou");
        assertThat(search("example")).containsExactly("kim", "Lou", "max");
        assertThat(search("kimk@")).isEmpty();
        assertThat(search("nobody")).isEmpty();
        assertThat(search(" ")).hasSize(3);
    }

    @Test
    void search_takes_wildcards_literally() {
        story.tell(
                created(user(1), "a_b", "50%@example.org", "x", "x"),
                created(user(2), "axb", "50x@example.org", "x", "x"),
                created(user(3), "abb", "back\\slash@example.org", "x", "x"));

        assertThat(search("a_b")).containsExactly("a_b");
        assertThat(search("50%@")).containsExactly("a_b");
        assertThat(search("%")).containsExactly("a_b");
        assertThat(search("_")).containsExactly("a_b");
        assertThat(search("k\\s")).containsExactly("abb");
        assertThat(search("\\")).containsExactly("abb");
        assertThat(search("'; drop table users; --")).isEmpty();
        assertThat(search("\0")).hasSize(3);
        assertThat(search("\ud800")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shoeSize", "u.username", "username,", ",", "-", "--username", "username,-username", "1"})
    void refuses_what_cannot_be_sorted_by(String sort) {
        Refused.at("/sort", () -> projection.answer(find(sort, 10, null)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 201, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void refuses_limits_outside_1_to_200(int limit) {
        Refused.at("/limit", () -> projection.answer(find(null, limit, null)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "!",
                "null",
                "{}",
                "[]",
                "[1]",
                "[null,null,null]",
                "[\"locked,userId\",\"maybe\",\"0190a000-0000-7000-8000-000000000001\"]",
                "[\"locked,userId\",\"true\",\"1\"]",
                "[\"locked,userId\",null,\"0190a000-0000-7000-8000-000000000001\"]",
                "[\"locked,userId\",\"true\"]",
                "[\"username,userId\",\"x\",\"0190a000-0000-7000-8000-000000000001\"]"
            })
    void refuses_cursors_that_it_did_not_give(String content) {
        String cursor = Base64.getUrlEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));

        Refused.at("/cursor", () -> projection.answer(find("locked", 10, cursor)));
        Refused.at("/cursor", () -> projection.answer(find("locked", 10, content)));
    }

    @Test
    void refuses_values_in_a_cursor_that_no_row_can_have() {
        for (String written : List.of(
                "[\"createdAt,userId\",\"yesterday\",\"0190a000-0000-7000-8000-000000000001\"]",
                "[\"clientCount,userId\",\"many\",\"0190a000-0000-7000-8000-000000000001\"]",
                "[\"username,userId\",\"a\\u0000b\",\"0190a000-0000-7000-8000-000000000001\"]",
                "[\"username,userId\",\"\\ud800\",\"0190a000-0000-7000-8000-000000000001\"]")) {
            String cursor = Base64.getUrlEncoder().encodeToString(written.getBytes(StandardCharsets.UTF_8));
            String sort = written.substring(2, written.indexOf(','));
            Refused.at("/cursor", () -> projection.answer(find(sort, 10, cursor)));
        }
    }

    @Test
    void refuses_a_cursor_of_another_order() {
        story.tell(created(user(1), "a"), created(user(2), "b"), created(user(3), "c"), created(user(4), "d"));
        String cursor = projection.answer(find("username", 3, null)).nextCursor();

        Refused.at("/cursor", () -> projection.answer(find("-username", 3, cursor)));
        Refused.at("/cursor", () -> projection.answer(find("email", 3, cursor)));
        assertThat(projection.answer(find("username", 3, cursor)).items()).hasSize(1);
    }

    private List<String> search(String text) {
        return usernames(projection.answer(new FindUsers(text, null, null, null, null, 50, null, false)));
    }

    private static List<String> usernames(UserPage page) {
        return page.items().stream().map(UserView::username).toList();
    }

    private static FindUsers find(@Nullable String sort, int limit, @Nullable String cursor) {
        return new FindUsers(null, null, null, null, sort, limit, cursor, false);
    }
}
