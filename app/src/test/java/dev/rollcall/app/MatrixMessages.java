package dev.rollcall.app;

import dev.rollcall.api.FieldError;
import dev.rollcall.api.Sealed;
import dev.rollcall.api.access.Policy;
import dev.rollcall.api.audit.FindDeadLetters;
import dev.rollcall.api.audit.FindFacts;
import dev.rollcall.api.audit.FindRefusedAttempts;
import dev.rollcall.api.audit.ReportNode;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.FindClient;
import dev.rollcall.api.client.FindClients;
import dev.rollcall.api.service.AuthenticateServiceAccount;
import dev.rollcall.api.user.ChallengePasskey;
import dev.rollcall.api.user.ChangeOwnPassword;
import dev.rollcall.api.user.CloseSession;
import dev.rollcall.api.user.CreateUser;
import dev.rollcall.api.user.EditUser;
import dev.rollcall.api.user.FindPasskeys;
import dev.rollcall.api.user.FindUser;
import dev.rollcall.api.user.FindUsers;
import dev.rollcall.api.user.OpenSession;
import dev.rollcall.api.user.PasskeyId;
import dev.rollcall.api.user.ProvePasskey;
import dev.rollcall.api.user.RegisterPasskey;
import dev.rollcall.api.user.RemoveOwnPasskey;
import dev.rollcall.api.user.ResumeSession;
import dev.rollcall.api.user.SecondaryRole;
import dev.rollcall.api.user.SignIn;
import dev.rollcall.api.user.UpdateUser;
import dev.rollcall.api.user.UserCommand;
import dev.rollcall.api.user.UserId;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * A message of every type in the table, sent to nobody who exists, so that whoever may send it changes nothing; and the
 * variants about which the table says something else.
 */
final class MatrixMessages {

    /** What matters of a message beyond its type. */
    enum Variant {
        PLAIN,
        /** About the sender and what is its own. */
        OWN,
        /** Sent to an administrator. */
        TO_ADMINISTRATOR,
        /** Makes an administrator, or sets a password. */
        EMPOWERING
    }

    record Sample(Variant variant, Object message) {
        String name() {
            return message.getClass().getSimpleName() + " " + variant;
        }
    }

    private static final List<FieldError> FLAW = List.of(new FieldError("/name", "matrix", "Not meant to succeed."));

    /** Sealed by the installation; nobody's. */
    private final Sealed secret;

    MatrixMessages(Sealed secret) {
        this.secret = secret;
    }

    /**
     * @param self one of the senders
     * @param client of that one
     */
    List<Sample> all(UserId self, ClientId client, UserId administrator) {
        List<Sample> samples = new ArrayList<>();
        for (Policy.Rule rule : Policy.TABLE) {
            samples.add(new Sample(Variant.PLAIN, plain(rule.message())));
            if (UserCommand.class.isAssignableFrom(rule.message())
                    && rule.scopes().size() > 0
                    && rule.message() != CreateUser.class) {
                samples.add(new Sample(Variant.TO_ADMINISTRATOR, make(rule.message(), administrator)));
            }
        }
        samples.add(new Sample(Variant.OWN, new FindUser(self, null)));
        samples.add(new Sample(Variant.OWN, clientsOf(self)));
        // without its confirmation: refused before the present one is looked at, which would be a wrong sign-in
        samples.add(new Sample(Variant.OWN, new ChangeOwnPassword(self, "192.0.2.1", secret, secret, null)));
        // without a name: refused before the password is looked at
        samples.add(new Sample(Variant.OWN, passkey(self)));
        samples.add(new Sample(Variant.OWN, new FindPasskeys(self)));
        samples.add(new Sample(Variant.OWN, new FindClient(client, null)));
        UserId nobody = new UserId(UUID.randomUUID());
        samples.add(new Sample(Variant.EMPOWERING, create(nobody, secret, null)));
        samples.add(new Sample(Variant.EMPOWERING, create(nobody, null, SecondaryRole.ADMIN)));
        samples.add(new Sample(Variant.EMPOWERING, edit(nobody, secret, null)));
        samples.add(new Sample(Variant.EMPOWERING, edit(nobody, null, SecondaryRole.ADMIN)));
        samples.add(
                new Sample(Variant.EMPOWERING, new UpdateUser(nobody, null, edit(nobody, secret, null), List.of())));
        return samples;
    }

    private Object plain(Class<?> type) {
        if (type == FindUsers.class) {
            return new FindUsers(null, null, null, null, null, 1, null, false);
        } else if (type == FindClients.class) {
            return clientsOf(new UserId(UUID.randomUUID()));
        } else if (type == FindFacts.class) {
            return new FindFacts(null, null, null, null, null, null, true, 1, null);
        } else if (type == FindDeadLetters.class) {
            return new FindDeadLetters(null, 1, null);
        } else if (type == ReportNode.class) {
            return new ReportNode("nobody-" + UUID.randomUUID(), "nowhere", 1, List.of("web"), null, 1, false);
        } else if (type == FindRefusedAttempts.class) {
            return new FindRefusedAttempts(null, null, null, null, null, 1);
        } else if (type == SignIn.class) {
            return new SignIn(
                    "nobody-" + UUID.randomUUID(), secret, UUID.randomUUID().toString());
        } else if (type == OpenSession.class) {
            return new OpenSession(
                    "nobody-" + UUID.randomUUID(),
                    secret,
                    UUID.randomUUID().toString(),
                    UUID.randomUUID().toString(),
                    null,
                    UUID.randomUUID().toString());
        } else if (type == ChangeOwnPassword.class) {
            return new ChangeOwnPassword(new UserId(UUID.randomUUID()), "192.0.2.1", secret, secret, null);
        } else if (type == ChallengePasskey.class) {
            return new ChallengePasskey(UUID.randomUUID().toString(), false);
        } else if (type == ProvePasskey.class) {
            return new ProvePasskey(UUID.randomUUID().toString(), "192.0.2.1", "{}");
        } else if (type == RegisterPasskey.class) {
            return passkey(new UserId(UUID.randomUUID()));
        } else if (type == RemoveOwnPasskey.class) {
            return new RemoveOwnPasskey(
                    new UserId(UUID.randomUUID()), new PasskeyId(UUID.randomUUID()), "none", "192.0.2.1", secret);
        } else if (type == CloseSession.class) {
            return new CloseSession(UUID.randomUUID().toString());
        } else if (type == ResumeSession.class) {
            return new ResumeSession(UUID.randomUUID().toString(), true);
        } else if (type == AuthenticateServiceAccount.class) {
            return new AuthenticateServiceAccount(
                    UUID.randomUUID().toString(), secret, UUID.randomUUID().toString());
        }
        return make(type, new UserId(UUID.randomUUID()));
    }

    private RegisterPasskey passkey(UserId user) {
        return new RegisterPasskey(user, "none", "192.0.2.1", secret, null, "{}");
    }

    private static FindClients clientsOf(UserId user) {
        return new FindClients(null, null, null, user, null, 1, null, false);
    }

    private CreateUser create(UserId user, Sealed password, SecondaryRole secondaryRole) {
        return new CreateUser(user, null, null, null, null, null, password, null, null, secondaryRole, FLAW);
    }

    private EditUser edit(UserId user, Sealed password, SecondaryRole secondaryRole) {
        return new EditUser(user, null, null, null, null, null, null, password, null, null, secondaryRole, FLAW);
    }

    /** By its record's components: what identifies is nobody's, what is wrong is wrong, everything else is absent. */
    private Object make(Class<?> type, UserId user) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(component -> value(component, user))
                .toArray();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException needed) {
            throw new IllegalStateException(type + " needs a sample of its own here", needed);
        }
    }

    private Object value(RecordComponent component, UserId user) {
        Class<?> wanted = component.getType();
        if (wanted == UserId.class) {
            return user;
        } else if (wanted == UUID.class) {
            return UUID.randomUUID();
        } else if (wanted == Instant.class) {
            return component.getName().equals("asOf") ? null : Instant.EPOCH;
        } else if (wanted == Sealed.class) {
            boolean needed = component.getDeclaringRecord().getRecordComponents().length <= 3;
            return needed ? secret : null;
        } else if (wanted == int.class) {
            return 1;
        } else if (wanted == boolean.class) {
            return false;
        } else if (wanted == List.class) {
            return component.getName().equals("flaws") ? FLAW : List.of();
        } else if (wanted == String.class) {
            return List.of("projection", "externalSubject").contains(component.getName()) ? "no-such" : null;
        } else if (wanted.getSimpleName().endsWith("Id") && wanted.isRecord()) {
            try {
                return wanted.getDeclaredConstructor(UUID.class).newInstance(UUID.randomUUID());
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return null;
    }
}
