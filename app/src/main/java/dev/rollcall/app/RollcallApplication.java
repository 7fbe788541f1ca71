package dev.rollcall.app;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Tombstones;
import dev.rollcall.api.WrappingKey;
import dev.rollcall.api.access.Assertions;
import java.time.Clock;
import java.util.List;
import org.axonframework.springboot.autoconfig.UpdateCheckerAutoConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * Rollcall: the users of a test-automation platform, and the clients provisioned to them. The rooms are found as
 * auto-configurations; {@code rollcall.roles} says which of them this process plays.
 */
@SpringBootApplication(
        exclude = {
            DataSourceAutoConfiguration.class,
            UserDetailsServiceAutoConfiguration.class,
            UpdateCheckerAutoConfiguration.class
        })
@EnableConfigurationProperties(AssertionSettings.class)
public class RollcallApplication {

    public static void main(String[] arguments) {
        List<String> words = List.of(arguments);
        if (!words.isEmpty() && words.get(0).equals(OfflineAudit.NAME)) {
            System.exit(OfflineAudit.run(words.subList(1, words.size()), System.out, System.err));
        }
        if (!words.isEmpty() && words.get(0).equals(RotateKey.NAME)) {
            System.exit(RotateKey.run(words.subList(1, words.size()), System.out, System.err));
        }
        if (!words.isEmpty() && words.get(0).equals(Rehearsal.NAME)) {
            System.exit(Rehearsal.run(words.subList(1, words.size()), System.err));
        }
        SpringApplication.run(RollcallApplication.class, arguments);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Made only for who asks: a process without database that was given its key leaves no trace on the disk. */
    @Bean
    @Lazy
    DataFolder dataFolder(Environment environment) {
        return DataFolder.at(environment.getProperty(DataFolder.PROPERTY, "./data"));
    }

    @Bean
    Tombstones tombstones(Environment environment, ObjectProvider<DataFolder> data) {
        return new TombstoneFile(environment.getProperty(DataFolder.PROPERTY, "./data"), data::getObject);
    }

    @Bean
    InstallationKey installationKey(Environment environment, ObjectProvider<DataFolder> data) {
        return KeyFile.read(environment.getProperty(KeyFile.PROPERTY), data::getObject);
    }

    /** What is wrapped is wrapped anew by processes that play {@code command}: these hold all of it. */
    @Bean
    KeyRotation keyRotation(
            InstallationKey key,
            Environment environment,
            ObjectProvider<DataFolder> data,
            ObjectProvider<WrappingKey> wrapping) {
        boolean file = environment.getProperty(KeyFile.PROPERTY, "").isBlank();
        boolean command = Roles.of(environment).contains(Roles.COMMAND);
        return new KeyRotation(
                key,
                file ? KeyFile.in(data.getObject().path()) : null,
                command ? wrapping.orderedStream().toList() : List.of());
    }

    @Bean
    Assertions assertions(InstallationKey key, Clock clock, AssertionSettings settings) {
        return new Assertions(key, clock, settings.foreignKeys());
    }
}
