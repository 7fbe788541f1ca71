package dev.rollcall.app;

import dev.rollcall.api.audit.CancelRebuild;
import dev.rollcall.api.audit.CheckProjection;
import dev.rollcall.api.audit.DiscardDeadLetter;
import dev.rollcall.api.audit.FindFacts;
import dev.rollcall.api.audit.FindProjections;
import dev.rollcall.api.audit.FindRefusedAttempts;
import dev.rollcall.api.audit.RebuildProjection;
import dev.rollcall.api.audit.RetryDeadLetter;
import dev.rollcall.api.audit.VerifyAudit;
import dev.rollcall.api.client.Deregister;
import dev.rollcall.api.client.FindClients;
import dev.rollcall.api.client.Provision;
import dev.rollcall.api.client.RemoveClient;
import dev.rollcall.api.client.Reprovision;
import dev.rollcall.api.client.Reregister;
import dev.rollcall.api.client.RevealToken;
import dev.rollcall.api.user.CreateUser;
import dev.rollcall.api.user.EditUser;
import dev.rollcall.api.user.EraseUser;
import dev.rollcall.api.user.FindUser;
import dev.rollcall.api.user.FindUsers;
import dev.rollcall.api.user.RemovePasskeys;
import dev.rollcall.api.user.RemoveUser;
import dev.rollcall.api.user.UnlockUser;
import java.util.Optional;

/** The same messages as pages and forms of the console, where there are such. */
final class MatrixConsole {

    private final Console console;
    private final String page;

    /** @param page of which the forms are sent: one that this one sees */
    MatrixConsole(Console console, String page) {
        this.console = console;
        this.page = page;
    }

    /** The same browser; forms are those of the page where one signs in. */
    MatrixConsole whosePagesAreGone() {
        return new MatrixConsole(console, "/console/sign-in");
    }

    /** Whether somebody gets further than being refused or asked to sign in; empty where there is no such page. */
    Optional<Boolean> may(Object message) throws Exception {
        String shown = page(message);
        String sent = form(message);
        if (shown == null && sent == null) {
            return Optional.empty();
        }
        Http.Answer answer = sent == null
                ? console.get(shown)
                : console.form(page, sent, "primaryRole", "NONE", "email", "nobody", "was-email", "");
        if (answer.status() >= 500) {
            throw new AssertionError(message + ": " + answer);
        }
        return Optional.of(answer.status() != 401
                && answer.status() != 403
                && !answer.header("Location").startsWith("/console/sign-in"));
    }

    private static String page(Object message) {
        if (message instanceof FindUsers) {
            return "/console/users";
        } else if (message instanceof FindUser find) {
            return "/console/users/" + find.user();
        } else if (message instanceof FindClients) {
            return "/console/clients";
        } else if (message instanceof FindFacts) {
            return "/console/audit";
        } else if (message instanceof FindRefusedAttempts) {
            return "/console/audit/refused";
        } else if (message instanceof FindProjections) {
            return "/console/operations";
        }
        return null;
    }

    private static String form(Object message) {
        if (message instanceof CreateUser) {
            return "/console/users";
        } else if (message instanceof EditUser edit) {
            return "/console/users/" + edit.user() + "/details";
        } else if (message instanceof UnlockUser unlock) {
            return "/console/users/" + unlock.user() + "/unlock";
        } else if (message instanceof RemovePasskeys remove) {
            return "/console/users/" + remove.user() + "/passkeys/remove";
        } else if (message instanceof RemoveUser remove) {
            return "/console/users/" + remove.user() + "/remove";
        } else if (message instanceof EraseUser erase) {
            return "/console/users/" + erase.user() + "/remove?erase=true";
        } else if (message instanceof Provision provision) {
            return "/console/users/" + provision.user() + "/clients";
        } else if (message instanceof Deregister act) {
            return "/console/clients/" + act.client() + "/deregister";
        } else if (message instanceof Reregister act) {
            return "/console/clients/" + act.client() + "/reregister";
        } else if (message instanceof Reprovision act) {
            return "/console/clients/" + act.client() + "/reprovision";
        } else if (message instanceof RemoveClient act) {
            return "/console/clients/" + act.client() + "/remove";
        } else if (message instanceof RevealToken act) {
            return "/console/clients/" + act.client() + "/reveal";
        } else if (message instanceof VerifyAudit) {
            return "/console/audit/chain";
        } else if (message instanceof RebuildProjection) {
            return "/console/operations/no-such/rebuild";
        } else if (message instanceof CheckProjection) {
            return "/console/operations/no-such/check";
        } else if (message instanceof CancelRebuild) {
            return "/console/operations/no-such/cancel";
        } else if (message instanceof RetryDeadLetter retry) {
            return "/console/operations/letters/" + retry.id() + "/retry";
        } else if (message instanceof DiscardDeadLetter discard) {
            return "/console/operations/letters/" + discard.id() + "/discard";
        }
        return null;
    }
}
