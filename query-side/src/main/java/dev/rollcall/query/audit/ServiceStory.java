package dev.rollcall.query.audit;

import static java.util.stream.Collectors.joining;

import dev.rollcall.api.access.Scope;
import dev.rollcall.api.audit.FactView.Change;
import dev.rollcall.api.service.ServiceAccountCreated;
import dev.rollcall.api.service.ServiceAccountDisabled;
import dev.rollcall.api.service.ServiceAccountEnabled;
import dev.rollcall.api.service.ServiceAccountExternalSubjectChanged;
import dev.rollcall.api.service.ServiceAccountRenamed;
import dev.rollcall.api.service.ServiceAccountScopesChanged;
import dev.rollcall.api.service.ServiceAccountSecretRotated;
import dev.rollcall.api.service.ServiceEvent;
import dev.rollcall.query.Recorded;
import java.util.List;

/** What each fact makes of a service account, and how it reads as a change. */
final class ServiceStory {

    private static final List<String> COMPARED = List.of("name", "scopes", "externalSubject", "enabled", "hint");

    private ServiceStory() {}

    static State after(State before, ServiceEvent fact, Recorded recorded) {
        return changed(before, fact, recorded).as(recorded);
    }

    private static State changed(State before, ServiceEvent fact, Recorded recorded) {
        if (fact instanceof ServiceAccountCreated created) {
            return State.NOTHING
                    .with("serviceAccountId", created.account())
                    .with("name", created.name())
                    .with("scopes", written(created.scopes()))
                    .with("externalSubject", created.externalSubject())
                    .with("enabled", true)
                    .with("hint", created.secret().hint())
                    .with("createdAt", recorded.at());
        } else if (fact instanceof ServiceAccountRenamed renamed) {
            return before.with("name", renamed.name());
        } else if (fact instanceof ServiceAccountScopesChanged changed) {
            return before.with("scopes", written(changed.scopes()));
        } else if (fact instanceof ServiceAccountExternalSubjectChanged changed) {
            return before.with("externalSubject", changed.externalSubject());
        } else if (fact instanceof ServiceAccountSecretRotated rotated) {
            return before.with("hint", rotated.secret().hint());
        } else if (fact instanceof ServiceAccountDisabled || fact instanceof ServiceAccountEnabled) {
            return before.with("enabled", fact instanceof ServiceAccountEnabled);
        }
        throw new IllegalStateException("no story is told of " + fact.getClass().getSimpleName());
    }

    static List<Change> changes(State before, State after) {
        return after.since(before, COMPARED);
    }

    private static String written(List<Scope> scopes) {
        return scopes.stream().map(Scope::text).collect(joining(" "));
    }
}
