package dev.rollcall.store;

import dev.rollcall.api.Facts;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.ChainingConverter;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;

/**
 * Writes facts under their stored names and reads only those: a name decides nothing but which entry of {@link Facts} it is,
 * and whatever is not there, or has a revision that no upcaster brought up to date, is refused with {@link UnknownFact}.
 */
final class FactSerializer extends Jackson3Serializer {

    private static final SerializedType METADATA = new SimpleSerializedType(MetaData.class.getName(), null);

    /** Strict, because a fact that is understood only in part is not understood. */
    FactSerializer() {
        super(Jackson3Serializer.builder()
                .converter(new ChainingConverter(FactSerializer.class.getClassLoader()))
                .jsonMapperBuilderCustomizer(mapper -> mapper.enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS)));
    }

    @Override
    public SerializedType typeForClass(@Nullable Class type) {
        if (type == null || Void.class.equals(type) || Void.TYPE.equals(type)) {
            return SerializedType.emptyType();
        }
        if (MetaData.class.isAssignableFrom(type)) {
            return METADATA;
        }
        Facts.Stored stored = Facts.of(type)
                .orElseThrow(
                        () -> new UnknownFact(type.getName() + " is not in the list of facts and cannot be stored"));
        return new SimpleSerializedType(stored.name(), stored.revision());
    }

    @Override
    public Class<?> classForType(SerializedType type) {
        if (SerializedType.emptyType().equals(type)) {
            return Void.class;
        }
        if (METADATA.equals(type)) {
            return MetaData.class;
        }
        Facts.Stored stored = Facts.named(type.getName())
                .orElseThrow(
                        () -> new UnknownFact(
                                "a stored fact is named '" + type.getName()
                                        + "', which this version does not know: it was written by a newer version or by something else"));
        if (!stored.revision().equals(type.getRevision())) {
            throw new UnknownFact("a stored fact '" + type.getName() + "' has revision " + type.getRevision()
                    + ", this version reads " + stored.revision() + " and has no upcaster for the other");
        }
        return stored.type();
    }
}
