package dev.rollcall.query.user;

import static dev.rollcall.query.Cast.client;
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
import dev.rollcall.api.user.UserRenamed;
import dev.rollcall.api.user.UserView;
import dev.rollcall.query.Folded;
import dev.rollcall.query.NoPast;
import dev.rollcall.query.Postgres;
import dev.rollcall.query.Story;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same sixty users, walked through in every order. */
class UserOrderTest {

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

    private static final UserProjection PROJECTION = new UserProjection(POSTGRES.jdbc(), "view_users", new NoPast());

    @BeforeAll
    static void many() {
        Story story = new Story(POSTGRES.template(), PROJECTION);
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
        List<UserView> walked = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            UserPage page = PROJECTION.answer(find(sort, 7, cursor));
            assertThat(page.items()).hasSizeBetween(1, 7);
            walked.addAll(page.items());
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(walked).extracting(UserView::user).doesNotHaveDuplicates().hasSize(MANY);
        assertThat(walked).isSortedAccordingTo(order(sort));
    }

    @Test
    void filters_hold_together_and_are_counted() {
        List<UserView> everybody =
                PROJECTION.answer(find("username", 200, null)).items();
        List<UserView> expected = everybody.stream()
                .filter(user -> user.primaryRole() == PrimaryRole.QUALITY_ENGINEER)
                .filter(user -> user.configuration() == SignInConfiguration.LDAP)
                .filter(user -> !user.locked())
                .filter(user ->
                        Folded.of(user.firstName() + " " + user.lastName()).contains("an"))
                .toList();
        assertThat(expected).hasSizeBetween(2, 20);

        UserPage page = PROJECTION.answer(new FindUsers(
                "AN", PrimaryRole.QUALITY_ENGINEER, SignInConfiguration.LDAP, false, "username", 1, null, true));
        UserPage rest = PROJECTION.answer(new FindUsers(
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
        assertThat(PROJECTION.answer(find(null, 1, null)).total()).isNull();
    }

    private static Comparator<UserView> order(String sort) {
        return Stream.of(sort.split(",", -1))
                .map(String::strip)
                .map(term ->
                        term.startsWith("-") ? ORDERS.get(term.substring(1)).reversed() : ORDERS.get(term))
                .reduce(Comparator::thenComparing)
                .orElseThrow();
    }

    private static FindUsers find(@Nullable String sort, int limit, @Nullable String cursor) {
        return new FindUsers(null, null, null, null, sort, limit, cursor, false);
    }
}
