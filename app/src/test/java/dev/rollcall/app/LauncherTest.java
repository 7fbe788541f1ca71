package dev.rollcall.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of the distribution, with a small program in the place of Rollcall, so that an archive is made at once. */
class LauncherTest {

    @TempDir
    Path folder;

    private Path home;

    /** What the launcher starts. */
    static final class Program {

        public static void main(String[] words) throws Exception {
            switch (words[0]) {
                case "rehearse" -> {
                    if (System.getenv("SPRING_DATASOURCE_URL") != null) {
                        System.exit(3);
                    }
                    if (Files.exists(Path.of(words[1], "../../broken"))) {
                        System.exit(2);
                    }
                }
                case "exit" -> System.exit(Integer.parseInt(words[1]));
                case "wait" -> {
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("stopped")));
                    System.out.println("waits");
                    Thread.sleep(60_000);
                }
                default ->
                    System.out.println(List.of(words)
                            + (Files.readString(Path.of("/proc/self/maps")).contains("/rollcall-")
                                    ? " with an archive"
                                    : " without"));
            }
        }
    }

    private record Ended(int exit, String out, String err) {}

    @BeforeEach
    void distribute() throws Exception {
        home = Files.createDirectories(folder.resolve("rollcall"));
        Files.createDirectories(home.resolve("bin"));
        Files.copy(Path.of("src/main/launcher/rollcall"), home.resolve("bin/rollcall"));
        Files.setPosixFilePermissions(home.resolve("bin/rollcall"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.copy(Path.of("jvm.options"), home.resolve("jvm.options"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Program.class.getName());
        try (OutputStream file = Files.newOutputStream(home.resolve("rollcall.jar"));
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            String name = Program.class.getName().replace('.', '/') + ".class";
            jar.putNextEntry(new JarEntry(name));
            Files.copy(Path.of("target/test-classes", name), jar);
        }
    }

    @Test
    void makes_an_archive_at_the_first_start_and_uses_it_from_then_on() throws Exception {
        Ended first = run("hello");
        Ended second = run("hello");

        assertThat(first.out).isEqualTo("[hello] with an archive");
        assertThat(first.err).startsWith("rollcall: makes an archive").hasLineCount(1);
        assertThat(second).isEqualTo(new Ended(0, "[hello] with an archive", ""));
        assertThat(content())
                .filteredOn(
                        name -> !List.of("bin", "jvm.options", "rollcall.jar").contains(name))
                .singleElement()
                .asString()
                .matches("rollcall-.+\\.jsa");
    }

    @Test
    void renews_an_archive_of_another_jar_and_says_nothing_more_than_that() throws Exception {
        run("hello");
        Files.setLastModifiedTime(
                home.resolve("rollcall.jar"), FileTime.from(Instant.now().minusSeconds(7200)));

        assertThat(run("hello").err).startsWith("rollcall: makes an archive").hasLineCount(1);
        assertThat(run("hello")).isEqualTo(new Ended(0, "[hello] with an archive", ""));
    }

    @Test
    void renews_an_archive_that_was_cut_off() throws Exception {
        run("hello");
        Path archive = archive();
        Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-r--r--"));
        byte[] whole = Files.readAllBytes(archive);
        Files.write(archive, Arrays.copyOf(whole, whole.length / 2));

        assertThat(run("hello").err).startsWith("rollcall: makes an archive").hasLineCount(1);
        assertThat(run("hello")).isEqualTo(new Ended(0, "[hello] with an archive", ""));
        assertThat(folder).isDirectoryNotContaining("glob:**hs_err*");
    }

    @Test
    void starts_without_one_in_a_folder_that_cannot_be_written() throws Exception {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            Ended ended = run("hello");

            assertThat(ended.exit).isZero();
            assertThat(ended.out).isEqualTo("[hello] without");
            assertThat(ended.err).contains("cannot be written").hasLineCount(1);
        } finally {
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void starts_without_one_that_cannot_be_made_and_does_not_try_again_with_every_start() throws Exception {
        Files.createFile(home.resolve("broken"));

        Ended first = run("hello");
        Ended second = run("hello");
        Files.delete(home.resolve("broken"));
        Files.setLastModifiedTime(
                home.resolve("rollcall.jar"), FileTime.from(Instant.now().plusSeconds(5)));
        Ended mended = run("hello");

        assertThat(first.out).isEqualTo("[hello] without");
        assertThat(first.err)
                .contains("no archive of its classes could be made")
                .hasLineCount(2);
        assertThat(second.out).isEqualTo("[hello] without");
        assertThat(second.err).contains("remove it to have that tried again").hasLineCount(1);
        assertThat(mended.out).isEqualTo("[hello] with an archive");
    }

    @Test
    void starts_at_the_same_time_do_not_disturb_each_other() throws Exception {
        Process one = start("one");
        Process other = start("other");

        assertThat(ended(one).out).isEqualTo("[one] with an archive");
        assertThat(ended(other).out).isEqualTo("[other] with an archive");
        assertThat(run("hello")).isEqualTo(new Ended(0, "[hello] with an archive", ""));
    }

    @Test
    void gives_arguments_on_as_they_are() throws Exception {
        assertThat(run("a  b", "", "c'd", "*", "$HOME").out).startsWith("[a  b, , c'd, *, $HOME] ");
    }

    @Test
    void gives_the_exit_code_back() throws Exception {
        assertThat(run("exit", "7").exit).isEqualTo(7);
    }

    @Test
    void is_the_process_that_a_signal_reaches() throws Exception {
        run("hello");
        Process process = start("wait");
        BufferedReader out = process.inputReader(UTF_8);
        assertThat(out.readLine()).isEqualTo("waits");
        process.toHandle().destroy();

        assertThat(out.readLine()).isEqualTo("stopped");
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(128 + 15);
    }

    @Test
    void leaves_nothing_behind_when_it_is_stopped_while_it_makes_the_archive() throws Exception {
        Process process = start("hello");
        assertThat(process.errorReader(UTF_8).readLine()).startsWith("rollcall: makes an archive");
        process.destroy();

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(128 + 15);
        assertThat(content()).containsExactlyInAnyOrder("bin", "jvm.options", "rollcall.jar");
    }

    private Ended run(String... words) throws Exception {
        return ended(start(words));
    }

    /** As root without the power to write everywhere: in a user namespace nobody has it. */
    private Process start(String... words) throws Exception {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(home.resolve("bin/rollcall").toString());
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("JAVA_OPTS");
        // a rehearsal that saw this would be one over the data of the service
        builder.environment().put("SPRING_DATASOURCE_URL", "jdbc:postgresql://db.example.org/rollcall");
        return builder.start();
    }

    private static Ended ended(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Ended(process.exitValue(), out.strip(), err.strip());
    }

    private Path archive() throws Exception {
        try (Stream<Path> files = Files.list(home)) {
            return files.filter(file -> file.toString().endsWith(".jsa"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private List<String> content() throws Exception {
        try (Stream<Path> files = Files.list(home)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
