package dev.rollcall.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.rollcall.api.Kept;
import dev.rollcall.api.Refusal;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.access.Vocabulary;
import dev.rollcall.api.audit.FactRateView;
import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.user.UnlockUser;
import dev.rollcall.api.user.UserId;
import io.axoniq.axonserver.grpc.MetaDataValue;
import io.axoniq.axonserver.grpc.SerializedObject;
import io.axoniq.axonserver.grpc.command.Command;
import io.axoniq.axonserver.grpc.query.QueryRequest;
import io.axoniq.axonserver.grpc.query.QueryResponse;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.axonframework.axonserver.connector.command.GrpcBackedCommandMessage;
import org.axonframework.axonserver.connector.query.GrpcBackedQueryMessage;
import org.axonframework.axonserver.connector.query.GrpcBackedResponseMessage;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.messaging.responsetypes.InstanceResponseType;
import org.axonframework.messaging.responsetypes.MultipleInstancesResponseType;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryHandler;
import org.axonframework.serialization.AnnotationRevisionResolver;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.UnknownSerializedType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.module.SimpleModule;

/** What comes from another process names what it is of; no name leads to a class that is not meant to be read. */
class ListedTypesTest {

    private static final String FOREIGN = "dev.rollcall.app.ListedTypesTest$Foreign";
    private static final String INITIALIZED = "rollcall.foreign.initialized";

    private final Serializer messages = new MessageSerializer(new AnnotationRevisionResolver());
    private final Serializer general = new AxonPlatform()
            .serializer(new AnnotationRevisionResolver(), new SimpleModule("nothing"), List.of(new Kept(UserId.class)));
    private final Looking looking = new Looking(Thread.currentThread().getContextClassLoader());

    /** Says so when somebody initializes it. Known here by its name alone. */
    @SuppressWarnings("unused")
    static final class Foreign {
        static {
            System.setProperty(INITIALIZED, "true");
        }
    }

    /** Notes what is looked for: Jackson asks the loader of the thread. */
    private static final class Looking extends ClassLoader {

        private final List<String> foreign = new ArrayList<>();

        Looking(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(FOREIGN) || name.startsWith("javax.swing") || name.equals("java.io.File")) {
                foreign.add(name);
            }
            return super.loadClass(name, resolve);
        }
    }

    @BeforeEach
    void look() {
        Thread.currentThread().setContextClassLoader(looking);
        System.clearProperty(INITIALIZED);
    }

    @AfterEach
    void nothing_was_looked_for() {
        Thread.currentThread().setContextClassLoader(looking.getParent());
        assertThat(looking.foreign).isEmpty();
        assertThat(System.getProperty(INITIALIZED)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FOREIGN,
                "[L" + FOREIGN + ";",
                "javax.swing.JEditorPane",
                "java.io.File",
                "java.util.HashMap",
                "dev.rollcall.api.user.UserCreated",
                "dev.rollcall.api.InstallationKey",
                "nowhere.Nobody"
            })
    void a_command_of_another_type_is_refused_unread(String type) {
        GrpcBackedCommandMessage<?> command = new GrpcBackedCommandMessage<>(
                Command.newBuilder()
                        .setName(UnlockUser.class.getName())
                        .setPayload(object(type, "{}"))
                        .build(),
                messages);

        assertThat((Class<?>) command.getPayloadType()).isEqualTo(UnknownSerializedType.class);
        refused(command::getPayload);
    }

    @Test
    void metadata_that_is_not_text_is_refused_unread() {
        GrpcBackedCommandMessage<?> command = new GrpcBackedCommandMessage<>(
                Command.newBuilder()
                        .setName(UnlockUser.class.getName())
                        .setPayload(object(UnlockUser.class.getName(), "{\"user\":\"" + UUID.randomUUID() + "\"}"))
                        .putMetaData(
                                "reason",
                                MetaDataValue.newBuilder()
                                        .setBytesValue(object(FOREIGN, "{}"))
                                        .build())
                        .build(),
                messages);

        refused(command::getMetaData);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"" + FOREIGN + "\",{}]",
                "{\"user\":[\"" + FOREIGN + "\",{}]}",
                "{\"user\":{\"@class\":\"" + FOREIGN + "\"}}"
            })
    void a_name_within_a_command_is_no_class(String json) {
        assertThatThrownBy(() -> messages.deserialize(
                        new SimpleSerializedObject<>(json, String.class, UnlockUser.class.getName(), null)))
                .satisfies(refused -> assertThat(refused.toString()).doesNotContain("Foreign"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.axonframework.messaging.responsetypes.InstanceResponseType",
                "org.axonframework.messaging.responsetypes.MultipleInstancesResponseType"
            })
    void a_question_for_an_answer_of_another_class_is_refused_unread(String wanted) {
        refused(question(wanted, "{\"expectedResponseType\":\"" + FOREIGN + "\"}")::getResponseType);
        refused(question(wanted, "{\"expectedResponseType\":\"[L" + FOREIGN + ";\"}")::getResponseType);
        refused(question(FOREIGN, "{}")::getResponseType);
    }

    @Test
    void a_name_beside_what_is_read_means_nothing() {
        assertThat((Object) messages.deserialize(new SimpleSerializedObject<>(
                        "{\"@class\":\"" + FOREIGN + "\"}", String.class, UnlockUser.class.getName(), null)))
                .isInstanceOf(UnlockUser.class);
    }

    @Test
    void what_a_kept_object_holds_within_is_listed_as_well() {
        String replay = "org.axonframework.eventhandling.ReplayToken";
        refused(question(replay, "{\"tokenAtReset\":{\"@class\":\"" + FOREIGN + "\"}}")::getResponseType);
        for (String context : List.of("resetContext", "context")) {
            assertThatThrownBy(question(
                            replay,
                            "{\"tokenAtReset\":{\"@class\":\"org.axonframework.eventhandling."
                                    + "GlobalSequenceTrackingToken\",\"globalIndex\":1},\"" + context
                                    + "\":[\"" + FOREIGN + "\",{}]}")::getResponseType)
                    .as("a token is no wish for an answer")
                    .isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void an_answer_of_another_type_is_refused_unread() {
        refused(new GrpcBackedResponseMessage<>(
                QueryResponse.newBuilder().setPayload(object(FOREIGN, "{}")).build(), messages)::getPayload);
    }

    @Test
    void what_is_meant_to_be_said_is_understood() {
        UnlockUser command = new UnlockUser(new UserId(UUID.randomUUID()));
        assertThat(there(messages, command)).isEqualTo(command);
        assertThat(there(messages, new Refusal(Rejection.FORBIDDEN))).isEqualTo(new Refusal(Rejection.FORBIDDEN));
        assertThat(there(messages, List.of())).isEqualTo(List.of());
        assertThat(there(messages, true)).isEqualTo(true);
        assertThat(there(messages, List.of("one", "two"))).isEqualTo(new String[] {"one", "two"});
        assertThat((Object) there(general, ResponseTypes.multipleInstancesOf(FactRateView.class)))
                .isInstanceOf(MultipleInstancesResponseType.class)
                .hasToString(
                        ResponseTypes.multipleInstancesOf(FactRateView.class).toString());
        assertThat((Object) there(
                        general,
                        ResponseTypes.optionalInstanceOf(ClientView.class).forSerialization()))
                .isInstanceOf(InstanceResponseType.class);
    }

    @Test
    void whatever_a_handler_answers_is_in_the_list() {
        Set<String> answers = new TreeSet<>();
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.rollcall").stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isAnnotatedWith(CommandHandler.class)
                                || method.isAnnotatedWith(QueryHandler.class))
                        .map(method -> answer(method.reflect().getGenericReturnType()))
                        .filter(type -> type != void.class)
                        .forEach(type -> answers.add(type == boolean.class ? "java.lang.Boolean" : type.getTypeName()));

        assertThat(answers).hasSizeGreaterThan(15);
        assertThat(Vocabulary.byName().keySet()).containsAll(answers);
    }

    private static Type answer(Type type) {
        return type instanceof ParameterizedType generic
                        && (generic.getRawType() == Optional.class || generic.getRawType() == List.class)
                ? generic.getActualTypeArguments()[0]
                : type;
    }

    private static Object there(Serializer serializer, Object object) {
        return serializer.deserialize(serializer.serialize(object, byte[].class));
    }

    private GrpcBackedQueryMessage<Object, Object> question(String wanted, String json) {
        return new GrpcBackedQueryMessage<>(
                QueryRequest.newBuilder()
                        .setQuery("FindUser")
                        .setResponseType(object(wanted, json))
                        .build(),
                messages,
                general);
    }

    private static SerializedObject object(String type, String json) {
        return SerializedObject.newBuilder()
                .setType(type)
                .setData(ByteString.copyFrom(json, UTF_8))
                .build();
    }

    private static void refused(ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOf(SerializationException.class)
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("Foreign"));
    }
}
