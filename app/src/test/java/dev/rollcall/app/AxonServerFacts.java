package dev.rollcall.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.axoniq.axonserver.connector.AxonServerConnection;
import io.axoniq.axonserver.connector.AxonServerConnectionFactory;
import io.axoniq.axonserver.connector.event.EventStream;
import io.axoniq.axonserver.connector.impl.ServerAddress;
import io.axoniq.axonserver.grpc.event.EventWithToken;
import java.util.concurrent.TimeUnit;

/** What Axon Server keeps, as it keeps it: asked past Rollcall. */
final class AxonServerFacts {

    private AxonServerFacts() {}

    /** Every fact from the first one on, metadata included; its bytes as text. */
    static String everything(String server) throws Exception {
        int colon = server.lastIndexOf(':');
        AxonServerConnectionFactory factory = AxonServerConnectionFactory.forClient("onlooker")
                .routingServers(
                        new ServerAddress(server.substring(0, colon), Integer.parseInt(server.substring(colon + 1))))
                .build();
        try {
            AxonServerConnection connection = factory.connect("default");
            long last = connection.eventChannel().getLastToken().get(10, TimeUnit.SECONDS);
            StringBuilder all = new StringBuilder();
            try (EventStream stream = connection.eventChannel().openStream(-1, 1000)) {
                for (long token = -1; token < last; ) {
                    EventWithToken fact = stream.nextIfAvailable(10, TimeUnit.SECONDS);
                    if (fact == null) {
                        throw new AssertionError("no fact after " + token + ", and the last is " + last);
                    }
                    token = fact.getToken();
                    all.append(fact.getEvent().getMetaDataMap())
                            .append(fact.getEvent().getPayload().getData().toString(UTF_8))
                            .append('\n');
                }
            }
            return all.toString();
        } finally {
            factory.shutdown();
        }
    }
}
