package dev.rollcall.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.app.Http.Answer;

/** The people and machines of the journeys: invented, and made over HTTP like everybody's. */
final class Cast {

    static final String PASSWORD = "Sunny-day-42";

    private Cast() {}

    static String user(String username, String primaryRole, String secondaryRole) {
        return """
                {"username": "%1$s", "configuration": "DEFAULT", "email": "%1$s@example.test", "firstName": "Mira",
                 "lastName": "Okafor", "password": "%2$s", "confirmPassword": "%2$s", "primaryRole": "%3$s"%4$s}""".formatted(
                        username,
                        PASSWORD,
                        primaryRole,
                        secondaryRole == null ? "" : ", \"secondaryRole\": \"" + secondaryRole + "\"");
    }

    static Answer engineer(Http admin, String username) throws Exception {
        return expect(201, admin.post("/api/v1/users", user(username, "QUALITY_ENGINEER", null)));
    }

    static Answer administrator(Http admin, String username) throws Exception {
        return expect(201, admin.post("/api/v1/users", user(username, "QUALITY_MANAGER", "ADMIN")));
    }

    static Answer client(Http admin, String userId, String name) throws Exception {
        return expect(
                201,
                admin.post(
                        "/api/v1/users/" + userId + "/clients",
                        "{\"name\": \"%s\", \"type\": \"NORMAL\"}".formatted(name)));
    }

    static Answer register(Http anybody, String token, String hostName) throws Exception {
        return anybody.post(
                "/api/v1/clients/register", "{\"token\": \"%s\", \"hostName\": \"%s\"}".formatted(token, hostName));
    }

    static Answer expect(int status, Answer answer) {
        assertThat(answer.status()).as(answer::toString).isEqualTo(status);
        return answer;
    }
}
