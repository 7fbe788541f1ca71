package dev.rollcall.app;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Which rooms this process plays. */
enum Roles {
    COMMAND,
    QUERY,
    WEB;

    static final String PROPERTY = "rollcall.roles";
    private static final String ALL = "command,query,web";

    /** Reads {@code rollcall.roles}. Refuses (WrongSetting) none, unknown ones and other spellings. */
    static Set<Roles> of(Environment environment) {
        String value = environment.getProperty(PROPERTY, ALL);
        Set<Roles> roles = EnumSet.noneOf(Roles.class);
        for (String name : value.split(",", -1)) {
            roles.add(Arrays.stream(values())
                    .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> SettingsCheck.wrong(
                            PROPERTY,
                            "'" + name.strip() + "' is not a role",
                            "Set it to one or more of " + ALL + ", joined by commas")));
        }
        return roles;
    }

    static boolean axonServer(Environment environment) {
        return environment.getProperty("axon.axonserver.enabled", Boolean.class, false);
    }

    /** Commands keep secrets, queries keep views, and without Axon Server the facts are there as well. */
    static boolean needDatabase(Environment environment) {
        Set<Roles> roles = of(environment);
        return roles.contains(COMMAND) || roles.contains(QUERY) || !axonServer(environment);
    }

    static String written(Set<Roles> roles) {
        return roles.stream().map(role -> role.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(","));
    }

    /** Whether this process needs a database at all. */
    static final class DatabaseNeeded implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return needDatabase(context.getEnvironment());
        }
    }
}
