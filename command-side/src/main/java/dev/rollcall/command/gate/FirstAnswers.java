package dev.rollcall.command.gate;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.claim.RequestAccepted;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.service.ServiceAccountId;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserView;
import dev.rollcall.command.claim.Requests;
import dev.rollcall.command.service.ServiceAccounts;
import dev.rollcall.command.user.Clients;
import dev.rollcall.command.user.PastUsers;
import java.util.List;
import java.util.Optional;

/** Answers given before, made again from the facts: nothing of them was kept, so no secret was either. */
final class FirstAnswers {

    private final PastUsers users;
    private final Clients clients;
    private final ServiceAccounts services;

    FirstAnswers(PastUsers users, Clients clients, ServiceAccounts services) {
        this.users = users;
        this.clients = clients;
        this.services = services;
    }

    Accepted again(Requests.Earlier earlier) {
        List<RequestAccepted.Touched> touched = earlier.fact().touched();
        List<ClientView> clientViews = touched.stream()
                .filter(one -> one.kind() == RequestAccepted.Kind.CLIENT)
                .map(one -> clients.at(ClientId.parse(one.id()), one.version()).orElseThrow(() -> missing(one)))
                .toList();
        List<UserView> userViews = touched.stream()
                .filter(one -> one.kind() == RequestAccepted.Kind.USER)
                .map(one -> users.at(UserId.parse(one.id()), one.version(), earlier.at())
                        .orElseThrow(() -> missing(one)))
                .toList();
        if (!userViews.isEmpty()) {
            return Accepted.user(userViews.get(0), clientViews);
        }
        Optional<RequestAccepted.Touched> service = touched.stream()
                .filter(one -> one.kind() == RequestAccepted.Kind.SERVICE)
                .findFirst();
        if (service.isPresent()) {
            // without its secret, which nobody kept
            return Accepted.service(services.at(
                            ServiceAccountId.parse(service.get().id()),
                            service.get().version())
                    .orElseThrow(() -> missing(service.get())));
        }
        return clientViews.isEmpty() ? Accepted.removed(earlier.fact().version()) : Accepted.client(clientViews.get(0));
    }

    private static IllegalStateException missing(RequestAccepted.Touched one) {
        return new IllegalStateException(
                "no facts lead to version " + one.version() + " of " + one.kind() + " " + one.id());
    }
}
