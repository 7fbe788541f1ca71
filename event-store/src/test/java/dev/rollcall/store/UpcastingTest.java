package dev.rollcall.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.api.user.UserId;
import dev.rollcall.api.user.UserRenamed;
import java.time.Duration;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a fact of an older revision is brought up to date. The revision is invented: had {@code user-renamed} once had one field
 * {@code name}, this is what would read it today.
 */
class UpcastingTest {

    private static final SimpleSerializedType OLDER = new SimpleSerializedType("user-renamed", "0");
    private static final SimpleSerializedType TODAY = new SimpleSerializedType("user-renamed", "1");

    private final HikariDataSource database = Clusters.database();
    private final Keeper keeper = new Keeper(database, Duration.ofMillis(50), new EventUpcasterChain(new NamesApart()));

    @AfterEach
    void close() {
        keeper.close();
        database.close();
    }

    @Test
    void readers_and_aggregates_get_an_older_revision_as_it_would_be_written_today() {
        UserId today = keeper.append("Byron");
        UserId older = keeper.append("replaced below");
        Clusters.execute(database, """
                update store.fact set revision = '0',
                    payload = convert_to('{"userId":"%1$s","name":"Ada King"}', 'UTF8')
                where aggregate_id = '%1$s'""".formatted(older));

        assertThat(keeper.all())
                .<Object>map(fact -> fact.getPayload())
                .containsExactly(new UserRenamed(today, "Ada", "Byron"), new UserRenamed(older, "Ada", "King"));
        assertThat(keeper.store.readEvents(older.toString()).next().getPayload())
                .isEqualTo(new UserRenamed(older, "Ada", "King"));
    }

    private static final class NamesApart extends SingleEventUpcaster {

        @Override
        protected boolean canUpcast(IntermediateEventRepresentation fact) {
            return fact.getType().equals(OLDER);
        }

        @Override
        protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation fact) {
            return fact.upcastPayload(TODAY, JsonNode.class, payload -> {
                ObjectNode renamed = (ObjectNode) payload.deepCopy();
                String[] names = renamed.remove("name").stringValue().split(" ", 2);
                return renamed.put("firstName", names[0]).put("lastName", names[1]);
            });
        }
    }
}
