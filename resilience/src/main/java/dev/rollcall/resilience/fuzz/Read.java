package dev.rollcall.resilience.fuzz;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** An answer of which only so much was read. */
record Read(HttpResponse<InputStream> open, String body) implements HttpResponse<String> {

    @Override
    public int statusCode() {
        return open.statusCode();
    }

    @Override
    public HttpRequest request() {
        return open.request();
    }

    @Override
    public Optional<HttpResponse<String>> previousResponse() {
        return Optional.empty();
    }

    @Override
    public HttpHeaders headers() {
        return open.headers();
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return open.sslSession();
    }

    @Override
    public URI uri() {
        return open.uri();
    }

    @Override
    public HttpClient.Version version() {
        return open.version();
    }
}
