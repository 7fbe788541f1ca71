package dev.rollcall.app;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.axonframework.serialization.ChainingConverter;
import org.axonframework.serialization.RevisionResolver;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;
import tools.jackson.databind.module.SimpleModule;

/**
 * Reads only types of a list. A name that comes with an object, or within it, chooses one of them and never a class: of what is
 * not listed no class is looked for, let alone initialized, and the object is refused.
 */
class ListedSerializer extends Jackson3Serializer {

    private static final Logger LOG = LoggerFactory.getLogger(ListedSerializer.class);
    private static final int LONGEST_NAME = 200;

    private final Map<String, Class<?>> listed;

    /**
     * @param listed what is read, by name
     * @param named what is read of names within an object that mean a class
     */
    ListedSerializer(
            RevisionResolver revisions,
            Map<String, Class<?>> listed,
            Map<String, Class<?>> named,
            Consumer<JsonMapper.Builder> more) {
        super(Jackson3Serializer.builder()
                .revisionResolver(revisions)
                .converter(new ChainingConverter(ListedSerializer.class.getClassLoader()))
                .jsonMapperBuilderCustomizer(mapper -> {
                    mapper.polymorphicTypeValidator(new Listed(listed))
                            .addModule(new SimpleModule("names of classes")
                                    .addDeserializer(Class.class, new NamesOfClasses(named)));
                    more.accept(mapper);
                }));
        this.listed = Map.copyOf(listed);
    }

    /** Of what is not listed it says so, as of what does not exist: Axon asks before anybody may be answered. */
    @Override
    public Class<?> classForType(SerializedType type) {
        if (SerializedType.emptyType().equals(type)) {
            return Void.class;
        }
        return listed.getOrDefault(type.getName(), UnknownSerializedType.class);
    }

    @Override
    public <S, T> T deserialize(SerializedObject<S> object) {
        SerializedType type = object.getType();
        if (!SerializedType.emptyType().equals(type) && !listed.containsKey(type.getName())) {
            throw refused(type.getName());
        }
        return super.deserialize(object);
    }

    private static SerializationException refused(String name) {
        String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
        LOG.warn("Refused to read an object of type '{}', which is not in the list of what is read", shown);
        return new SerializationException("an object is of a type that is not read");
    }

    static Map<String, Class<?>> byName(Iterable<Class<?>> types) {
        Map<String, Class<?>> names = new HashMap<>();
        types.forEach(type -> names.put(type.getName(), type));
        return names;
    }

    /** Jackson would load a class to see whether it is harmless, unless told by its name. */
    private static final class Listed extends PolymorphicTypeValidator.Base {

        private static final long serialVersionUID = 1;

        private final transient Map<String, Class<?>> listed;

        Listed(Map<String, Class<?>> listed) {
            this.listed = Map.copyOf(listed);
        }

        @Override
        public Validity validateSubClassName(DatabindContext context, JavaType base, String name) {
            return listed.containsKey(name) ? Validity.ALLOWED : Validity.DENIED;
        }

        @Override
        public Validity validateSubType(DatabindContext context, JavaType base, JavaType type) {
            return listed.containsValue(type.getRawClass()) ? Validity.ALLOWED : Validity.DENIED;
        }
    }

    /** Jackson would load and initialize whatever is named. */
    private static final class NamesOfClasses extends StdDeserializer<Class> {

        private final Map<String, Class<?>> named;

        NamesOfClasses(Map<String, Class<?>> named) {
            super(Class.class);
            this.named = Map.copyOf(named);
        }

        @Override
        public Class<?> deserialize(JsonParser json, DeserializationContext context) {
            String name = json.getValueAsString("");
            Class<?> type = named.get(name);
            if (type == null) {
                throw refused(name);
            }
            return type;
        }
    }
}
