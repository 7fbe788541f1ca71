package dev.rollcall.app;

import dev.rollcall.api.Actor;
import dev.rollcall.api.audit.CancelRebuild;
import dev.rollcall.api.audit.ChainView;
import dev.rollcall.api.audit.DeadLetterPage;
import dev.rollcall.api.audit.DiscardDeadLetter;
import dev.rollcall.api.audit.FactPage;
import dev.rollcall.api.audit.FactRateView;
import dev.rollcall.api.audit.FindDeadLetters;
import dev.rollcall.api.audit.FindFacts;
import dev.rollcall.api.audit.FindProjections;
import dev.rollcall.api.audit.FindRebuild;
import dev.rollcall.api.audit.FindRefusedAttempts;
import dev.rollcall.api.audit.LagView;
import dev.rollcall.api.audit.NodeView;
import dev.rollcall.api.audit.ProjectionView;
import dev.rollcall.api.audit.RebuildProjection;
import dev.rollcall.api.audit.RebuildView;
import dev.rollcall.api.audit.RefusedAttemptPage;
import dev.rollcall.api.audit.RetryDeadLetter;
import dev.rollcall.api.client.ClientCountView;
import dev.rollcall.api.client.ClientPage;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.Deregister;
import dev.rollcall.api.client.EditClient;
import dev.rollcall.api.client.FindClient;
import dev.rollcall.api.client.FindClients;
import dev.rollcall.api.client.IntrospectToken;
import dev.rollcall.api.client.Provision;
import dev.rollcall.api.client.RemoveClient;
import dev.rollcall.api.client.Reprovision;
import dev.rollcall.api.client.Reregister;
import dev.rollcall.api.client.RevealToken;
import dev.rollcall.api.service.CreateServiceAccount;
import dev.rollcall.api.service.DisableServiceAccount;
import dev.rollcall.api.service.EnableServiceAccount;
import dev.rollcall.api.service.FindServiceAccount;
import dev.rollcall.api.service.FindServiceAccounts;
import dev.rollcall.api.service.RotateServiceAccountSecret;
import dev.rollcall.api.service.ServiceAccountPage;
import dev.rollcall.api.service.ServiceAccountView;
import dev.rollcall.api.user.CreateUser;
import dev.rollcall.api.user.EditUser;
import dev.rollcall.api.user.EraseUser;
import dev.rollcall.api.user.FindUser;
import dev.rollcall.api.user.FindUsers;
import dev.rollcall.api.user.PasskeyView;
import dev.rollcall.api.user.RemovePasskeys;
import dev.rollcall.api.user.RemoveUser;
import dev.rollcall.api.user.UnlockUser;
import dev.rollcall.api.user.UpdateUser;
import dev.rollcall.api.user.UserPage;
import dev.rollcall.api.user.UserView;
import java.util.Optional;
import org.axonframework.messaging.responsetypes.ResponseType;
import org.axonframework.messaging.responsetypes.ResponseTypes;

/** The same messages as requests, where there is an address for them, and what is answered to which question. */
final class MatrixHttp {

    private static final String API = "/api/v1";

    private MatrixHttp() {}

    /** Whether a caller gets further than being refused; empty where there is no such address. */
    static Optional<Boolean> mayOver(Http caller, Object message) throws Exception {
        Http.Answer answer = send(caller, message);
        return Optional.ofNullable(answer)
                // a locked user is no more let in than nobody, and is slowed down if it goes on trying
                .map(came -> came.status() != 401 && came.status() != 403 && came.status() != 429);
    }

    private static Http.Answer send(Http caller, Object message) throws Exception {
        if (message instanceof FindUsers) {
            return caller.get(API + "/users?limit=1");
        } else if (message instanceof FindUser find) {
            return caller.get(API + "/users/" + find.user());
        } else if (message instanceof CreateUser create) {
            return caller.post(API + "/users", body(create.password() != null, create.secondaryRole() != null));
        } else if (message instanceof EditUser edit) {
            return caller.with("If-Match", "\"0\"")
                    .patch(API + "/users/" + edit.user(), body(edit.password() != null, edit.secondaryRole() != null));
        } else if (message instanceof UpdateUser update) {
            boolean password = update.details() != null && update.details().password() != null;
            return caller.with("If-Match", "\"0\"")
                    .post(
                            API + "/users/" + update.user() + "/update",
                            "{\"details\": " + body(password, false) + ", \"clients\": []}");
        } else if (message instanceof Provision provision) {
            return caller.post(
                    API + "/users/" + provision.user() + "/clients", "{\"name\": \"\", \"type\": \"NORMAL\"}");
        } else if (message instanceof EditClient edit) {
            return caller.with("If-Match", "\"0\"").patch(API + "/clients/" + edit.client(), "{\"name\": \"none\"}");
        } else if (message instanceof FindDeadLetters) {
            return caller.get(API + "/dead-letters?limit=1");
        } else if (message instanceof RetryDeadLetter retry) {
            return caller.post(API + "/dead-letters/" + retry.id() + "/retry", "{}");
        } else if (message instanceof DiscardDeadLetter discard) {
            return caller.delete(API + "/dead-letters/" + discard.id());
        } else if (message instanceof UnlockUser unlock) {
            return caller.post(API + "/users/" + unlock.user() + "/unlock", "{}");
        } else if (message instanceof RemovePasskeys remove) {
            return caller.delete(API + "/users/" + remove.user() + "/passkeys");
        } else if (message instanceof EraseUser erase) {
            return caller.post(API + "/users/" + erase.user() + "/erase", "{}");
        } else if (message instanceof RemoveUser remove) {
            return caller.delete(API + "/users/" + remove.user());
        } else if (message instanceof FindClients find) {
            return caller.get(API + "/clients?limit=1&userId=" + find.user());
        } else if (message instanceof FindClient find) {
            return caller.get(API + "/clients/" + find.client());
        } else if (message instanceof RemoveClient remove) {
            return caller.delete(API + "/clients/" + remove.client());
        } else if (message instanceof Deregister act) {
            return caller.post(API + "/clients/" + act.client() + "/deregister", "{}");
        } else if (message instanceof Reregister act) {
            return caller.post(API + "/clients/" + act.client() + "/reregister", "{}");
        } else if (message instanceof Reprovision act) {
            return caller.post(API + "/clients/" + act.client() + "/reprovision", "{}");
        } else if (message instanceof RevealToken act) {
            return caller.post(API + "/clients/" + act.client() + "/token/reveal", "{}");
        } else if (message instanceof IntrospectToken) {
            return caller.form("/oauth2/introspect", "token=nonsense");
        }
        return sendToOthers(caller, message);
    }

    /** Of a user, with a value that no user can have, so that nothing comes of it. */
    private static String body(boolean password, boolean empowers) {
        return "{\"primaryRole\": \"NONE\""
                + (password ? ", \"password\": \"Nobodys-1\"" : "")
                + (empowers ? ", \"secondaryRole\": \"ADMIN\"" : "")
                + "}";
    }

    private static Http.Answer sendToOthers(Http caller, Object message) throws Exception {
        if (message instanceof FindFacts) {
            return caller.get(API + "/audit?limit=1");
        } else if (message instanceof FindRefusedAttempts) {
            return caller.get(API + "/audit/refused?limit=1");
        } else if (message instanceof FindProjections) {
            return caller.get(API + "/projections");
        } else if (message instanceof FindRebuild) {
            return caller.get(API + "/projections/no-such/rebuild");
        } else if (message instanceof RebuildProjection) {
            return caller.post(API + "/projections/no-such/rebuild", "{}");
        } else if (message instanceof CancelRebuild) {
            return caller.delete(API + "/projections/no-such/rebuild");
        } else if (message instanceof FindServiceAccounts) {
            return caller.get(API + "/service-accounts");
        } else if (message instanceof FindServiceAccount find) {
            return caller.get(API + "/service-accounts/" + find.account());
        } else if (message instanceof CreateServiceAccount) {
            return caller.post(API + "/service-accounts", "{}");
        } else if (message instanceof RotateServiceAccountSecret act) {
            return caller.post(API + "/service-accounts/" + act.account() + "/rotate", "{}");
        } else if (message instanceof DisableServiceAccount act) {
            return caller.post(API + "/service-accounts/" + act.account() + "/disable", "{}");
        } else if (message instanceof EnableServiceAccount act) {
            return caller.post(API + "/service-accounts/" + act.account() + "/enable", "{}");
        }
        return null;
    }

    /** Of a question. */
    static ResponseType<?> answer(Object message) {
        return switch (message.getClass().getSimpleName()) {
            case "FindUsers" -> ResponseTypes.instanceOf(UserPage.class);
            case "FindUser" -> ResponseTypes.optionalInstanceOf(UserView.class);
            case "FindPasskeys" -> ResponseTypes.multipleInstancesOf(PasskeyView.class);
            case "FindClients" -> ResponseTypes.instanceOf(ClientPage.class);
            case "FindClientCounts" -> ResponseTypes.multipleInstancesOf(ClientCountView.class);
            case "FindClient", "IntrospectToken" -> ResponseTypes.optionalInstanceOf(ClientView.class);
            case "FindFacts" -> ResponseTypes.instanceOf(FactPage.class);
            case "FindFactRates" -> ResponseTypes.multipleInstancesOf(FactRateView.class);
            case "FindRefusedAttempts" -> ResponseTypes.instanceOf(RefusedAttemptPage.class);
            case "FindProjections" -> ResponseTypes.multipleInstancesOf(ProjectionView.class);
            case "FindLags" -> ResponseTypes.multipleInstancesOf(LagView.class);
            case "FindNodes" -> ResponseTypes.multipleInstancesOf(NodeView.class);
            case "FindRebuild" -> ResponseTypes.optionalInstanceOf(RebuildView.class);
            case "FindDeadLetters" -> ResponseTypes.instanceOf(DeadLetterPage.class);
            case "FindServiceAccounts" -> ResponseTypes.instanceOf(ServiceAccountPage.class);
            case "FindServiceAccount" -> ResponseTypes.optionalInstanceOf(ServiceAccountView.class);
            case "FindExternalActor" -> ResponseTypes.optionalInstanceOf(Actor.class);
            case "VerifyAudit" -> ResponseTypes.optionalInstanceOf(ChainView.class);
            default -> ResponseTypes.instanceOf(Object.class);
        };
    }
}
