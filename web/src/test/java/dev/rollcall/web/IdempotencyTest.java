package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.client.ClientStatus;
import dev.rollcall.api.client.Deregister;
import dev.rollcall.api.client.TokenState;
import dev.rollcall.api.user.CreateUser;
import dev.rollcall.api.user.RemoveUser;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdempotencyTest extends WebTest {

    @BeforeEach
    void everything_is_accepted() {
        stage.on(CreateUser.class, command -> changed(0));
        stage.on(RemoveUser.class, command -> at(Accepted.removed(3)));
        stage.on(
                Deregister.class,
                command -> at(Accepted.client(client(ClientStatus.DEREGISTERED, TokenState.REVOKED, null))));
    }

    @Test
    void the_same_request_is_recognised_whatever_its_spaces_and_order() {
        Map<String, ?> first = create("admin", "order-1", "{\"username\": \"ada\", \"email\": \"a@b.c\"}");
        Map<String, ?> second = create("admin", "order-1", "{ \"email\":\"a@b.c\",\"username\":\"\\u0061da\" }");

        assertThat(second.get(Provenance.REQUEST)).isEqualTo(first.get(Provenance.REQUEST));
        assertThat(second.get(Provenance.REQUEST_DIGEST)).isEqualTo(first.get(Provenance.REQUEST_DIGEST));
        assertThat(first.get(Provenance.REQUEST).toString()).hasSize(64).doesNotContain("order-1");
    }

    @Test
    void another_body_another_path_another_sender_and_another_key_are_told_apart() {
        Map<String, ?> first = create("admin", "order-1", "{\"username\": \"ada\"}");
        Map<String, ?> otherBody = create("admin", "order-1", "{\"username\": \"eve\"}");
        Map<String, ?> otherSender = create("lead", "order-1", "{\"username\": \"ada\"}");
        Map<String, ?> otherKey = create("admin", "order-2", "{\"username\": \"ada\"}");

        assertThat(otherBody.get(Provenance.REQUEST)).isEqualTo(first.get(Provenance.REQUEST));
        assertThat(otherBody.get(Provenance.REQUEST_DIGEST)).isNotEqualTo(first.get(Provenance.REQUEST_DIGEST));
        assertThat(otherSender.get(Provenance.REQUEST)).isNotEqualTo(first.get(Provenance.REQUEST));
        assertThat(otherKey.get(Provenance.REQUEST)).isNotEqualTo(first.get(Provenance.REQUEST));

        admin("DELETE", "/users/" + USER).header("Idempotency-Key", "k").send();
        Object one = stage.metaData(RemoveUser.class).get(Provenance.REQUEST_DIGEST);
        admin("DELETE", "/users/0199b000-0000-7000-8000-00000000000b")
                .header("Idempotency-Key", "k")
                .send();
        assertThat(stage.metaData(RemoveUser.class).get(Provenance.REQUEST_DIGEST))
                .isNotEqualTo(one);
    }

    @Test
    void a_key_counts_on_actions_and_none_is_made_up() {
        admin("POST", "/clients/" + CLIENT + "/deregister")
                .header("Idempotency-Key", "k")
                .send();
        assertThat(stage.metaData(Deregister.class)).containsKey(Provenance.REQUEST);

        admin("POST", "/clients/" + CLIENT + "/deregister").send();
        assertThat(stage.metaData(Deregister.class))
                .doesNotContainKey(Provenance.REQUEST)
                .doesNotContainKey(Provenance.REQUEST_DIGEST);
    }

    @Test
    void a_key_used_for_something_else_is_refused() {
        stage.refuse(CreateUser.class, Rejection.IDEMPOTENCY_KEY_REUSED);

        assertProblem(
                admin("POST", "/users")
                        .header("Idempotency-Key", "k")
                        .json("{}")
                        .send(),
                422,
                "idempotency_key_reused");
    }

    private Map<String, ?> create(String who, String idempotencyKey, String body) {
        call("POST", "/users")
                .as(who)
                .header("Idempotency-Key", idempotencyKey)
                .json(body)
                .send();
        return stage.metaData(CreateUser.class);
    }
}
