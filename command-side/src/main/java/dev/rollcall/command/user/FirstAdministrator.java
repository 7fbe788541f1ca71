package dev.rollcall.command.user;

import com.fasterxml.uuid.Generators;
import dev.rollcall.api.Actor;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Via;
import dev.rollcall.api.WrongSetting;
import dev.rollcall.api.access.Assertions;
import dev.rollcall.api.access.Assertions.Subject;
import dev.rollcall.api.user.CreateFirstAdministrator;
import dev.rollcall.api.user.UserId;
import dev.rollcall.command.claim.Administrators;
import dev.rollcall.command.engine.OwnAccord;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Creates administrator {@code admin} when a process starts on a store that never had one. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class FirstAdministrator implements ApplicationRunner {

    private static final int GENERATED_CHARACTERS = 24;
    private static final String UPPER = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final String LOWER = "abcdefghijkmnopqrstuvwxyz";
    private static final String DIGITS = "23456789";
    private static final String SPECIAL = "-_.!#";
    private static final Logger LOG = LoggerFactory.getLogger(FirstAdministrator.class);

    private final OwnAccord ownAccord;
    private final Administrators administrators;
    private final CommandBus commands;
    private final InstallationKey key;
    private final Assertions assertions;
    private final int fewestCharacters;
    private final String given;
    private final PrintStream terminal;

    /**
     * @param commands of this process: at its start no other is sure to be there
     * @param given the password from the settings; empty: one is generated and shown on the terminal, once
     */
    FirstAdministrator(
            OwnAccord ownAccord,
            Administrators administrators,
            CommandBus commands,
            InstallationKey key,
            Assertions assertions,
            int fewestCharacters,
            String given,
            PrintStream terminal) {
        this.ownAccord = ownAccord;
        this.administrators = administrators;
        this.commands = commands;
        this.key = key;
        this.assertions = assertions;
        this.fewestCharacters = fewestCharacters;
        this.given = given;
        this.terminal = terminal;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        AtomicBoolean needed = new AtomicBoolean();
        ownAccord.decide(() -> needed.set(!administrators.everHadOne()));
        if (needed.get()) {
            create();
        }
    }

    private void create() {
        String password = given.isBlank() ? generated() : given;
        UserId user = new UserId(Generators.timeBasedEpochGenerator().generate());
        Provenance provenance =
                new Provenance(Actor.SYSTEM, Via.SYSTEM, UUID.randomUUID().toString());
        FutureCallback<CreateFirstAdministrator, Object> answer = new FutureCallback<>();
        CommandMessage<CreateFirstAdministrator> command = new GenericCommandMessage<>(
                new CreateFirstAdministrator(user, key.seal(password)), provenance.toMetaData());
        commands.dispatch(
                command.withMetaData(assertions.asserted(new Subject(
                        command.getIdentifier(),
                        command.getCommandName(),
                        command.getPayload(),
                        command.getMetaData()))),
                answer);
        CommandResultMessage<?> result = answer.getResult();
        if (result.isExceptional()) {
            refused(result.exceptionResult());
            return;
        }
        if (given.isBlank()) {
            terminal.println("Administrator \"" + User.FIRST_ADMINISTRATOR + "\" created, password: " + password);
            terminal.flush();
        } else if (PasswordPolicy.containsName(password, User.FIRST_ADMINISTRATOR)) {
            LOG.warn(
                    "The password in ROLLCALL_ADMIN_PASSWORD contains the username \"{}\". Change it soon.",
                    User.FIRST_ADMINISTRATOR);
        }
    }

    private static void refused(Throwable failure) {
        if (failure instanceof Rejected rejected) {
            Rejection rejection = rejected.refusal().rejection();
            if (rejection == Rejection.ALREADY_SET_UP) {
                return; // another process was faster
            }
            if (rejection == Rejection.INVALID_VALUES) {
                throw new WrongSetting("ROLLCALL_ADMIN_PASSWORD (rollcall.admin-password) does not satisfy the password"
                        + " policy: "
                        + rejected.refusal().errors().stream()
                                .map(FieldError::detail)
                                .collect(Collectors.joining(" "))
                        + " Set another one, or none to have one generated.");
            }
        }
        throw new IllegalStateException("the first administrator could not be created", failure);
    }

    private String generated() {
        SecureRandom random = new SecureRandom();
        String all = UPPER + LOWER + DIGITS + SPECIAL;
        int length = Math.max(GENERATED_CHARACTERS, fewestCharacters);
        while (true) {
            String password = random.ints(length, 0, all.length())
                    .mapToObj(i -> String.valueOf(all.charAt(i)))
                    .collect(Collectors.joining());
            boolean complete = Stream.of(UPPER, LOWER, DIGITS, SPECIAL)
                    .allMatch(kind -> password.chars().anyMatch(character -> kind.indexOf(character) >= 0));
            if (complete && !PasswordPolicy.containsName(password, User.FIRST_ADMINISTRATOR)) {
                return password;
            }
        }
    }
}
