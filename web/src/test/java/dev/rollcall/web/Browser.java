package dev.rollcall.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.HttpCookie;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody at the console: keeps cookies, and sends with a form what the page gave along. */
final class Browser {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    final Map<String, String> cookies = new LinkedHashMap<>();
    private final int port;

    Browser(int port) {
        this.port = port;
    }

    /** Signs in, as {@link Stage} knows people. */
    Browser as(String username) {
        Http.Reply reply = post("/console/sign-in", "username", username, "password", Stage.PASSWORD);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(303);
        return this;
    }

    Http.Reply get(String path, String... headers) {
        return send(Http.call(port, "GET", path), headers);
    }

    /** Sends a form with the token of a page of now. */
    Http.Reply post(String path, String... fields) {
        return form(path, token(), fields);
    }

    Http.Reply form(String path, String token, String... fields) {
        StringBuilder body = new StringBuilder("_csrf=" + URLEncoder.encode(token, UTF_8));
        for (int i = 0; i < fields.length; i += 2) {
            body.append('&').append(fields[i]).append('=').append(URLEncoder.encode(fields[i + 1], UTF_8));
        }
        return send(Http.call(port, "POST", path)
                .body("application/x-www-form-urlencoded", body.toString().getBytes(UTF_8)));
    }

    /** What forms and requests by script must bring along. */
    String token() {
        Http.Reply page = get("/console/sign-in");
        if (page.status() == 303) {
            page = get(WebTest.PAGE);
        }
        for (String missing : List.of("password", "passkey", "passkeys")) {
            if (page.status() == 303) {
                page = get("/console/" + missing);
            }
        }
        Matcher token = TOKEN.matcher(page.text());
        assertThat(token.find()).as(page.toString()).isTrue();
        return token.group(1);
    }

    Http.Reply send(Http request, String... headers) {
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        StringBuilder kept = new StringBuilder();
        cookies.forEach((name, value) -> kept.append(kept.isEmpty() ? "" : "; ").append(name + "=" + value));
        if (!kept.isEmpty()) {
            request.header("Cookie", kept.toString());
        }
        Http.Reply reply = request.send();
        for (String set : reply.response().headers().allValues("Set-Cookie")) {
            HttpCookie cookie = HttpCookie.parse(set).get(0);
            if (cookie.getMaxAge() == 0) {
                cookies.remove(cookie.getName());
            } else {
                cookies.put(cookie.getName(), cookie.getValue());
            }
        }
        return reply;
    }
}
