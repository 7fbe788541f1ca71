package dev.rollcall.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.api.InstallationKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The command that replaces the installation key, and what lies under which key afterwards. */
record Rotation(int exit, String said) {

    /** Runs the command as an operator does, beside whatever runs. */
    static Rotation rotate(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("rollcall.jar"),
                "rotate-key"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.matches("(ROLLCALL|AXON|SPRING|SERVER)_.*"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Rotation(process.waitFor(), said);
    }

    /** Everything that lies wrapped: for whom, and what. */
    static List<String> wrapped(Path database) throws Exception {
        try (Rows rows = Rows.of(database)) {
            return rows.column(
                    "select user_id || ' ' || encode(wrapped, 'hex') from vault.user_key where wrapped is not"
                            + " null union all select 'token ' || token_id || ' ' || encode(wrapped, 'hex') from"
                            + " command.token_secret");
        }
    }

    static boolean opens(String key, String row) {
        int last = row.lastIndexOf(' ');
        try {
            return InstallationKey.parse(key)
                            .unwrap(HexFormat.of().parseHex(row.substring(last + 1)), row.substring(0, last))
                            .length
                    > 0;
        } catch (IllegalArgumentException other) {
            return false;
        }
    }
}
