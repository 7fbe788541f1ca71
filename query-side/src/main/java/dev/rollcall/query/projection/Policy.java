package dev.rollcall.query.projection;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.audit.AuditQuery;
import dev.rollcall.api.audit.FindFacts;
import dev.rollcall.api.client.ClientQuery;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.client.FindClient;
import dev.rollcall.api.client.FindClients;
import dev.rollcall.api.user.FindUser;
import dev.rollcall.api.user.UserQuery;
import dev.rollcall.query.Declined;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask what. An administrator and the program itself: everything. A service: what its permissions say. Other users:
 * about themselves and their own clients. Judged by who the message says is asking.
 */
final class Policy {

    /** Permissions of a service account, among its roles. */
    static final String USERS_READ = "users:read";

    static final String CLIENTS_READ = "clients:read";
    static final String AUDIT_READ = "audit:read";
    static final String PROJECTIONS_READ = "projections:read";

    private Policy() {}

    /** Whether this room answers such questions; others are judged by the room that answers them. */
    static boolean covers(Object question) {
        return question instanceof UserQuery || question instanceof ClientQuery || question instanceof AuditQuery;
    }

    /** Who asks. Refuses ({@code forbidden}) a message that does not say so. */
    static Actor asker(Map<String, ?> metaData) {
        try {
            return Provenance.from(metaData).actor();
        } catch (IllegalArgumentException nobody) {
            throw new Declined(Rejection.FORBIDDEN);
        }
    }

    /** Refuses ({@code forbidden}) what this actor may never ask, whatever the answer is. */
    static void beforeAnswering(Actor actor, Object question) {
        boolean allowed = mayAskEverything(actor)
                || switch (actor.kind()) {
                    case USER -> isAboutOneself(actor, question);
                    case SERVICE -> actor.roles().contains(permission(question));
                    case CLIENT, SYSTEM -> false;
                };
        if (!allowed) {
            throw new Declined(Rejection.FORBIDDEN);
        }
    }

    /** Refuses ({@code forbidden}) the answer where it is about somebody else's client, or about none. */
    static void afterAnswering(Actor actor, Object question, @Nullable Object answer) {
        if (question instanceof FindClient
                && actor.kind() == Actor.Kind.USER
                && !actor.administrator()
                && !isOwnClient(actor, answer)) {
            throw new Declined(Rejection.FORBIDDEN);
        }
    }

    /** Who sends a command to this room. Refuses ({@code forbidden}) everybody but administrators. */
    static Actor administrator(Map<String, ?> metaData) {
        Actor actor;
        try {
            actor = Provenance.from(metaData).actor();
        } catch (IllegalArgumentException nobody) {
            throw new Rejected(Rejection.FORBIDDEN);
        }
        Rejected.when(!actor.administrator(), Rejection.FORBIDDEN);
        return actor;
    }

    private static boolean mayAskEverything(Actor actor) {
        return actor.administrator() || actor.kind() == Actor.Kind.SYSTEM;
    }

    private static boolean isAboutOneself(Actor actor, Object question) {
        if (question instanceof FindUser find) {
            return actor.id().equals(find.user().toString());
        }
        if (question instanceof FindClients find) {
            return find.user() != null && actor.id().equals(find.user().toString());
        }
        return question instanceof FindClient;
    }

    private static boolean isOwnClient(Actor actor, @Nullable Object answer) {
        Object found = answer instanceof Optional<?> optional ? optional.orElse(null) : answer;
        return found instanceof ClientView client
                && actor.id().equals(client.user().toString());
    }

    private static String permission(Object question) {
        if (question instanceof UserQuery) {
            return USERS_READ;
        }
        if (question instanceof ClientQuery) {
            return CLIENTS_READ;
        }
        return question instanceof FindFacts ? AUDIT_READ : PROJECTIONS_READ;
    }
}
