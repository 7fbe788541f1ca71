package dev.rollcall.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** Two properties, a certificate and its key, and everything is spoken over TLS. */
class TlsJourney {

    private static final String STORE = "not-a-secret";

    @Test
    void with_a_certificate_and_its_key_everything_is_spoken_over_tls() throws Exception {
        Path folder = Files.createTempDirectory("rollcall-tls");
        KeyStore made = made(folder);
        Path certificate = pem(
                folder.resolve("cert.pem"),
                "CERTIFICATE",
                made.getCertificate("rollcall").getEncoded());
        Key key = made.getKey("rollcall", STORE.toCharArray());
        Path privateKey = pem(folder.resolve("key.pem"), "PRIVATE KEY", key.getEncoded());
        HttpClient client = HttpClient.newBuilder()
                .sslContext(trusting(made.getCertificate("rollcall")))
                .build();

        // a JDK that would speak every version that it knows
        Path lenient = Files.writeString(folder.resolve("lenient"), "jdk.tls.disabledAlgorithms=\n");
        try (RunningRollcall rollcall = RunningRollcall.launch(
                folder.resolve("data"),
                Map.of(
                        "ROLLCALL_ADMIN_PASSWORD",
                        RunningRollcall.PASSWORD,
                        "JAVA_TOOL_OPTIONS",
                        "-Djava.security.properties=" + lenient),
                "--server.ssl.certificate=" + certificate,
                "--server.ssl.certificate-private-key=" + privateKey)) {
            HttpResponse<String> ready = ready(client, rollcall);
            assertThat(ready.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(ready.headers().firstValue("Strict-Transport-Security").orElse(""))
                    .as("a year, with all hosts below")
                    .isEqualTo("max-age=31536000 ; includeSubDomains");
            String basic = "Basic "
                    + Base64.getEncoder().encodeToString(("admin:" + RunningRollcall.PASSWORD).getBytes(UTF_8));
            HttpRequest users = HttpRequest.newBuilder(uri(rollcall, "/api/v1/users"))
                    .header("Authorization", basic)
                    .build();
            assertThat(client.send(users, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
            assertThat(cookies(client, rollcall))
                    .hasSize(3)
                    .allMatch(cookie -> cookie.startsWith("__Host-rollcall-"))
                    .allMatch(cookie -> cookie.contains("; Path=/;"))
                    .allMatch(cookie -> cookie.contains("; Secure; HttpOnly; SameSite=Strict"));
            assertThat(rollcall.http().get("/api/v1/users").status())
                    .as("without TLS nothing is answered but that it is needed")
                    .isEqualTo(400);
            onlyGoodSuites(rollcall.port(), trusting(made.getCertificate("rollcall")));
            for (int version : List.of(1, 2)) {
                assertThat(OldTls.answer(rollcall.port(), version))
                        .as("TLS 1." + (version - 1))
                        .isEqualTo(OldTls.REFUSED);
            }
        } finally {
            PostgresBinaries.delete(folder);
        }
    }

    private static void onlyGoodSuites(int port, SSLContext context) throws IOException {
        String[] weakestFirst = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"};
        assertThat(suite(port, context, "TLSv1.3", weakestFirst)).isEqualTo("TLS_AES_256_GCM_SHA384");
        String[] ofTheVersionBefore = {
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"
        };
        assertThat(suite(port, context, "TLSv1.2", ofTheVersionBefore))
                .isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
        for (String unwanted :
                List.of("TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA")) {
            assertThatThrownBy(() -> suite(port, context, "TLSv1.2", unwanted))
                    .as(unwanted)
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    /** On which one both agree, where these are offered in this order. */
    private static String suite(int port, SSLContext context, String version, String... offered) throws IOException {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port)) {
            socket.setSoTimeout(10_000);
            socket.setEnabledProtocols(new String[] {version});
            socket.setEnabledCipherSuites(offered);
            socket.startHandshake();
            return socket.getSession().getCipherSuite();
        }
    }

    /** Everything that the console has a browser keep while somebody signs in. */
    private static List<String> cookies(HttpClient client, RunningRollcall rollcall) throws Exception {
        URI signIn = uri(rollcall, "/console/sign-in");
        HttpResponse<String> page = client.send(HttpRequest.newBuilder(signIn).build(), BodyHandlers.ofString());
        Matcher token = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(page.body());
        assertThat(token.find()).isTrue();
        List<String> cookies = new ArrayList<>(page.headers().allValues("Set-Cookie"));
        HttpRequest form = HttpRequest.newBuilder(signIn)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Cookie", cookies.get(0).split(";", 2)[0])
                .POST(HttpRequest.BodyPublishers.ofString(
                        "username=admin&password=" + URLEncoder.encode(RunningRollcall.PASSWORD, UTF_8) + "&_csrf="
                                + URLEncoder.encode(token.group(1), UTF_8)))
                .build();
        HttpResponse<String> in = client.send(form, BodyHandlers.ofString());
        assertThat(in.statusCode()).isEqualTo(303);
        cookies.addAll(in.headers().allValues("Set-Cookie"));
        return cookies;
    }

    private static URI uri(RunningRollcall rollcall, String path) {
        return URI.create("https://localhost:" + rollcall.port() + path);
    }

    private static HttpResponse<String> ready(HttpClient client, RunningRollcall rollcall) throws Exception {
        HttpRequest readiness = HttpRequest.newBuilder(uri(rollcall, "/actuator/health/readiness"))
                .build();
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (System.nanoTime() < end && rollcall.handle().isAlive()) {
            try {
                HttpResponse<String> answer = client.send(readiness, BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    return answer;
                }
            } catch (IOException notYet) {
                // it does not listen yet
            }
            Thread.sleep(100);
        }
        throw new AssertionError("not ready\n" + String.join("\n", rollcall.out()));
    }

    /** A key and a certificate for localhost that it signs itself, by the JDK's own tool. */
    private static KeyStore made(Path folder) throws Exception {
        Path file = folder.resolve("made.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "rollcall",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        STORE)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        assertThat(keytool.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(keytool.exitValue()).as(said).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, STORE.toCharArray());
        }
        return store;
    }

    private static Path pem(Path file, String what, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }

    private static SSLContext trusting(Certificate certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("rollcall", certificate);
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
