package dev.rollcall.query.projection;

import dev.rollcall.api.NodeName;
import dev.rollcall.query.QuerySettings;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/**
 * How tracking tokens are written down. Tokens that wrap others (while a projection replays) name the classes of what
 * they wrap; Jackson 3 reads and writes that only for classes it is told to trust, and Axon tells it of none.
 */
final class Tokens {

    private static final TokenSchema SCHEMA = TokenSchema.builder()
            .setTokenTable("query.token")
            .setProcessorNameColumn("processor_name")
            .setSegmentColumn("segment")
            .setTokenColumn("token")
            .setTokenTypeColumn("token_type")
            .setTimestampColumn("touched_at")
            .setOwnerColumn("owner")
            .build();

    private final Serializer serializer = Jackson3Serializer.builder()
            .jsonMapperBuilderCustomizer(
                    mapper -> mapper.polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder()
                            .allowIfSubType("org.axonframework.")
                            .allowIfSubType("dev.rollcall.")
                            .build()))
            .build();

    Serializer serializer() {
        return serializer;
    }

    byte[] write(TrackingToken token) {
        return serialize(token).getData();
    }

    String type(TrackingToken token) {
        return serialize(token).getType().getName();
    }

    @Nullable
    TrackingToken read(byte @Nullable [] token, @Nullable String type) {
        return token == null || type == null
                ? null
                : serializer.deserialize(new SimpleSerializedObject<>(token, byte[].class, type, null));
    }

    private SerializedObject<byte[]> serialize(TrackingToken token) {
        return serializer.serialize(token, byte[].class);
    }

    TokenStore store(ConnectionProvider connections, QuerySettings settings, NodeName node) {
        return JdbcTokenStore.builder()
                .connectionProvider(connections)
                .serializer(serializer)
                .schema(SCHEMA)
                .claimTimeout(settings.claimTimeout())
                .nodeId(node.text())
                .build();
    }
}
