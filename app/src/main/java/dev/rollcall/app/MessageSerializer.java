package dev.rollcall.app;

import java.lang.reflect.Array;
import java.util.List;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.jackson3.Jackson3Serializer;

/**
 * Writes commands, queries and answers as they go from process to process. A list of answers is written as an array of
 * what it holds, because in JSON a list forgets it and would arrive as maps.
 */
final class MessageSerializer extends Jackson3Serializer {

    MessageSerializer(Builder builder) {
        super(builder);
    }

    @Override
    public <T> SerializedObject<T> serialize(Object object, Class<T> representation) {
        return super.serialize(typed(object), representation);
    }

    private static Object typed(Object object) {
        if (object instanceof List<?> list && !list.isEmpty() && list.get(0) != null) {
            Class<?> type = list.get(0).getClass();
            if (list.stream().allMatch(type::isInstance)) {
                return list.toArray((Object[]) Array.newInstance(type, list.size()));
            }
        }
        return object;
    }
}
