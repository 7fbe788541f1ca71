package dev.rollcall.query.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.api.access.Scope;
import dev.rollcall.api.service.FindServiceAccount;
import dev.rollcall.api.service.FindServiceAccounts;
import dev.rollcall.api.service.SecretReference;
import dev.rollcall.api.service.ServiceAccountCreated;
import dev.rollcall.api.service.ServiceAccountDisabled;
import dev.rollcall.api.service.ServiceAccountEnabled;
import dev.rollcall.api.service.ServiceAccountExternalSubjectChanged;
import dev.rollcall.api.service.ServiceAccountId;
import dev.rollcall.api.service.ServiceAccountPage;
import dev.rollcall.api.service.ServiceAccountRenamed;
import dev.rollcall.api.service.ServiceAccountScopesChanged;
import dev.rollcall.api.service.ServiceAccountSecretRotated;
import dev.rollcall.api.service.ServiceAccountView;
import dev.rollcall.query.Postgres;
import dev.rollcall.query.RowMissing;
import dev.rollcall.query.Story;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceProjectionTest {

    private static final Postgres POSTGRES = new Postgres("services");
    private static final ServiceAccountId NIGHTLY = new ServiceAccountId(new UUID(3, 1));
    private static final ServiceAccountId RELEASE = new ServiceAccountId(new UUID(3, 2));
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final ServiceProjection projection = new ServiceProjection(POSTGRES.jdbc(), "view_services");
    private final Story story = new Story(POSTGRES.template(), projection);

    @BeforeEach
    void empty() {
        projection.reset();
    }

    @Test
    void shows_each_as_its_last_fact_left_it() {
        story.tell(
                created(NIGHTLY, "Nightly", Scope.USERS_READ, Scope.CLIENTS_WRITE),
                created(RELEASE, "Release"),
                new ServiceAccountRenamed(NIGHTLY, "Nächtlich"),
                new ServiceAccountScopesChanged(NIGHTLY, List.of(Scope.AUDIT_READ)),
                new ServiceAccountExternalSubjectChanged(NIGHTLY, "nightly@issuer"),
                new ServiceAccountSecretRotated(NIGHTLY, new SecretReference("d2", "rollcall_service_…2222")),
                new ServiceAccountDisabled(NIGHTLY));

        assertThat(projection.answer(new FindServiceAccount(NIGHTLY)))
                .contains(new ServiceAccountView(
                        NIGHTLY,
                        "Nächtlich",
                        List.of(Scope.AUDIT_READ),
                        false,
                        "rollcall_service_…2222",
                        "nightly@issuer",
                        5,
                        START,
                        START.plusSeconds(6),
                        "anna",
                        null));
        assertThat(projection.answer(new FindServiceAccount(RELEASE))).get().satisfies(release -> {
            assertThat(release.enabled()).isTrue();
            assertThat(release.scopes()).isEmpty();
            assertThat(release.version()).isZero();
        });
        story.tell(new ServiceAccountEnabled(NIGHTLY));
        assertThat(projection.answer(new FindServiceAccount(NIGHTLY)))
                .get()
                .extracting(ServiceAccountView::enabled)
                .isEqualTo(true);
    }

    @Test
    void facts_that_come_again_change_nothing_and_one_that_is_missing_is_an_error() {
        story.tell(created(NIGHTLY, "Nightly"), created(RELEASE, "Release"), new ServiceAccountDisabled(RELEASE));
        String before = projection.checksum();

        story.again();

        assertThat(projection.checksum()).isEqualTo(before);
        story.conceal(new ServiceAccountEnabled(RELEASE));
        assertThatThrownBy(() -> story.tell(new ServiceAccountDisabled(RELEASE)))
                .isInstanceOf(RowMissing.class);
    }

    @Test
    void is_the_same_when_it_is_built_anew() {
        story.tell(created(NIGHTLY, "Nightly"), created(RELEASE, "Release"), new ServiceAccountRenamed(RELEASE, "R"));
        POSTGRES.make("services", "view_services_next");
        ServiceProjection aside = new ServiceProjection(POSTGRES.jdbc(), "view_services_next");

        story.to(aside, 2);

        assertThat(aside.checksum()).isEqualTo(projection.checksum());
    }

    @Test
    void is_listed_by_name_a_page_at_a_time() {
        story.tell(created(NIGHTLY, "Nightly"), created(RELEASE, "release"), created(id(3), "Audit"));

        ServiceAccountPage first = projection.answer(new FindServiceAccounts(null, null, 2, null, true));
        ServiceAccountPage second =
                projection.answer(new FindServiceAccounts(null, null, 2, first.nextCursor(), false));

        assertThat(first.total()).isEqualTo(3);
        assertThat(first.items()).extracting(ServiceAccountView::name).containsExactly("Audit", "Nightly");
        assertThat(second.items()).extracting(ServiceAccountView::name).containsExactly("release");
        assertThat(second.nextCursor()).isNull();
        assertThat(projection
                        .answer(new FindServiceAccounts("GHT", null, 10, null, false))
                        .items())
                .extracting(ServiceAccountView::account)
                .containsExactly(NIGHTLY);
    }

    private static ServiceAccountId id(int number) {
        return new ServiceAccountId(new UUID(3, number));
    }

    private static ServiceAccountCreated created(ServiceAccountId account, String name, Scope... scopes) {
        return new ServiceAccountCreated(
                account, name, List.of(scopes), null, new SecretReference("d", "rollcall_service_…1111"));
    }
}
