package dev.rollcall.command.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.api.claim.RequestAccepted;
import dev.rollcall.command.Stage;
import dev.rollcall.command.engine.OwnAccord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;

class RequestsTest {

    private final EventStore store = Stage.store();
    private final OwnAccord ownAccord = new OwnAccord();

    @Test
    void what_was_accepted_last_under_a_key_is_known_with_its_time() {
        Requests requests = new SourcedRequests(Stage.aggregates(store), store);
        assertThat(earlier(requests, "k")).isEmpty();

        RequestAccepted first = accepted("k", "d", 1);
        RequestAccepted second = accepted("k", "e", 2);
        ownAccord.decide(() -> requests.accept(first));
        ownAccord.decide(() -> requests.accept(second));

        Requests.Earlier earlier = earlier(requests, "k").orElseThrow();
        assertThat(earlier.fact()).isEqualTo(second);
        assertThat(earlier.at())
                .isEqualTo(store.readEvents("request-k", 1).next().getTimestamp());
        assertThat(earlier(requests, "other")).isEmpty();
        assertThat(requests.isAccepted("k")).isTrue();
        assertThat(requests.isAccepted("other")).isFalse();
    }

    @Test
    void of_two_requests_with_one_key_at_the_same_moment_the_second_sees_the_first() throws Exception {
        EventStore other = Stage.store(Stage.database());
        Requests raced = new SourcedRequests(Stage.aggregates(other), other);
        for (int round = 0; round < 10; round++) {
            String key = "k" + round;
            AtomicInteger done = new AtomicInteger();
            AtomicInteger repeated = new AtomicInteger();
            Runnable once = () -> ownAccord.decide(() -> {
                if (raced.earlier(key).isPresent()) {
                    repeated.incrementAndGet();
                } else {
                    raced.accept(accepted(key, "d", 0));
                    done.incrementAndGet();
                }
            });

            assertThat(Stage.race(List.of(once, once))).containsOnlyNulls();

            assertThat(repeated.get()).isEqualTo(1);
        }
    }

    private static RequestAccepted accepted(String key, String digest, long version) {
        return new RequestAccepted(key, digest, version, List.of());
    }

    private Optional<Requests.Earlier> earlier(Requests requests, String key) {
        AtomicReference<Optional<Requests.Earlier>> earlier = new AtomicReference<>();
        ownAccord.decide(() -> earlier.set(requests.earlier(key)));
        return earlier.get();
    }
}
