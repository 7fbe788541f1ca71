package dev.rollcall.command.client;

import static dev.rollcall.command.client.ClientStory.BOB;
import static dev.rollcall.command.client.ClientStory.CLIENT;
import static dev.rollcall.command.client.ClientStory.ROOT;
import static dev.rollcall.command.client.ClientStory.payloads;
import static dev.rollcall.command.client.ClientStory.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.Rejection;
import dev.rollcall.api.client.ClientCommand;
import dev.rollcall.api.client.Deregister;
import dev.rollcall.api.client.EditClient;
import dev.rollcall.api.client.ReassignClient;
import dev.rollcall.api.client.Register;
import dev.rollcall.api.client.RemoveClient;
import dev.rollcall.api.client.RenameClient;
import dev.rollcall.api.client.Reprovision;
import dev.rollcall.api.client.Reregister;
import dev.rollcall.api.client.RevealToken;
import dev.rollcall.command.client.ClientStory.Standing;
import java.util.Locale;
import org.axonframework.test.aggregate.ResultValidator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of transitions: what each command comes to from each standing, facts or a refusal. */
class TransitionsTest {

    private final ClientStory story = new ClientStory();

    @ParameterizedTest(name = "{1} from {0}: {2}")
    @CsvSource(textBlock = """
            PROVISIONED,        Register,       ClientRegistered
            PROVISIONED,        Deregister,     ClientDeregistered
            PROVISIONED,        Reregister,     client_not_deregistered
            PROVISIONED,        Reprovision,    ClientReprovisioned
            PROVISIONED,        RenameClient,   ClientRenamed
            PROVISIONED,        ReassignClient, ClientReassigned
            PROVISIONED,        EditClient,     ClientRenamed ClientReassigned
            PROVISIONED,        RemoveClient,   ClientRemoved
            PROVISIONED,        RevealToken,    TokenRevealed
            REGISTERED_CLAIMED, Register,       token_already_used
            REGISTERED_CLAIMED, Deregister,     ClientDeregistered
            REGISTERED_CLAIMED, Reregister,     client_not_deregistered
            REGISTERED_CLAIMED, Reprovision,    ClientReprovisioned
            REGISTERED_CLAIMED, RenameClient,   ClientRenamed
            REGISTERED_CLAIMED, ReassignClient, ClientReassigned
            REGISTERED_CLAIMED, EditClient,     ClientRenamed ClientReassigned
            REGISTERED_CLAIMED, RemoveClient,   ClientRemoved
            REGISTERED_CLAIMED, RevealToken,    token_not_revealable
            REGISTERED_ISSUED,  Register,       ClientRegistered
            REGISTERED_ISSUED,  Deregister,     ClientDeregistered
            REGISTERED_ISSUED,  Reregister,     client_not_deregistered
            REGISTERED_ISSUED,  Reprovision,    ClientReprovisioned
            REGISTERED_ISSUED,  RenameClient,   ClientRenamed
            REGISTERED_ISSUED,  ReassignClient, ClientReassigned
            REGISTERED_ISSUED,  EditClient,     ClientRenamed ClientReassigned
            REGISTERED_ISSUED,  RemoveClient,   ClientRemoved
            REGISTERED_ISSUED,  RevealToken,    TokenRevealed
            DEREGISTERED,       Register,       client_deregistered
            DEREGISTERED,       Deregister,     client_already_deregistered
            DEREGISTERED,       Reregister,     ClientReregistered
            DEREGISTERED,       Reprovision,    client_deregistered
            DEREGISTERED,       RenameClient,   ClientRenamed
            DEREGISTERED,       ReassignClient, ClientReassigned
            DEREGISTERED,       EditClient,     ClientRenamed ClientReassigned
            DEREGISTERED,       RemoveClient,   ClientRemoved
            DEREGISTERED,       RevealToken,    token_not_revealable
            REMOVED,            Register,       token_invalid
            REMOVED,            Deregister,     client_not_found
            REMOVED,            Reregister,     client_not_found
            REMOVED,            Reprovision,    client_not_found
            REMOVED,            RenameClient,   client_not_found
            REMOVED,            ReassignClient, client_not_found
            REMOVED,            EditClient,     client_not_found
            REMOVED,            RemoveClient,   client_not_found
            REMOVED,            RevealToken,    client_not_found
            """)
    void leaves_facts_or_is_refused(Standing standing, String command, String outcome) {
        story.secretOf(story.current(standing));

        ResultValidator<ProvisionedClient> result = story.given(standing).when(command(command, standing), ROOT);

        if (Character.isUpperCase(outcome.charAt(0))) {
            assertThat(payloads(result))
                    .extracting(fact -> fact.getClass().getSimpleName())
                    .containsExactly(outcome.split(" "));
        } else {
            refuses(result, Rejection.valueOf(outcome.toUpperCase(Locale.ROOT)));
        }
    }

    private ClientCommand command(String name, Standing standing) {
        return switch (name) {
            case "Register" -> new Register(CLIENT, story.seal(story.current(standing)), "lab-2");
            case "Deregister" -> new Deregister(CLIENT);
            case "Reregister" -> new Reregister(CLIENT);
            case "Reprovision" -> new Reprovision(CLIENT);
            case "RenameClient" -> new RenameClient(CLIENT, null, "other");
            case "ReassignClient" -> new ReassignClient(CLIENT, null, BOB);
            case "EditClient" -> new EditClient(CLIENT, null, "other", BOB);
            case "RemoveClient" -> new RemoveClient(CLIENT);
            case "RevealToken" -> new RevealToken(CLIENT);
            default -> throw new IllegalArgumentException(name);
        };
    }
}
