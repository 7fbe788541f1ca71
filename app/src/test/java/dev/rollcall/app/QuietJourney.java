package dev.rollcall.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the program calls nobody: only the real jar can show it, because Axon's update checker is quiet under every test. */
class QuietJourney {

    @TempDir
    Path folder;

    @Test
    void nobody_is_called_and_nothing_is_left_in_the_home_of_the_user() throws Exception {
        Path home = folder.resolve("home");
        assertThat(home.toFile().mkdir()).isTrue();
        try (ServerSocket outside = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String options = "-Duser.home=" + home;
            for (String scheme : new String[] {"http", "https"}) {
                options +=
                        " -D%1$s.proxyHost=127.0.0.1 -D%1$s.proxyPort=%2$d".formatted(scheme, outside.getLocalPort());
            }
            try (RunningRollcall rollcall = RunningRollcall.launch(
                            folder.resolve("data"),
                            Map.of("JAVA_TOOL_OPTIONS", options, "ROLLCALL_ADMIN_PASSWORD", RunningRollcall.PASSWORD))
                    .ready()) {
                rollcall.stop();
                assertThat(rollcall.out()).noneMatch(line -> line.contains("UpdateChecker"));
            }
            outside.setSoTimeout(1);
            assertThatThrownBy(outside::accept).isInstanceOf(SocketTimeoutException.class);
        }
        assertThat(home).isEmptyDirectory();
    }
}
