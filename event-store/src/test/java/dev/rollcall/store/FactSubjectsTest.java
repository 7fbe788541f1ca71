package dev.rollcall.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.api.StoredSubjects;
import dev.rollcall.api.user.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FactSubjectsTest {

    private final HikariDataSource database = Clusters.database();
    private final Keeper keeper = new Keeper(database, Duration.ofMillis(50), NoOpEventUpcaster.INSTANCE);
    private final StoredSubjects subjects = new FactSubjects(new FactTable(database));

    @AfterEach
    void close() {
        keeper.close();
        database.close();
    }

    @Test
    void every_aggregate_is_told_once_with_its_last_fact_and_where_that_is() {
        for (int i = 0; i < 7; i++) {
            UserId user = user(i);
            for (int j = 0; j <= i; j++) {
                keeper.engine.appendEvents(Keeper.fact(user, j, Keeper.renamed(user, "Name" + j)));
            }
        }

        List<StoredSubjects.StoredSubject> all = new ArrayList<>();
        String after = "";
        while (after != null) {
            StoredSubjects.Page page = subjects.after(after, 3);
            assertThat(page.subjects()).hasSizeLessThanOrEqualTo(3);
            all.addAll(page.subjects());
            after = page.next();
        }

        assertThat(all)
                .extracting(StoredSubjects.StoredSubject::id)
                .containsExactlyElementsOf(
                        IntStream.range(0, 7).mapToObj(i -> user(i).toString()).toList());
        assertThat(all).extracting(StoredSubjects.StoredSubject::version).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(all.get(6).position()).isEqualTo(((FactToken) keeper.store.createHeadToken()).place());
        assertThat(all).extracting(StoredSubjects.StoredSubject::position).isSorted();
    }

    private static UserId user(int number) {
        return new UserId(new UUID(0x0190_a000_0000_7000L, number));
    }

    @Test
    void an_empty_store_holds_nothing_of_anybody() {
        assertThat(subjects.after("", 10)).isEqualTo(new StoredSubjects.Page(List.of(), null));
    }
}
