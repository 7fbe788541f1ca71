package dev.rollcall.command.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.rollcall.api.Accepted;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.InstallationKey;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejected;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.WrongSetting;
import dev.rollcall.api.access.Assertions;
import dev.rollcall.api.user.CreateFirstAdministrator;
import dev.rollcall.command.claim.Administrators;
import dev.rollcall.command.engine.OwnAccord;
import dev.rollcall.command.field.FieldErrors;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandResultMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class FirstAdministratorTest {

    private final InstallationKey key = InstallationKey.random();
    private final Administrators administrators = mock(Administrators.class);
    private final CommandBus bus = mock(CommandBus.class);
    private final List<CommandMessage<CreateFirstAdministrator>> sent = new ArrayList<>();
    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

    @Test
    void a_generated_password_is_shown_once_and_satisfies_the_policy() {
        answer(Accepted.removed(0));

        start("", 8);

        String[] lines = shown().split("\\R");
        assertThat(lines).hasSize(1);
        assertThat(lines[0]).startsWith("Administrator \"admin\" created, password: ");
        String password = lines[0].substring(lines[0].lastIndexOf(' ') + 1);
        assertThat(password).hasSize(24).isEqualTo(wanted(0));
        FieldErrors errors = new FieldErrors();
        new PasswordPolicy(8, 128, 5, true).check(errors, "/password", password);
        assertThat(errors.all()).isEmpty();
    }

    @Test
    void no_two_generated_passwords_are_the_same_and_all_satisfy_the_policy() {
        answer(Accepted.removed(0));
        FieldErrors errors = new FieldErrors();

        for (int i = 0; i < 200; i++) {
            start(" ", 8);
            new PasswordPolicy(8, 128, 5, true).check(errors, "/password", wanted(i));
        }

        assertThat(errors.all()).isEmpty();
        assertThat(sent.stream().map(message -> key.open(message.getPayload().password())))
                .doesNotHaveDuplicates();
        assertThat(sent.stream().map(message -> message.getPayload().user())).doesNotHaveDuplicates();
    }

    @Test
    void a_stricter_policy_gets_a_longer_one() {
        answer(Accepted.removed(0));

        start("", 40);

        assertThat(wanted(0)).hasSize(40);
    }

    @Test
    void a_given_password_is_used_and_not_shown(CapturedOutput output) {
        answer(Accepted.removed(0));

        start("Open.Sesame.1", 8);

        assertThat(wanted(0)).isEqualTo("Open.Sesame.1");
        assertThat(shown()).isEmpty();
        assertThat(output).doesNotContain("Sesame").doesNotContain("contains the username");
        assertThat(sent.get(0).getMetaData())
                .containsEntry(Provenance.ACTOR_KIND, "SYSTEM")
                .containsKey(Provenance.CORRELATION);
    }

    @Test
    void a_given_password_with_the_username_in_it_is_warned_about(CapturedOutput output) {
        answer(Accepted.removed(0));

        start("My.Admin.Password.1", 8);

        assertThat(output).contains("contains the username").doesNotContain("My.Admin");
    }

    @Test
    void nothing_happens_where_there_ever_was_one() {
        when(administrators.everHadOne()).thenReturn(true);

        start("", 8);

        verify(bus, never()).dispatch(any(), any());
        assertThat(shown()).isEmpty();
    }

    @Test
    void nothing_happens_where_another_process_was_faster() {
        refuse(new Refusal(Rejection.ALREADY_SET_UP));

        start("", 8);

        assertThat(shown()).isEmpty();
    }

    @Test
    void a_given_password_against_the_policy_stops_the_start_with_the_cure() {
        refuse(new Refusal(
                Rejection.INVALID_VALUES,
                List.of(new FieldError("/password", "password_too_weak", "It lacks a digit.")),
                null,
                null,
                null));

        assertThatThrownBy(() -> start("no digits here", 8))
                .isInstanceOf(WrongSetting.class)
                .hasMessageStartingWith("ROLLCALL_ADMIN_PASSWORD")
                .hasMessageContaining("It lacks a digit.")
                .hasMessageNotContaining("no digits here")
                .hasMessageNotContaining("\n");
    }

    @Test
    void any_other_failure_stops_the_start() {
        refuse(new Refusal(Rejection.BUSY));

        assertThatThrownBy(() -> start("", 8))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseInstanceOf(Rejected.class);
        assertThat(shown()).isEmpty();
    }

    private void start(String given, int fewestCharacters) {
        new FirstAdministrator(
                        new OwnAccord(),
                        administrators,
                        bus,
                        key,
                        new Assertions(key, Clock.systemUTC(), Map.of()),
                        fewestCharacters,
                        given,
                        new PrintStream(terminal, false, StandardCharsets.UTF_8))
                .run(null);
    }

    private String wanted(int number) {
        return key.open(sent.get(number).getPayload().password());
    }

    private String shown() {
        return terminal.toString(StandardCharsets.UTF_8);
    }

    private void refuse(Refusal refusal) {
        answer(new Rejected(refusal));
    }

    private void answer(Object answer) {
        doAnswer(call -> {
                    CommandMessage<CreateFirstAdministrator> command = call.getArgument(0);
                    CommandCallback<Object, Object> callback = call.getArgument(1);
                    sent.add(command);
                    callback.onResult(
                            call.getArgument(0),
                            answer instanceof Throwable failure
                                    ? GenericCommandResultMessage.asCommandResultMessage(failure)
                                    : new GenericCommandResultMessage<>(answer));
                    return null;
                })
                .when(bus)
                .dispatch(any(), any());
    }
}
