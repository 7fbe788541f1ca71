package dev.rollcall.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.api.Facts;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoredNamesTest {

    private final HikariDataSource database = Clusters.database();
    private final Keeper keeper = new Keeper(database);
    private final FactSerializer serializer = new FactSerializer(new Sealing(keeper.vault));

    @AfterEach
    void close() {
        keeper.close();
        database.close();
    }

    @Test
    void every_fact_has_its_name_in_both_directions() {
        for (Facts.Stored stored : Facts.ALL) {
            var type = serializer.typeForClass(stored.type());
            assertThat(type).isEqualTo(new SimpleSerializedType(stored.name(), stored.revision()));
            assertThat(serializer.classForType(type)).isEqualTo(stored.type());
        }
    }

    @Test
    void metadata_survives() {
        MetaData given = MetaData.from(Map.of("actor-name", "Ada", "via", "API"));

        SerializedObject<String> stored = serializer.serialize(given, String.class);

        assertThat(serializer.<String, Object>deserialize(stored)).isEqualTo(given);
    }

    @Test
    void what_is_not_in_the_list_cannot_be_stored() {
        assertThatThrownBy(() -> keeper.engine.appendEvents(new GenericEventMessage<>(new java.io.File("x"))))
                .isInstanceOf(UnknownFact.class)
                .hasMessageContaining("java.io.File");
        assertThat(keeper.all()).isEmpty();
    }

    @Test
    void a_stored_name_never_chooses_a_class() {
        for (String name :
                new String[] {"java.io.File", "dev.rollcall.api.user.UserRenamed", MetaData.class.getName()}) {
            SerializedObject<String> stored = new SimpleSerializedObject<>("\"x\"", String.class, name, "1");
            assertThatThrownBy(() -> serializer.deserialize(stored)).isInstanceOf(UnknownFact.class);
        }
    }

    @Test
    void an_unknown_name_stops_its_readers_exactly_where_it_is() throws Exception {
        keeper.append("one");
        keeper.append("two");
        keeper.append("three");
        rename("user-renamed-by-a-later-version", "1");
        keeper.append("four");

        assertStopsAfterThree("user-renamed-by-a-later-version");
    }

    @Test
    void an_unknown_revision_stops_its_readers_exactly_where_it_is() throws Exception {
        keeper.append("one");
        keeper.append("two");
        keeper.append("three");
        rename("user-renamed", "3");
        keeper.append("four");

        assertStopsAfterThree("revision 3");
    }

    @Test
    void a_field_that_this_version_does_not_know_is_not_skipped() {
        SerializedObject<String> stored = new SimpleSerializedObject<>(
                "{\"userId\":\"0190c0de-0000-7000-8000-000000000001\",\"failures\":5,\"forWhat\":\"?\"}",
                String.class,
                "user-locked",
                "1");

        assertThatThrownBy(() -> serializer.deserialize(stored))
                .isInstanceOf(SerializationException.class)
                .hasStackTraceContaining("forWhat");
    }

    /** Stores one more fact, under a name that nobody here knows. */
    private void rename(String name, String revision) {
        keeper.append("unknown");
        Clusters.execute(
                database,
                "update store.fact set name = '" + name + "', revision = '" + revision
                        + "' where number = (select max(number) from store.fact)");
    }

    private void assertStopsAfterThree(String reason) throws InterruptedException {
        TrackingEventStream stream = keeper.store.openStream(null);
        assertThat(Keeper.lastNames(Keeper.next(stream, 3))).containsExactly("one", "two", "three");
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> stream.hasNextAvailable(10, TimeUnit.SECONDS))
                    .isInstanceOf(UnknownFact.class)
                    .hasMessageContaining(reason);
        }
        assertThatThrownBy(keeper::all).isInstanceOf(UnknownFact.class);
    }
}
