package dev.rollcall.query.user;

import static dev.rollcall.query.Cast.client;
import static dev.rollcall.query.Cast.created;
import static dev.rollcall.query.Cast.password;
import static dev.rollcall.query.Cast.provisioned;
import static dev.rollcall.query.Cast.user;
import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.user.FindUsers;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserLocked;
import dev.rollcall.api.user.UserPage;
import dev.rollcall.api.user.UserRemoved;
import dev.rollcall.api.user.UserRenamed;
import dev.rollcall.api.user.UserView;
import dev.rollcall.query.Folded;
import dev.rollcall.query.NoPast;
import dev.rollcall.query.Postgres;
import dev.rollcall.query.Refused;
import dev.rollcall.query.Story;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserListingTest {

    private static final Postgres POSTGRES = new Postgres("users");
    private static final Instant START = Instant.parse("2026-03-01T10:00:00.000001Z");
    private static final int MANY = 60;

    private static final Map<String, Comparator<UserView>> ORDERS = Map.ofEntries(
            Map.entry("username", comparing(user -> Folded.of(user.username()))),
            Map.entry("email", comparing(user -> Folded.of(user.email()))),
            Map.entry("firstName", comparing(user -> Folded.of(user.firstName()))),
            Map.entry("lastName", comparing(user -> Folded.of(user.lastName()))),
            Map.entry("primaryRole", comparing(UserView::primaryRole)),
            Map.entry("administrator", comparing(UserView::administrator)),
            Map.entry("configuration", comparing(UserView::configuration)),
            Map.entry("locked", comparing(UserView::locked)),
            Map.entry("clientCount", comparing(UserView::clientCount)),
            Map.entry("createdAt", comparing(UserView::createdAt)),
            Map.entry("updatedAt", comparing(UserView::updatedAt)));

    private final UserProjection projection = new UserProjection(POSTGRES.jdbc(), "view_users", new NoPast());
    private final Story story = new Story(projection);

    @BeforeEach
    void empty() {
        projection.reset();
    }

    static Stream<String> orders() {
        return Stream.concat(
                ORDERS.keySet().stream().sorted().flatMap(field -> Stream.of(field, "-" + field)),
                Stream.of(
                        "lastName,-createdAt",
                        "-primaryRole,locked,-clientCount",
                        "configuration, -lastName ,firstName,-username"));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void a_walk_meets_everybody_exactly_once_in_the_order_asked_for(String sort) {
        many();
        List<UserView> walked = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            UserPage page = projection.answer(find(sort, 7, cursor));
            assertThat(page.items()).hasSizeBetween(1, 7);
            walked.addAll(page.items());
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(walked).extracting(UserView::user).doesNotHaveDuplicates().hasSize(MANY);
        assertThat(walked).isSortedAccordingTo(order(sort));
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

    @Test
    void filters_hold_together_and_are_counted() {
        many();
        List<UserView> everybody =
                projection.answer(find("username", 200, null)).items();
        List<UserView> expected = everybody.stream()
                .filter(user -> user.primaryRole() == PrimaryRole.QUALITY_ENGINEER)
                .filter(user -> user.configuration() == SignInConfiguration.LDAP)
                .filter(user -> !user.locked())
                .filter(user ->
                        Folded.of(user.firstName() + " " + user.lastName()).contains("an"))
                .toList();
        assertThat(expected).hasSizeBetween(2, 20);

        UserPage page = projection.answer(new FindUsers(
                "AN", PrimaryRole.QUALITY_ENGINEER, SignInConfiguration.LDAP, false, "username", 1, null, true));
        UserPage rest = projection.answer(new FindUsers(
                "AN",
                PrimaryRole.QUALITY_ENGINEER,
                SignInConfiguration.LDAP,
                false,
                "username",
                200,
                page.nextCursor(),
                true));

        assertThat(Stream.concat(page.items().stream(), rest.items().stream())).containsExactlyElementsOf(expected);
        assertThat(page.total()).isEqualTo(expected.size());
        assertThat(rest.total()).isEqualTo(expected.size());
        assertThat(projection.answer(find(null, 1, null)).total()).isNull();
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
        many();
        String cursor = projection.answer(find("username", 3, null)).nextCursor();

        Refused.at("/cursor", () -> projection.answer(find("-username", 3, cursor)));
        Refused.at("/cursor", () -> projection.answer(find("email", 3, cursor)));
        assertThat(projection.answer(find("username", 3, cursor)).items()).hasSize(3);
    }

    private void many() {
        Random random = new Random(4);
        String[] names = {"Anna", "anna", "Ánna", "Ben", "ben", "Zoë", "Zoe", "Øystein"};
        for (int i = 1; i <= MANY; i++) {
            UserId user = user(random.nextInt(1000) * 100 + i);
            // several at the same instant
            story.at(START.plusMillis(i / 4));
            story.tell(new UserCreated(
                    user,
                    (random.nextBoolean() ? "user" : "USER") + i,
                    any(SignInConfiguration.values(), random),
                    "u" + random.nextInt(10) + "@example" + i + ".org",
                    any(names, random),
                    any(names, random),
                    any(PrimaryRole.values(), random),
                    random.nextBoolean(),
                    password(1)));
            if (random.nextInt(3) == 0) {
                story.tell(new UserLocked(user, 5));
            }
            if (random.nextInt(3) == 0) {
                story.tell(new UserRenamed(user, "Anna", any(names, random)));
            }
            for (int j = random.nextInt(3); j > 0; j--) {
                story.tell(provisioned(client(10 * i + j), user, "user" + i, "client" + i + "-" + j));
            }
        }
    }

    private static <T> T any(T[] values, Random random) {
        return values[random.nextInt(values.length)];
    }

    private static Comparator<UserView> order(String sort) {
        return Stream.of(sort.split(",", -1))
                .map(String::strip)
                .map(term ->
                        term.startsWith("-") ? ORDERS.get(term.substring(1)).reversed() : ORDERS.get(term))
                .reduce(Comparator::thenComparing)
                .orElseThrow();
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
