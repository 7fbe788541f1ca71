package dev.rollcall.query.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.access.Scope;
import dev.rollcall.api.audit.FactView;
import dev.rollcall.api.audit.FactView.Change;
import dev.rollcall.api.audit.FindFacts;
import dev.rollcall.api.service.SecretReference;
import dev.rollcall.api.service.ServiceAccountCreated;
import dev.rollcall.api.service.ServiceAccountDisabled;
import dev.rollcall.api.service.ServiceAccountEnabled;
import dev.rollcall.api.service.ServiceAccountExternalSubjectChanged;
import dev.rollcall.api.service.ServiceAccountId;
import dev.rollcall.api.service.ServiceAccountRenamed;
import dev.rollcall.api.service.ServiceAccountScopesChanged;
import dev.rollcall.api.service.ServiceAccountSecretRotated;
import dev.rollcall.query.Cast;
import dev.rollcall.query.Postgres;
import dev.rollcall.query.Story;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ServiceStoryTest {

    private static final Postgres POSTGRES = new Postgres("history");
    private static final ServiceAccountId CI = new ServiceAccountId(new UUID(3, 1));

    private final HistoryProjection projection = new HistoryProjection(POSTGRES.template(), "view_history");

    @Test
    void a_service_account_reads_like_a_diff_and_tells_no_secret() {
        new Story(POSTGRES.template(), projection)
                .tell(
                        new ServiceAccountCreated(
                                CI,
                                "ci",
                                List.of(Scope.USERS_READ, Scope.USERS_WRITE),
                                null,
                                new SecretReference("digest-1", "…1111")),
                        Cast.created(Cast.user(1), "somebody"),
                        new ServiceAccountRenamed(CI, "cd"),
                        new ServiceAccountScopesChanged(CI, List.of()),
                        new ServiceAccountExternalSubjectChanged(CI, "sub"),
                        new ServiceAccountSecretRotated(CI, new SecretReference("digest-2", "…2222")),
                        new ServiceAccountDisabled(CI),
                        new ServiceAccountEnabled(CI));

        List<FactView> facts = projection
                .answer(new FindFacts(
                        FactView.Subject.Kind.SERVICE, CI.toString(), null, null, null, null, false, 10, null))
                .items();

        assertThat(facts)
                .hasSize(7)
                .allSatisfy(fact -> assertThat(fact.subject().kind()).isEqualTo(FactView.Subject.Kind.SERVICE));
        assertThat(facts.toString()).doesNotContain("digest");
        assertThat(facts.get(0).changes())
                .containsExactly(
                        new Change("name", null, "ci"),
                        new Change("scopes", null, "users:read users:write"),
                        new Change("enabled", null, true),
                        new Change("hint", null, "…1111"));
        assertThat(facts.stream().skip(1).flatMap(fact -> fact.changes().stream()))
                .containsExactly(
                        new Change("name", "ci", "cd"),
                        new Change("scopes", "users:read users:write", ""),
                        new Change("externalSubject", null, "sub"),
                        new Change("hint", "…1111", "…2222"),
                        new Change("enabled", true, false),
                        new Change("enabled", false, true));
        assertThat(facts.get(1).subject().name()).isEqualTo("cd");
    }
}
