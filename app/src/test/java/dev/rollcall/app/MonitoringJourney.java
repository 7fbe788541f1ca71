package dev.rollcall.app;

import static dev.rollcall.app.Cast.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health and metrics have a port of their own, with nothing else at it; the health is at the port of the interface too. */
@ExtendWith(SharedRollcall.class)
class MonitoringJourney {

    private final RunningRollcall rollcall;
    private final Http own;

    MonitoringJourney(RunningRollcall rollcall) {
        this.rollcall = rollcall;
        this.own = rollcall.monitoring();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator/health/readiness", "/actuator/health/liveness"})
    void the_health_is_at_both_ports_for_everybody_and_its_details_for_administrators(String path) throws Exception {
        for (Http port : List.of(rollcall.http(), own)) {
            Http.Answer answer = expect(200, port.get(path));
            assertThat(answer.at("/status")).isEqualTo("UP");
            assertThat(answer.text()).doesNotContain("components");
        }
        if (!path.endsWith("liveness")) {
            assertThat(expect(200, rollcall.admin().get(path)).at("/components/projections/status"))
                    .isEqualTo("UP");
        }
    }

    @Test
    void metrics_are_at_their_own_port_alone_and_for_administrators() throws Exception {
        String metrics = "/actuator/prometheus";
        expect(401, own.get(metrics));
        assertThat(expect(200, administrator().get(metrics)).text())
                .contains("rollcall_store_held_back_seconds", "jvm_memory_used_bytes");
        expect(401, rollcall.http().get(metrics));
        expect(404, rollcall.admin().get(metrics));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/info",
                "/actuator/env",
                "/actuator/beans",
                "/actuator/heapdump",
                "/actuator/loggers",
                "/api/v1/users",
                "/api/v1/openapi.json",
                "/api/docs",
                "/console/sign-in",
                "/oauth2/jwks",
                "/"
            })
    void nothing_else_is_at_that_port(String path) throws Exception {
        Http.Answer answer = expect(404, administrator().get(path));

        assertThat(answer.text()).doesNotContain("Exception");
        assertThat(own.get(path).status()).isIn(401, 404);
    }

    @Test
    void nobody_gets_an_access_token_or_a_session_there() throws Exception {
        expect(404, administrator().form("/oauth2/token", "grant_type=client_credentials"));
        expect(404, own.form("/console/sign-in", "username=admin"));
        expect(404, administrator().post("/api/v1/users", "{}"));
    }

    @Test
    void that_port_is_for_this_machine_alone() throws Exception {
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            for (InetAddress address : each.inetAddresses().toList()) {
                if (!address.isLoopbackAddress()) {
                    assertThatThrownBy(() -> {
                                try (Socket socket = new Socket()) {
                                    socket.connect(new InetSocketAddress(address, own.port()), 2_000);
                                }
                            })
                            .as(address.toString())
                            .isInstanceOf(IOException.class);
                }
            }
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", own.port()), 2_000);
            assertThat(socket.isConnected()).isTrue();
        }
    }

    private Http administrator() {
        return own.as("admin", RunningRollcall.PASSWORD);
    }
}
