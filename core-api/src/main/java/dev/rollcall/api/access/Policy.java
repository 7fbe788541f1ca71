package dev.rollcall.api.access;

import static dev.rollcall.api.access.Policy.Who.ADMINISTRATOR;
import static dev.rollcall.api.access.Policy.Who.ANYBODY;
import static dev.rollcall.api.access.Policy.Who.NOBODY;
import static dev.rollcall.api.access.Policy.Who.ONESELF;
import static dev.rollcall.api.access.Policy.Who.OWNER;
import static dev.rollcall.api.access.Scope.AUDIT_READ;
import static dev.rollcall.api.access.Scope.CLIENTS_READ;
import static dev.rollcall.api.access.Scope.CLIENTS_WRITE;
import static dev.rollcall.api.access.Scope.TOKENS_INTROSPECT;
import static dev.rollcall.api.access.Scope.USERS_READ;
import static dev.rollcall.api.access.Scope.USERS_WRITE;
import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.rollcall.api.Actor;
import dev.rollcall.api.audit.CancelRebuild;
import dev.rollcall.api.audit.CheckProjection;
import dev.rollcall.api.audit.DiscardDeadLetter;
import dev.rollcall.api.audit.FindDeadLetters;
import dev.rollcall.api.audit.FindFactRates;
import dev.rollcall.api.audit.FindFacts;
import dev.rollcall.api.audit.FindLags;
import dev.rollcall.api.audit.FindNodes;
import dev.rollcall.api.audit.FindProjections;
import dev.rollcall.api.audit.FindRebuild;
import dev.rollcall.api.audit.FindRefusedAttempts;
import dev.rollcall.api.audit.RebuildProjection;
import dev.rollcall.api.audit.ReportNode;
import dev.rollcall.api.audit.RetryDeadLetter;
import dev.rollcall.api.audit.VerifyAudit;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.Deregister;
import dev.rollcall.api.client.EditClient;
import dev.rollcall.api.client.FindClient;
import dev.rollcall.api.client.FindClientCounts;
import dev.rollcall.api.client.FindClients;
import dev.rollcall.api.client.Heartbeat;
import dev.rollcall.api.client.IntrospectToken;
import dev.rollcall.api.client.Provision;
import dev.rollcall.api.client.ReassignClient;
import dev.rollcall.api.client.Register;
import dev.rollcall.api.client.RemoveClient;
import dev.rollcall.api.client.RenameClient;
import dev.rollcall.api.client.Reprovision;
import dev.rollcall.api.client.Reregister;
import dev.rollcall.api.client.RevealToken;
import dev.rollcall.api.service.AuthenticateServiceAccount;
import dev.rollcall.api.service.CreateServiceAccount;
import dev.rollcall.api.service.DisableServiceAccount;
import dev.rollcall.api.service.EditServiceAccount;
import dev.rollcall.api.service.EnableServiceAccount;
import dev.rollcall.api.service.FindExternalActor;
import dev.rollcall.api.service.FindServiceAccount;
import dev.rollcall.api.service.FindServiceAccounts;
import dev.rollcall.api.service.RotateServiceAccountSecret;
import dev.rollcall.api.user.ChallengePasskey;
import dev.rollcall.api.user.ChangeOwnPassword;
import dev.rollcall.api.user.CloseSession;
import dev.rollcall.api.user.CreateFirstAdministrator;
import dev.rollcall.api.user.CreateUser;
import dev.rollcall.api.user.EditUser;
import dev.rollcall.api.user.EraseUser;
import dev.rollcall.api.user.FindPasskeys;
import dev.rollcall.api.user.FindUser;
import dev.rollcall.api.user.FindUsers;
import dev.rollcall.api.user.OpenSession;
import dev.rollcall.api.user.OwnAffair;
import dev.rollcall.api.user.ProvePasskey;
import dev.rollcall.api.user.RegisterPasskey;
import dev.rollcall.api.user.RemoveOwnPasskey;
import dev.rollcall.api.user.RemovePasskeys;
import dev.rollcall.api.user.RemoveUser;
import dev.rollcall.api.user.ResumeSession;
import dev.rollcall.api.user.SecondaryRole;
import dev.rollcall.api.user.SignIn;
import dev.rollcall.api.user.UnlockUser;
import dev.rollcall.api.user.UpdateUser;
import dev.rollcall.api.user.UserCommand;
import dev.rollcall.api.user.UserId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may send which message: the one table that commands and queries are judged by where they are handled. What is not in
 * it nobody may send.
 */
public final class Policy {

    /** Which people. */
    public enum Who {
        /** Whoever it is: the message proves what it needs, or there is nobody yet who could be asked. */
        ANYBODY,
        ADMINISTRATOR,
        /** No person: only the program itself. */
        NOBODY,
        /** Administrators; and everybody about themselves and what is their own. */
        ONESELF,
        /** Everybody for themselves, and nobody for anybody else. */
        OWNER
    }

    /**
     * A row of the table.
     *
     * @param program whether the program itself may as well, with nobody who asks
     * @param scopes what a service account needs, all of them; none: no service account may
     * @param why in a few words
     */
    public record Rule(Class<?> message, Who who, boolean program, Set<Scope> scopes, String why) {
        public Rule {
            scopes = Set.copyOf(scopes);
        }

        private Rule andTheProgram() {
            return new Rule(message, who, true, scopes, why);
        }
    }

    /** What the table says of one message of one actor. */
    public enum Verdict {
        YES,
        NO,
        /** Where the answer turns out to be about what is the actor's own: {@link Policy#isOwn}. */
        IF_OWN,
        /** Where the user it is sent to is no administrator: {@link Policy#target}. */
        UNLESS_ADMINISTRATOR
    }

    public static final List<Rule> TABLE = List.of(
            // nobody is anybody yet
            rule(SignIn.class, ANYBODY, "whoever signs in is nobody yet; the password is the proof"),
            rule(OpenSession.class, ANYBODY, "whoever signs in is nobody yet; the password is the proof"),
            rule(CloseSession.class, ANYBODY, "who can name a session may end it"),
            rule(ResumeSession.class, NOBODY, "asked with what a browser presents, to know who that is")
                    .andTheProgram(),
            rule(ChallengePasskey.class, NOBODY, "asked with what a browser presents, on the way in")
                    .andTheProgram(),
            rule(ProvePasskey.class, NOBODY, "asked with what a browser presents, on the way in")
                    .andTheProgram(),
            rule(CreateFirstAdministrator.class, ANYBODY, "refused as soon as there ever was an administrator"),
            rule(Register.class, ANYBODY, "the client's token, which is part of it, is the proof"),
            rule(Heartbeat.class, ANYBODY, "says only that a machine is there; who takes it in has seen the token"),
            // users
            rule(CreateUser.class, ADMINISTRATOR, "services: no administrators, no passwords", USERS_WRITE),
            rule(EditUser.class, ADMINISTRATOR, "services: not of administrators, no ADMIN, no passwords", USERS_WRITE),
            rule(UpdateUser.class, ADMINISTRATOR, "as EditUser, and acts on clients", USERS_WRITE, CLIENTS_WRITE),
            rule(ChangeOwnPassword.class, OWNER, "whose it is, and who knows the present one"),
            rule(RegisterPasskey.class, OWNER, "whose it is to be, and who knows the password"),
            rule(RemoveOwnPasskey.class, OWNER, "whose it is, and who knows the password"),
            rule(RemovePasskeys.class, ADMINISTRATOR, "takes a factor from somebody"),
            rule(FindPasskeys.class, ONESELF, "what somebody calls their devices"),
            rule(UnlockUser.class, ADMINISTRATOR, "services: not of administrators", USERS_WRITE),
            rule(
                    RemoveUser.class,
                    ADMINISTRATOR,
                    "as UnlockUser, and takes the clients along",
                    USERS_WRITE,
                    CLIENTS_WRITE),
            rule(EraseUser.class, ADMINISTRATOR, "there is no way back"),
            rule(FindUser.class, ONESELF, "personal data", USERS_READ),
            rule(FindUsers.class, ADMINISTRATOR, "personal data of everybody", USERS_READ)
                    .andTheProgram(),
            // clients
            rule(Provision.class, ADMINISTRATOR, "issues a token", CLIENTS_WRITE),
            rule(Deregister.class, ADMINISTRATOR, "revokes a token", CLIENTS_WRITE),
            rule(Reregister.class, ADMINISTRATOR, "issues a token", CLIENTS_WRITE),
            rule(Reprovision.class, ADMINISTRATOR, "issues a token", CLIENTS_WRITE),
            rule(RenameClient.class, ADMINISTRATOR, "changes a client", CLIENTS_WRITE),
            rule(ReassignClient.class, ADMINISTRATOR, "changes a client", CLIENTS_WRITE),
            rule(EditClient.class, ADMINISTRATOR, "changes a client", CLIENTS_WRITE),
            rule(RemoveClient.class, ADMINISTRATOR, "revokes a token", CLIENTS_WRITE),
            rule(RevealToken.class, ADMINISTRATOR, "shows a secret that was issued to somebody else"),
            rule(FindClient.class, ONESELF, "names a person and a machine", CLIENTS_READ),
            rule(FindClients.class, ONESELF, "names persons and machines", CLIENTS_READ),
            rule(FindClientCounts.class, ADMINISTRATOR, "says who has how many", CLIENTS_READ),
            rule(IntrospectToken.class, ONESELF, "a client about the token it presents", TOKENS_INTROSPECT)
                    .andTheProgram(),
            // service accounts: no scope leads to scopes
            rule(
                    AuthenticateServiceAccount.class,
                    ANYBODY,
                    "whoever authenticates is nobody yet; the secret is the proof"),
            rule(CreateServiceAccount.class, ADMINISTRATOR, "gives permissions"),
            rule(EditServiceAccount.class, ADMINISTRATOR, "gives permissions"),
            rule(RotateServiceAccountSecret.class, ADMINISTRATOR, "issues a secret"),
            rule(DisableServiceAccount.class, ADMINISTRATOR, "takes permissions"),
            rule(EnableServiceAccount.class, ADMINISTRATOR, "gives permissions"),
            rule(FindServiceAccount.class, ADMINISTRATOR, "says what can be reached with which secret"),
            rule(FindServiceAccounts.class, ADMINISTRATOR, "says what can be reached with which secret"),
            rule(FindExternalActor.class, NOBODY, "asked once a token of the trusted issuer was verified")
                    .andTheProgram(),
            // history and views
            rule(
                            FindFacts.class,
                            ADMINISTRATOR,
                            "what everybody did; itself it looks whether there is more",
                            AUDIT_READ)
                    .andTheProgram(),
            rule(FindFactRates.class, ADMINISTRATOR, "how much happens", AUDIT_READ),
            rule(FindRefusedAttempts.class, ADMINISTRATOR, "what everybody tried", AUDIT_READ),
            rule(VerifyAudit.class, ADMINISTRATOR, "reads all facts, says nothing of them", AUDIT_READ),
            rule(FindProjections.class, ADMINISTRATOR, "how the program is doing")
                    .andTheProgram(),
            rule(FindRebuild.class, ADMINISTRATOR, "how the program is doing").andTheProgram(),
            rule(FindDeadLetters.class, ADMINISTRATOR, "how the program is doing"),
            rule(FindLags.class, ADMINISTRATOR, "how the program is doing"),
            rule(FindNodes.class, ADMINISTRATOR, "which processes there are"),
            rule(ReportNode.class, NOBODY, "a process says only that it is there")
                    .andTheProgram(),
            rule(RebuildProjection.class, ADMINISTRATOR, "replays the facts"),
            rule(CheckProjection.class, ADMINISTRATOR, "replays the facts"),
            rule(CancelRebuild.class, ADMINISTRATOR, "ends a replay"),
            rule(RetryDeadLetter.class, ADMINISTRATOR, "applies facts to a view"),
            rule(DiscardDeadLetter.class, ADMINISTRATOR, "leaves facts out of a view"));

    private static final Map<Class<?>, Rule> BY_MESSAGE =
            TABLE.stream().collect(toUnmodifiableMap(Rule::message, rule -> rule));

    private Policy() {}

    private static Rule rule(Class<?> message, Who who, String why, Scope... scopes) {
        return new Rule(message, who, false, Set.of(scopes), why);
    }

    /** The row of a message; none: nobody may send it. */
    public static Optional<Rule> of(Class<?> message) {
        return Optional.ofNullable(BY_MESSAGE.get(message));
    }

    /** Whether it is about the sender's own affairs, so that nobody else is owed a reason. */
    public static boolean isOwnAffair(Object message) {
        return of(message.getClass()).filter(rule -> rule.who() == OWNER).isPresent();
    }

    /** Whether it takes nobody in particular to send this message. */
    public static boolean isAnybodys(Object message) {
        return of(message.getClass()).filter(rule -> rule.who() == ANYBODY).isPresent();
    }

    /**
     * What the table says.
     *
     * @param actor with the roles, or for a service account the scopes, held at this moment; absent: nobody
     */
    public static Verdict judge(@Nullable Actor actor, Object message) {
        Rule rule = BY_MESSAGE.get(message.getClass());
        if (rule == null) {
            return Verdict.NO;
        } else if (rule.who() == ANYBODY) {
            return Verdict.YES;
        } else if (actor == null) {
            return Verdict.NO;
        }
        return switch (actor.kind()) {
            case USER -> ofPerson(actor, rule, message);
            case SERVICE ->
                rule.scopes().isEmpty()
                                || !rule.scopes().stream()
                                        .allMatch(scope -> actor.roles().contains(scope.text()))
                        ? Verdict.NO
                        : ofService(message);
            // the token it presents is its own, or it is told nothing
            case CLIENT -> message instanceof IntrospectToken ? Verdict.IF_OWN : Verdict.NO;
            case SYSTEM -> yes(rule.program());
        };
    }

    private static Verdict ofPerson(Actor actor, Rule rule, Object message) {
        return switch (rule.who()) {
            case ANYBODY -> Verdict.YES;
            case ADMINISTRATOR -> yes(actor.administrator());
            case NOBODY -> Verdict.NO;
            case ONESELF -> actor.administrator() ? Verdict.YES : ofOneself(actor, message);
            case OWNER ->
                yes(message instanceof OwnAffair own
                        && actor.id().equals(own.user().toString()));
        };
    }

    private static Verdict ofOneself(Actor actor, Object message) {
        if (message instanceof FindUser find) {
            return yes(actor.id().equals(find.user().toString()));
        } else if (message instanceof FindPasskeys find) {
            return yes(actor.id().equals(find.user().toString()));
        } else if (message instanceof FindClients find) {
            return yes(find.user() != null && actor.id().equals(find.user().toString()));
        }
        return message instanceof FindClient ? Verdict.IF_OWN : Verdict.NO;
    }

    /** Never a way round the rule that only administrators make administrators, and that passwords are people's. */
    private static Verdict ofService(Object message) {
        boolean empowers = false;
        if (message instanceof CreateUser create) {
            return yes(create.secondaryRole() != SecondaryRole.ADMIN
                    && create.password() == null
                    && create.confirmPassword() == null);
        } else if (message instanceof EditUser edit) {
            empowers = empowers(edit);
        } else if (message instanceof UpdateUser update) {
            empowers = update.details() != null && empowers(update.details());
        }
        if (empowers) {
            return Verdict.NO;
        }
        return message instanceof UserCommand ? Verdict.UNLESS_ADMINISTRATOR : Verdict.YES;
    }

    private static boolean empowers(EditUser edit) {
        return edit.secondaryRole() == SecondaryRole.ADMIN || edit.password() != null || edit.confirmPassword() != null;
    }

    private static Verdict yes(boolean allowed) {
        return allowed ? Verdict.YES : Verdict.NO;
    }

    /** With {@link Verdict#UNLESS_ADMINISTRATOR}: who must be no administrator. */
    public static Optional<UserId> target(Object message) {
        return message instanceof UserCommand command ? Optional.of(command.user()) : Optional.empty();
    }

    /**
     * With {@link Verdict#IF_OWN}: whether an answer is about what is the actor's own. That there is nothing is nobody's, so
     * that nobody learns by asking which clients there are; of a token it says no more than whoever presents it knows.
     */
    public static boolean isOwn(Actor actor, Object message, @Nullable Object answer) {
        Object found = answer instanceof Optional<?> optional ? optional.orElse(null) : answer;
        if (message instanceof IntrospectToken) {
            return found == null
                    || (found instanceof ClientView client
                            && actor.id().equals(client.client().toString()));
        }
        return found instanceof ClientView client
                && actor.id().equals(client.user().toString());
    }
}
