package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.access.Scope;
import dev.rollcall.api.service.CreateServiceAccount;
import dev.rollcall.api.service.DisableServiceAccount;
import dev.rollcall.api.service.EditServiceAccount;
import dev.rollcall.api.service.EnableServiceAccount;
import dev.rollcall.api.service.FindServiceAccount;
import dev.rollcall.api.service.FindServiceAccounts;
import dev.rollcall.api.service.RotateServiceAccountSecret;
import dev.rollcall.api.service.ServiceAccountId;
import dev.rollcall.api.service.ServiceAccountPage;
import dev.rollcall.api.service.ServiceAccountView;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceAccountApiTest extends WebTest {

    private static final ServiceAccountId CI = ServiceAccountId.parse("0199b000-0000-7000-8000-0000000000aa");

    private static ServiceAccountView view(long version) {
        return new ServiceAccountView(
                CI,
                "ci",
                List.of(Scope.USERS_READ),
                true,
                "rollcall_service_…wxyz",
                null,
                version,
                NOW,
                NOW,
                "admin",
                null);
    }

    private Accepted issued() {
        return at(Accepted.service(view(0).withSecret(key.seal("the secret"))));
    }

    @Test
    void a_new_one_is_answered_with_its_secret_in_clear_once() {
        stage.on(CreateServiceAccount.class, command -> issued());

        Http.Reply reply = admin("POST", "/service-accounts")
                .header("Idempotency-Key", "k-1")
                .json("{\"name\": \"ci\", \"scopes\": [\"users:read\", \"nonsense\"], \"reason\": \"builds\"}")
                .send();

        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        assertThat(reply.header("Location")).isEqualTo("/api/v1/service-accounts/" + CI);
        assertThat(reply.header("ETag")).isEqualTo("\"0\"");
        assertThat(reply.header("Rollcall-Position")).isEqualTo("1.7345.12");
        assertThat(reply.header("Cache-Control")).contains("no-store");
        assertThat(reply.json().get("secret").asString()).isEqualTo("the secret");
        assertThat(reply.json().get("scopes").get(0).asString()).isEqualTo("users:read");
        CreateServiceAccount sent = stage.arrived(CreateServiceAccount.class);
        assertThat(sent.name()).isEqualTo("ci");
        assertThat(sent.scopes()).containsExactly(Scope.USERS_READ);
        assertThat(sent.flaws()).extracting(FieldError::pointer).containsExactly("/scopes/1");
        assertThat(stage.metaData(CreateServiceAccount.class).get(Provenance.REASON))
                .isEqualTo("builds");
        assertThat(stage.metaData(CreateServiceAccount.class).get(Provenance.REQUEST))
                .isNotNull();
    }

    @Test
    void they_are_found_without_their_secrets() {
        stage.on(FindServiceAccounts.class, query -> new ServiceAccountPage(List.of(view(2)), "next", 7L));
        stage.on(FindServiceAccount.class, query -> Optional.of(view(2)));

        Http.Reply all = admin("GET", "/service-accounts?search=c&sort=-createdAt&limit=5&count=true")
                .send();
        assertThat(all.json().get("total").asInt()).isEqualTo(7);
        assertThat(stage.arrived(FindServiceAccounts.class))
                .isEqualTo(new FindServiceAccounts("c", "-createdAt", 5, null, true));
        Http.Reply one = admin("GET", "/service-accounts/" + CI).send();
        assertThat(one.header("ETag")).isEqualTo("\"2\"");
        assertThat(one.json().propertyNames())
                .containsExactly(
                        "serviceAccountId",
                        "name",
                        "scopes",
                        "enabled",
                        "hint",
                        "externalSubject",
                        "version",
                        "createdAt",
                        "updatedAt",
                        "updatedBy");
        stage.on(FindServiceAccount.class, query -> Optional.empty());
        assertProblem(admin("GET", "/service-accounts/" + CI).send(), 404, "service_account_not_found");
    }

    @Test
    void an_edit_is_based_on_a_version() {
        stage.on(EditServiceAccount.class, command -> at(Accepted.service(view(3))));

        assertProblem(admin("PATCH", "/service-accounts/" + CI).patch("{}").send(), 428, "precondition_required");
        Http.Reply reply = admin("PATCH", "/service-accounts/" + CI)
                .header("If-Match", "\"2\"")
                .header("Rollcall-Reason", "less is more")
                .patch("{\"scopes\": [], \"externalSubject\": null, \"name\": null}")
                .send();

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(reply.header("ETag")).isEqualTo("\"3\"");
        EditServiceAccount sent = stage.arrived(EditServiceAccount.class);
        assertThat(sent.expectedVersion()).isEqualTo(2);
        assertThat(sent.scopes()).isEmpty();
        assertThat(sent.name()).isNull();
        assertThat(sent.externalSubject()).isEmpty();
        assertThat(sent.flaws()).extracting(FieldError::pointer).containsExactly("/name");
    }

    @Test
    void it_is_rotated_disabled_and_enabled() {
        stage.on(RotateServiceAccountSecret.class, command -> issued());
        stage.on(DisableServiceAccount.class, command -> at(Accepted.service(view(4))));
        stage.on(EnableServiceAccount.class, command -> at(Accepted.service(view(5))));

        assertThat(admin("POST", "/service-accounts/" + CI + "/rotate")
                        .send()
                        .json()
                        .get("secret")
                        .asString())
                .isEqualTo("the secret");
        assertThat(admin("POST", "/service-accounts/" + CI + "/disable")
                        .send()
                        .json()
                        .has("secret"))
                .isFalse();
        assertThat(admin("POST", "/service-accounts/" + CI + "/enable").send().header("ETag"))
                .isEqualTo("\"5\"");
        assertThat(stage.arrived(EnableServiceAccount.class)).isEqualTo(new EnableServiceAccount(CI));
    }

    @Test
    void what_is_refused_is_answered_as_everywhere() {
        stage.refuse(CreateServiceAccount.class, Rejection.FORBIDDEN);

        assertProblem(
                call("POST", "/service-accounts")
                        .as("lead")
                        .json("{\"name\": \"x\"}")
                        .send(),
                403,
                "forbidden");
    }
}
