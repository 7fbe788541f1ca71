package dev.rollcall.app;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.WrongSetting;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * {@code java -jar rollcall.jar rotate-key}, with the settings of the service: makes a new installation key the current one, in
 * the key file of the data folder; where the key is a setting, says what to set it to.
 */
final class RotateKey {

    static final String NAME = "rotate-key";

    private static final int DONE = 0;
    private static final int UNUSABLE = 2;

    /** Long enough for every process over the folder to read the file. */
    private static final Duration UNTIL_KNOWN = KeyRotation.LOOKS_EVERY.multipliedBy(6);

    /** For its settings alone. */
    private static final class Nothing {}

    private RotateKey() {}

    /** Answers how the program ends: 0 done or said, 2 nothing was changed. */
    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (!arguments.stream().allMatch(argument -> argument.startsWith("--"))) {
            err.println("usage: java -jar rollcall.jar " + NAME + " [--rollcall.data=FOLDER and other settings]");
            err.println("Give it the settings that the service has. It may run beside the service.");
            return UNUSABLE;
        }
        try (ConfigurableApplicationContext settings = settings(arguments)) {
            Environment environment = settings.getEnvironment();
            String configured = environment.getProperty(KeyFile.PROPERTY, "");
            if (!configured.isBlank()) {
                say(InstallationKey.parse(configured), out);
            } else {
                rotate(Path.of(environment.getProperty(DataFolder.PROPERTY, "./data")), out);
            }
            return DONE;
        } catch (WrongSetting wrong) {
            err.println("Nothing was changed. " + wrong.getMessage());
            return UNUSABLE;
        } catch (IOException failed) {
            err.println("The key was not rotated: " + failed.getMessage());
            return UNUSABLE;
        } catch (InterruptedException stopped) {
            err.println("The key was not rotated: interrupted.");
            return UNUSABLE;
        }
    }

    private static ConfigurableApplicationContext settings(List<String> arguments) {
        SpringApplication program = new SpringApplication(Nothing.class);
        program.setWebApplicationType(WebApplicationType.NONE);
        program.setBannerMode(Banner.Mode.OFF);
        program.setLogStartupInfo(false);
        return program.run(Stream.concat(arguments.stream(), Stream.of("--logging.level.root=off"))
                .toArray(String[]::new));
    }

    private static void say(InstallationKey keys, PrintStream out) {
        InstallationKey next = InstallationKey.random();
        out.printf(
                """
                The key is the setting rollcall.key, so change it there. In every process, one after the other:
                1. so that each knows the new key (%s) before one uses it:
                %s
                2. when all of them run with that:
                %s
                3. Wait until the log says that everything is wrapped under installation key %s.
                """,
                next.current(),
                keys.expecting(next).export(),
                keys.rotated(next).export(),
                next.current());
    }

    /** In two steps, as several processes may use this folder: each knows the new key before one uses it. */
    private static void rotate(Path folder, PrintStream out) throws IOException, InterruptedException {
        if (!Files.exists(KeyFile.in(folder))) {
            throw SettingsCheck.wrong(
                    DataFolder.PROPERTY,
                    "there is no key in '" + folder.toAbsolutePath().normalize() + "'",
                    "Name the folder that the service uses; a new installation gets its key at its first start");
        }
        DataFolder data = DataFolder.at(folder.toString());
        InstallationKey before = KeyFile.read(null, () -> data);
        InstallationKey next = InstallationKey.random();
        String expecting = before.expecting(next).export();
        KeyFile.replace(data, before.export(), expecting);
        out.printf("Every process over '%s' gets to know the new key first ...%n", data.path());
        Thread.sleep(UNTIL_KNOWN.toMillis());
        KeyFile.replace(data, expecting, before.rotated(next).export());
        out.printf("""
                The current installation key is %s, before it was %s.
                Make a backup of '%s' now; keep older ones for as long as backups of the users' keys from before.
                A service that runs over this folder goes on with the new key at once, and wraps anew what was wrapped under
                older ones. When its log says that everything is wrapped under installation key %s, keys between the first and
                the last of the file can be taken out of it.
                """, next.current(), before.current(), KeyFile.in(data.path()), next.current());
    }
}
