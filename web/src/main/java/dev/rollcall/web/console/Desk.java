package dev.rollcall.web.console;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Position;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.audit.FactPage;
import dev.rollcall.api.audit.FactView;
import dev.rollcall.api.audit.FindFacts;
import dev.rollcall.api.client.ClientCountView;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientPage;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.FindClient;
import dev.rollcall.api.client.FindClientCounts;
import dev.rollcall.api.client.FindClients;
import dev.rollcall.api.user.FindPasskeys;
import dev.rollcall.api.user.FindUser;
import dev.rollcall.api.user.FindUsers;
import dev.rollcall.api.user.PasskeyView;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserPage;
import dev.rollcall.api.user.UserView;
import dev.rollcall.web.Call;
import dev.rollcall.web.Courier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;

/** Where pages put their questions and wishes, in the words that they need. */
final class Desk {

    private static final int MOST = 200;

    /** The usual one first. */
    private static final List<ClientStatus> ORDER =
            List.of(ClientStatus.REGISTERED, ClientStatus.PROVISIONED, ClientStatus.DEREGISTERED);

    private final Courier courier;
    private final InstallationKey key;
    private final Supplier<UUID> identifiers;

    Desk(Courier courier, InstallationKey key, Supplier<UUID> identifiers) {
        this.courier = courier;
        this.key = key;
        this.identifiers = identifiers;
    }

    UUID identifier() {
        return identifiers.get();
    }

    Sealed sealed(String secret) {
        return key.seal(secret);
    }

    String open(Sealed secret) {
        return key.open(secret);
    }

    /** How far a view must have come, as a page says; nothing where it does not say it properly. */
    static @Nullable Position position(@Nullable String text) {
        try {
            return text == null || text.isEmpty() ? null : Position.parse(text);
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }

    UserPage users(FindUsers query, Call call) {
        return courier.ask(query, ResponseTypes.instanceOf(UserPage.class), call);
    }

    Optional<UserView> findUser(UserId user, Call call) {
        return courier.ask(new FindUser(user, null), ResponseTypes.optionalInstanceOf(UserView.class), call);
    }

    Optional<UserView> userAsOf(UserId user, Instant asOf, Call call) {
        return courier.ask(new FindUser(user, asOf), ResponseTypes.optionalInstanceOf(UserView.class), call);
    }

    /** Refuses ({@link Rejected}, {@code user_not_found}) one that there is not. */
    UserView user(UserId user, Call call) {
        return findUser(user, call).orElseThrow(() -> new Rejected(Rejection.USER_NOT_FOUND));
    }

    boolean hasPasskeys(UserId user, Call call) {
        return !courier.ask(new FindPasskeys(user), ResponseTypes.multipleInstancesOf(PasskeyView.class), call)
                .isEmpty();
    }

    ClientPage clients(FindClients query, Call call) {
        return courier.ask(query, ResponseTypes.instanceOf(ClientPage.class), call);
    }

    Optional<ClientView> findClient(ClientId client, Call call) {
        return courier.ask(new FindClient(client, null), ResponseTypes.optionalInstanceOf(ClientView.class), call);
    }

    Optional<ClientView> clientAsOf(ClientId client, Instant asOf, Call call) {
        return courier.ask(new FindClient(client, asOf), ResponseTypes.optionalInstanceOf(ClientView.class), call);
    }

    ClientView client(ClientId client, Call call) {
        return findClient(client, call).orElseThrow(() -> new Rejected(Rejection.CLIENT_NOT_FOUND));
    }

    List<ClientView> clientsOf(UserId user, Call call) {
        List<ClientView> clients = new ArrayList<>();
        String cursor = null;
        do {
            ClientPage page = clients(new FindClients(null, null, null, user, "name", MOST, cursor, false), call);
            clients.addAll(page.items());
            cursor = page.nextCursor();
        } while (cursor != null);
        return clients;
    }

    /** Shows users in a list, with how many clients each has of which status. */
    void list(List<UserView> users, Call call, Model model) {
        List<UserId> ids = users.stream().map(UserView::user).toList();
        List<ClientCountView> counts = ids.isEmpty()
                ? List.of()
                : courier.ask(
                        new FindClientCounts(ids), ResponseTypes.multipleInstancesOf(ClientCountView.class), call);
        model.addAttribute("users", users);
        model.addAttribute(
                "counts",
                counts.stream()
                        .sorted(Comparator.comparing(count -> ORDER.indexOf(count.status())))
                        .collect(Collectors.groupingBy(ClientCountView::user)));
    }

    FactPage facts(FindFacts query, Call call) {
        return courier.ask(query, ResponseTypes.instanceOf(FactPage.class), call);
    }

    /** Where the history ends at this moment; what happens after it is what a page still has to learn. */
    Position now(Call call) {
        return facts(new FindFacts(null, null, null, null, null, null, true, 1, null), call).items().stream()
                .findFirst()
                .map(FactView::position)
                .orElse(Position.of(0L));
    }

    /** Sends a command; sent twice from the same form, it is done once. */
    Accepted send(Object command, Call call, Form form) {
        return courier.send(command, Accepted.class, call, form.canonical());
    }
}
