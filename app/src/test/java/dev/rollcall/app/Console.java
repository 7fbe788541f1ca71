package dev.rollcall.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.app.Http.Answer;
import java.io.IOException;
import java.net.HttpCookie;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody at the console with a browser of their own: keeps cookies, and sends forms with the token of their page. */
final class Console {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    final Map<String, String> cookies = new LinkedHashMap<>();
    private final Http http;

    Console(Http http) {
        this.http = http;
    }

    /** The same browser, on another process or the same one later. */
    Console at(Http other) {
        Console same = new Console(other);
        same.cookies.putAll(cookies);
        return same;
    }

    Answer signIn(String username, String password) throws IOException, InterruptedException {
        return form("/console/sign-in", "/console/sign-in", "username", username, "password", password);
    }

    Answer changePassword(String current, String password) throws IOException, InterruptedException {
        return form(
                "/console/password",
                "/console/password",
                "currentPassword",
                current,
                "password",
                password,
                "confirmPassword",
                password);
    }

    Answer get(String path) throws IOException, InterruptedException {
        return kept(browser().get(path));
    }

    /** Sends the form of a page. */
    Answer form(String page, String path, String... fields) throws IOException, InterruptedException {
        Answer shown = get(page);
        Matcher token = TOKEN.matcher(shown.text());
        assertThat(token.find()).as(page + ": " + shown.status()).isTrue();
        StringBuilder body = new StringBuilder("_csrf=" + encoded(token.group(1)));
        for (int i = 0; i < fields.length; i += 2) {
            body.append('&').append(fields[i]).append('=').append(encoded(fields[i + 1]));
        }
        return kept(browser().form(path, body.toString()));
    }

    private Http browser() {
        return cookies.isEmpty()
                ? http
                : http.with(
                        "Cookie",
                        cookies.entrySet().stream()
                                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                                .collect(Collectors.joining("; ")));
    }

    private Answer kept(Answer answer) {
        for (String set : answer.response().headers().allValues("Set-Cookie")) {
            HttpCookie cookie = HttpCookie.parse(set).get(0);
            if (cookie.getMaxAge() == 0) {
                cookies.remove(cookie.getName());
            } else {
                cookies.put(cookie.getName(), cookie.getValue());
            }
        }
        return answer;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
