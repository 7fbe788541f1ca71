package dev.rollcall.store;

import dev.rollcall.api.Facts;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.ChainingConverter;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectMapper;

/**
 * Writes facts under their stored names and reads only those: a name decides nothing but which entry of {@link Facts} it is,
 * and whatever is not there, or has a revision that no upcaster brought up to date, is refused with {@link UnknownFact}.
 */
final class FactSerializer extends Jackson3Serializer {

    private static final SerializedType METADATA = new SimpleSerializedType(MetaData.class.getName(), null);

    private final Sealing sealing;
    private final ObjectMapper earlier;

    /** Strict, because a fact that is understood only in part is not understood. */
    FactSerializer(Sealing sealing) {
        super(Jackson3Serializer.builder()
                .converter(new ChainingConverter(FactSerializer.class.getClassLoader()))
                .jsonMapperBuilderCustomizer(mapper -> mapper.enable(
                                DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                                DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                                DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .addModule(new PersonalModule(sealing))));
        this.sealing = sealing;
        this.earlier = getObjectMapper()
                .rebuild()
                .disable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .build();
    }

    @Override
    public <T> SerializedObject<T> serialize(Object object, Class<T> expectedRepresentation) {
        return super.serialize(
                object instanceof MetaData metaData ? sealing.sealed(metaData) : object, expectedRepresentation);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <S, T> T deserialize(SerializedObject<S> stored) {
        if (isEarlier(stored.getType())) {
            byte[] json = getConverter().convert(stored, byte[].class).getData();
            try {
                return (T) earlier.readValue(json, classForType(stored.getType()));
            } catch (JacksonException unreadable) {
                throw new SerializationException("a fact of an earlier revision cannot be read", unreadable);
            }
        }
        Object read = super.deserialize(stored);
        return (T) (read instanceof MetaData metaData ? sealing.opened(metaData) : read);
    }

    private static boolean isEarlier(SerializedType type) {
        return Facts.named(type.getName())
                .filter(stored -> stored.earlier().contains(String.valueOf(type.getRevision())))
                .isPresent();
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
        if (!stored.revision().equals(type.getRevision()) && !isEarlier(type)) {
            throw new UnknownFact("a stored fact '" + type.getName() + "' has revision " + type.getRevision()
                    + ", this version reads " + stored.revision() + " and has no upcaster for the other");
        }
        return stored.type();
    }
}
