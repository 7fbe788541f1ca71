package dev.rollcall.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.rollcall.api.audit.FindFactRates;
import dev.rollcall.api.user.UnlockUser;
import io.axoniq.axonserver.connector.AxonServerConnection;
import io.axoniq.axonserver.connector.AxonServerConnectionFactory;
import io.axoniq.axonserver.connector.impl.ServerAddress;
import io.axoniq.axonserver.grpc.SerializedObject;
import io.axoniq.axonserver.grpc.command.Command;
import io.axoniq.axonserver.grpc.command.CommandResponse;
import io.axoniq.axonserver.grpc.query.QueryRequest;
import io.axoniq.axonserver.grpc.query.QueryResponse;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody sends who reached Axon Server and knows nothing of the key of this installation. */
abstract class StrangeMessages {

    private static final String STRANGE = "javax.swing.JEditorPane";

    private final SeveralProcesses processes;
    private AxonServerConnectionFactory stranger;
    private AxonServerConnection connection;

    StrangeMessages(SeveralProcesses processes) {
        this.processes = processes;
    }

    @BeforeEach
    void connect() {
        int colon = processes.axonServer().lastIndexOf(':');
        stranger = AxonServerConnectionFactory.forClient("stranger")
                .routingServers(new ServerAddress(
                        processes.axonServer().substring(0, colon),
                        Integer.parseInt(processes.axonServer().substring(colon + 1))))
                .build();
        connection = stranger.connect("default");
        await().until(connection::isReady);
    }

    @AfterEach
    void leave() {
        stranger.shutdown();
    }

    @Test
    void a_command_of_a_type_that_is_not_read_is_refused_at_once_and_that_is_told() throws Exception {
        CommandResponse answer = connection
                .commandChannel()
                .sendCommand(Command.newBuilder()
                        .setMessageIdentifier(UUID.randomUUID().toString())
                        .setName(UnlockUser.class.getName())
                        .setPayload(strange())
                        .build())
                .get(10, TimeUnit.SECONDS);

        assertThat(answer.getErrorCode()).isNotEmpty();
        assertThat(answer.getErrorMessage().toString()).doesNotContain(STRANGE);
        told();
    }

    @Test
    void a_question_for_an_answer_of_such_a_type_is_refused_at_once_and_that_is_told() throws Exception {
        QueryResponse answer = connection
                .queryChannel()
                .query(QueryRequest.newBuilder()
                        .setMessageIdentifier(UUID.randomUUID().toString())
                        .setQuery(FindFactRates.class.getName())
                        .setPayload(strange())
                        .setResponseType(SerializedObject.newBuilder()
                                .setType("org.axonframework.messaging.responsetypes.MultipleInstancesResponseType")
                                .setData(ByteString.copyFrom("{\"expectedResponseType\":\"" + STRANGE + "\"}", UTF_8)))
                        .build())
                .nextIfAvailable(10, TimeUnit.SECONDS);

        assertThat(answer).isNotNull();
        assertThat(answer.getErrorCode()).isNotEmpty();
        assertThat(answer.getErrorMessage().toString()).doesNotContain(STRANGE);
        told();
    }

    private void told() {
        await().untilAsserted(() -> assertThat(processes.all().stream().flatMap(process -> process.out().stream()))
                .anyMatch(line -> line.contains("WARN") && line.contains("'" + STRANGE + "'")));
    }

    private static SerializedObject strange() {
        return SerializedObject.newBuilder()
                .setType(STRANGE)
                .setData(ByteString.copyFrom("{}", UTF_8))
                .build();
    }
}
