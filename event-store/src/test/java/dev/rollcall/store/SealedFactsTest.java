package dev.rollcall.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.api.Actor;
import dev.rollcall.api.Fact;
import dev.rollcall.api.Facts;
import dev.rollcall.api.Personal;
import dev.rollcall.api.Provenance;
import dev.rollcall.api.Via;
import dev.rollcall.api.client.ClientId;
import dev.rollcall.api.client.ClientProvisioned;
import dev.rollcall.api.client.ClientReassigned;
import dev.rollcall.api.client.ClientRegistered;
import dev.rollcall.api.client.ClientType;
import dev.rollcall.api.client.TokenId;
import dev.rollcall.api.client.TokenReference;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import dev.rollcall.api.user.UserCreated;
import dev.rollcall.api.user.UserEmailChanged;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserRenamed;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SealedFactsTest {

    private static final UserId GRACE = new UserId(UUID.fromString("0190c0de-0000-7000-8000-000000000001"));
    private static final UserId OTHER = new UserId(UUID.fromString("0190c0de-0000-7000-8000-000000000002"));
    private static final ClientId CLIENT = new ClientId(UUID.fromString("0190c0de-0000-7000-8000-0000000000c1"));

    private final HikariDataSource database = Clusters.database();
    private final Keeper keeper = new Keeper(database);
    private final FactSerializer serializer = new FactSerializer(new Sealing(keeper.vault));

    @AfterEach
    void close() {
        keeper.close();
        database.close();
    }

    /** Every fact with personal data, each value told apart by the word planted. */
    private static List<Fact> personal(UserId user) {
        return List.of(
                new UserCreated(
                        user,
                        "planted-username",
                        SignInConfiguration.LDAP,
                        "planted-email@example.org",
                        "Planted-First",
                        "Planted-Last",
                        PrimaryRole.QUALITY_ENGINEER,
                        false,
                        null),
                new UserRenamed(user, "Planted-First", "Planted-Last"),
                new UserEmailChanged(user, "planted-email@example.org"),
                new ClientProvisioned(
                        CLIENT,
                        user,
                        "planted-username",
                        "agent-7",
                        ClientType.NORMAL,
                        new TokenReference(new TokenId(new UUID(1, 1)), "00", "hint", null)),
                new ClientReassigned(CLIENT, user, "planted-username"),
                new ClientRegistered(CLIENT, new TokenId(new UUID(1, 1)), user, "planted-host"));
    }

    @Test
    void every_fact_that_can_be_personal_is_tried_here() {
        assertThat(personal(GRACE).stream().map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(Facts.ALL.stream()
                        .<Class<?>>map(Facts.Stored::type)
                        .filter(type -> Arrays.stream(type.getRecordComponents())
                                .anyMatch(component -> component.isAnnotationPresent(Personal.class)))
                        .toList());
    }

    @Test
    void personal_data_lies_sealed_and_is_read_in_clear() {
        for (Fact fact : personal(GRACE)) {
            SerializedObject<String> stored = serializer.serialize(fact, String.class);

            assertThat(stored.getData()).doesNotContainIgnoringCase("planted");
            assertThat(serializer.<String, Fact>deserialize(stored)).isEqualTo(fact);
            // a nonce of its own each time
            assertThat(serializer.serialize(fact, String.class).getData()).isNotEqualTo(stored.getData());
        }
    }

    @Test
    void once_the_key_is_destroyed_nothing_is_left_of_it() {
        List<SerializedObject<String>> stored = personal(GRACE).stream()
                .map(fact -> serializer.serialize(fact, String.class))
                .toList();
        SerializedObject<String> of = serializer.serialize(new UserRenamed(OTHER, "Somebody", "Else"), String.class);

        keeper.vault.destroy(GRACE.value());

        for (SerializedObject<String> fact : stored) {
            Fact read = serializer.deserialize(fact);
            assertThat(read.toString()).doesNotContainIgnoringCase("planted").contains(Personal.ERASED);
        }
        assertThat(serializer.<String, Fact>deserialize(of)).isEqualTo(new UserRenamed(OTHER, "Somebody", "Else"));
    }

    @Test
    void nothing_is_stored_readably_for_somebody_who_was_erased() {
        keeper.vault.destroy(GRACE.value());

        for (Fact fact : personal(GRACE)) {
            SerializedObject<String> stored = serializer.serialize(fact, String.class);
            assertThat(stored.getData()).doesNotContainIgnoringCase("planted");
            assertThat(serializer.<String, Fact>deserialize(stored).toString()).doesNotContainIgnoringCase("planted");
        }
        assertThat(Clusters.query(database, "select count(*) from vault.user_key where wrapped is not null"))
                .containsExactly("0");
    }

    @Test
    void a_value_opens_only_where_it_was_put() {
        String renamed = serializer
                .serialize(new UserRenamed(GRACE, "Grace", "Example"), String.class)
                .getData();
        String swapped = renamed.replace("firstName", "x")
                .replace("lastName", "firstName")
                .replace("\"x\"", "\"lastName\"");
        String ofAnother = renamed.replace(GRACE.toString(), OTHER.toString());
        serializer.serialize(new UserRenamed(OTHER, "Somebody", "Else"), String.class);

        for (String forged : List.of(swapped, ofAnother)) {
            SerializedObject<String> stored = new SimpleSerializedObject<>(forged, String.class, "user-renamed", "2");
            assertThatThrownBy(() -> serializer.deserialize(stored))
                    .isInstanceOf(SerializationException.class)
                    .hasStackTraceContaining("not put where it is found");
        }
    }

    @Test
    void a_key_that_was_lost_is_not_taken_for_an_erasure() {
        SerializedObject<String> stored =
                serializer.serialize(new UserRenamed(GRACE, "Grace", "Example"), String.class);
        Clusters.execute(database, "delete from vault.user_key");

        FactSerializer elsewhere = new FactSerializer(new Sealing(new Vault(database, Keeper.KEY, new Buried())));

        assertThatThrownBy(() -> elsewhere.deserialize(stored)).hasRootCauseInstanceOf(KeyMissing.class);
    }

    @Test
    void the_name_of_who_acted_is_sealed_under_their_own_key() {
        MetaData said = MetaData.from(new Provenance(
                        new Actor(Actor.Kind.USER, OTHER.toString(), "planted-actor", List.of("QUALITY_MANAGER")),
                        Via.API,
                        "c-1")
                .toMetaData());
        DomainEventMessage<Fact> fact = new GenericDomainEventMessage<>(
                "User", GRACE.toString(), 0, new UserRenamed(GRACE, "Grace", "Example"), said);
        keeper.engine.appendEvents(fact);

        assertThat(Clusters.query(database, "select metadata from store.fact").get(0))
                .doesNotContain("planted");
        assertThat(actor()).isEqualTo("planted-actor");
        keeper.vault.destroy(OTHER.value());
        assertThat(actor()).isEqualTo(Personal.ERASED);
    }

    private Object actor() {
        return Objects.requireNonNull(keeper.all().get(0).getMetaData().get(Provenance.ACTOR_NAME));
    }

    @Test
    void the_names_of_clients_and_of_the_program_stay() {
        MetaData client = MetaData.from(
                new Provenance(new Actor(Actor.Kind.CLIENT, CLIENT.toString(), "agent-7", List.of()), Via.CLIENT, "c-1")
                        .toMetaData());

        assertThat(serializer.serialize(client, String.class).getData()).contains("agent-7");
        assertThat(serializer
                        .serialize(
                                MetaData.from(new Provenance(Actor.SYSTEM, Via.SYSTEM, "c").toMetaData()), String.class)
                        .getData())
                .contains("system");
    }

    @Test
    void facts_from_before_are_read_as_they_are() {
        SerializedObject<String> registered = new SimpleSerializedObject<>(
                "{\"clientId\":\"" + CLIENT
                        + "\",\"tokenId\":\"0190c0de-0000-7000-8000-0000000000a1\",\"hostName\":\"pc-7\"}",
                String.class,
                "client-registered",
                "1");

        ClientRegistered read = serializer.deserialize(registered);

        assertThat(read.user()).isNull();
        assertThat(read.hostName()).isEqualTo("pc-7");
    }

    @Test
    void a_fact_that_does_not_say_whose_data_it_holds_cannot_be_stored() {
        assertThatThrownBy(() -> serializer.serialize(
                        new ClientRegistered(CLIENT, new TokenId(new UUID(1, 1)), null, "pc-7"), byte[].class))
                .isInstanceOf(SerializationException.class);
    }

    /** What lies in stores that are out of reach: never edited. */
    @Test
    void a_sample_of_revision_2_is_read() {
        FactSerializer samples = new FactSerializer(new Sealing(new SampleKeys()));
        for (Fact fact : personal(GRACE)) {
            String name = Facts.of(fact.getClass()).orElseThrow().name();
            SerializedObject<byte[]> stored =
                    new SimpleSerializedObject<>(SampleKeys.sample(name + "-2"), byte[].class, name, "2");
            assertThat(samples.<byte[], Fact>deserialize(stored)).isEqualTo(fact);
        }
    }
}
