package dev.rollcall.resilience.races;

import dev.rollcall.resilience.Answer;
import dev.rollcall.resilience.Ask;
import dev.rollcall.resilience.Caller;
import java.util.Map;

/** A user or client that wants a value others want, and has one of its own to go back to. */
final class Contender {

    private final String path;
    private final String field;
    private final String own;
    private final String id;
    private long version;
    private String value;

    private Contender(String collection, String field, String own, String id, long version) {
        this.path = "/" + collection + "/" + id;
        this.field = field;
        this.own = own;
        this.id = id;
        this.version = version;
        this.value = own;
    }

    static Contender user(Caller administrator, String name) throws Exception {
        String email = name + "@example.org";
        Answer created = administrator.expect(201, create(name, email));
        return new Contender("users", "email", email, created.text("userId"), created.version());
    }

    static Contender client(Caller administrator, String owner, String name) throws Exception {
        Answer created = administrator.expect(201, provision(owner, name));
        return new Contender("clients", "name", name, created.text("clientId"), created.version());
    }

    static Ask create(String username, String email) {
        return Ask.post(
                "/users",
                Map.of(
                        "username", username,
                        "configuration", "LDAP",
                        "email", email,
                        "firstName", "Race",
                        "lastName", "Runner",
                        "primaryRole", "QUALITY_ENGINEER"));
    }

    static Ask provision(String owner, String name) {
        return Ask.post("/users/" + owner + "/clients", Map.of("name", name, "type", "NORMAL"));
    }

    String id() {
        return id;
    }

    String value() {
        return value;
    }

    Ask wants(String wanted) {
        return Ask.patch(path, Map.of(field, wanted)).ifMatch(version);
    }

    /** Notes what became of a wish. */
    void told(String wanted, Answer answer) {
        if (answer.accepted()) {
            value = wanted;
            version = answer.version();
        }
    }

    void goBack(Caller administrator) throws Exception {
        told(own, administrator.expect(200, wants(own)));
    }
}
