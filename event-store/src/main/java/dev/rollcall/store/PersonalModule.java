package dev.rollcall.store;

import dev.rollcall.api.Facts;
import dev.rollcall.api.Personal;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.axonframework.serialization.SerializationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.module.SimpleModule;

/**
 * Writes what is {@link Personal} as <code>{"of": user, "box": sealed}</code> and reads it again. What is there as plain text was
 * stored before it was sealed, or belongs to nobody.
 */
final class PersonalModule extends SimpleModule {

    private static final long serialVersionUID = 1;
    private static final String OF = "of";
    private static final String BOX = "box";

    private final transient Sealing sealing;

    PersonalModule(Sealing sealing) {
        super("personal data");
        this.sealing = sealing;
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.insertAnnotationIntrospector(new Marked(sealing));
    }

    private static final class Marked extends NopAnnotationIntrospector {

        private static final long serialVersionUID = 1;

        private final transient Sealing sealing;

        Marked(Sealing sealing) {
            this.sealing = sealing;
        }

        @Override
        public @Nullable Object findSerializer(MapperConfig<?> config, Annotated annotated) {
            return annotated.hasAnnotation(Personal.class) ? new Unplaced(sealing) : null;
        }

        @Override
        public @Nullable Object findDeserializer(MapperConfig<?> config, Annotated annotated) {
            return annotated.hasAnnotation(Personal.class) ? new Reader(sealing, "") : null;
        }
    }

    /** The type a value is part of, by its stored name, and the field. */
    private static String place(BeanProperty property) {
        Class<?> type = property.getMember().getDeclaringClass();
        String name = Facts.of(type).map(Facts.Stored::name).orElse(type.getSimpleName());
        return name + "|" + property.getName();
    }

    /** Knows nothing of where it writes yet. */
    private static final class Unplaced extends ValueSerializer<String> {

        private final Sealing sealing;

        Unplaced(Sealing sealing) {
            this.sealing = sealing;
        }

        @Override
        public ValueSerializer<?> createContextual(SerializationContext context, BeanProperty property) {
            Class<?> type = property.getMember().getDeclaringClass();
            String of = Objects.requireNonNull(property.getAnnotation(Personal.class))
                    .of();
            RecordComponent owner = Arrays.stream(type.getRecordComponents())
                    .filter(component -> component.getName().equals(of))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(type + " does not say whose " + property.getName()));
            owner.getAccessor().setAccessible(true);
            return new Writer(sealing, place(property), owner);
        }

        @Override
        public void serialize(String value, JsonGenerator json, SerializationContext context) {
            throw new IllegalStateException("personal data is written only as part of a record");
        }
    }

    private static final class Writer extends ValueSerializer<String> {

        private final Sealing sealing;
        private final String place;
        private final RecordComponent owner;

        Writer(Sealing sealing, String place, RecordComponent owner) {
            this.sealing = sealing;
            this.place = place;
            this.owner = owner;
        }

        @Override
        public void serialize(String value, JsonGenerator json, SerializationContext context) {
            Object of = owner(json.currentValue());
            UUID user = Sealing.user(of.toString());
            if (user == null) {
                // a client or the program itself, whose name is about nobody
                json.writeString(value);
                return;
            }
            json.writeStartObject();
            json.writeStringProperty(OF, user.toString());
            json.writeStringProperty(BOX, sealing.seal(user, place, value));
            json.writeEndObject();
        }

        private Object owner(@Nullable Object record) {
            try {
                Object of = owner.getAccessor().invoke(record);
                if (of == null) {
                    throw new SerializationException("nobody said whose " + place + " is, so it cannot be stored");
                }
                return of;
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException("cannot tell whose " + place + " is", impossible);
            }
        }
    }

    private static final class Reader extends ValueDeserializer<String> {

        private final Sealing sealing;
        private final String place;

        Reader(Sealing sealing, String place) {
            this.sealing = sealing;
            this.place = place;
        }

        @Override
        public ValueDeserializer<?> createContextual(DeserializationContext context, BeanProperty property) {
            return new Reader(sealing, place(property));
        }

        @Override
        public String deserialize(JsonParser json, DeserializationContext context) {
            if (!json.hasToken(JsonToken.START_OBJECT)) {
                return json.getValueAsString();
            }
            String of = "";
            String box = null;
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String field = json.currentName();
                json.nextToken();
                if (field.equals(OF)) {
                    of = json.getString();
                } else if (field.equals(BOX)) {
                    box = json.getString();
                } else {
                    throw new SerializationException("unknown field '" + field + "' in " + place);
                }
            }
            UUID user = Sealing.user(of);
            if (user == null || box == null) {
                throw new SerializationException("nobody can tell whose " + place + " is");
            }
            return sealing.open(user, place, box);
        }
    }
}
