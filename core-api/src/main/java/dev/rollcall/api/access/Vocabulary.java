package dev.rollcall.api.access;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.Actor;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.audit.ChainView;
import dev.rollcall.api.audit.DeadLetterPage;
import dev.rollcall.api.audit.FactPage;
import dev.rollcall.api.audit.FactRateView;
import dev.rollcall.api.audit.LagView;
import dev.rollcall.api.audit.NodeView;
import dev.rollcall.api.audit.ProjectionView;
import dev.rollcall.api.audit.RebuildView;
import dev.rollcall.api.audit.RefusedAttemptPage;
import dev.rollcall.api.client.ClientCountView;
import dev.rollcall.api.client.ClientPage;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.service.ServiceAccountPage;
import dev.rollcall.api.service.ServiceAccountView;
import dev.rollcall.api.user.PasskeyView;
import dev.rollcall.api.user.SessionView;
import dev.rollcall.api.user.UserPage;
import dev.rollcall.api.user.UserView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything that goes from process to process: what {@link Policy} lists, and what is answered to it. Nothing else is read
 * from a message; metadata is text alone.
 */
public final class Vocabulary {

    /** What a command or a question is answered with, and why it is refused. */
    public static final List<Class<?>> ANSWERS = List.of(
            Accepted.class,
            Actor.class,
            Boolean.class,
            ChainView.class,
            ClientCountView.class,
            ClientPage.class,
            ClientView.class,
            DeadLetterPage.class,
            FactPage.class,
            FactRateView.class,
            LagView.class,
            NodeView.class,
            PasskeyView.class,
            ProjectionView.class,
            RebuildView.class,
            RefusedAttemptPage.class,
            Refusal.class,
            ServiceAccountPage.class,
            ServiceAccountView.class,
            SessionView.class,
            String.class,
            UserPage.class,
            UserView.class);

    /** How a list of answers travels: as an array of them, and as this where it is empty. */
    public static final Class<?> NONE = ArrayList.class;

    private static final Map<String, Class<?>> BY_NAME = Stream.of(
                    Policy.TABLE.stream().<Class<?>>map(Policy.Rule::message),
                    ANSWERS.stream(),
                    ANSWERS.stream().<Class<?>>map(Class::arrayType),
                    Stream.<Class<?>>of(NONE))
            .flatMap(types -> types)
            .collect(toUnmodifiableMap(Class::getName, type -> type));

    private Vocabulary() {}

    /** Each type by the name it has in a message. */
    public static Map<String, Class<?>> byName() {
        return BY_NAME;
    }
}
