package dev.rollcall.app;

import dev.rollcall.api.access.Vocabulary;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.axonframework.serialization.RevisionResolver;
import org.axonframework.serialization.SerializedObject;

/**
 * Writes commands, queries and answers as they go from process to process, and reads what is in the {@link Vocabulary}. A list
 * of answers is written as an array of what it holds, because in JSON a list forgets it and would arrive as maps.
 */
final class MessageSerializer extends ListedSerializer {

    MessageSerializer(RevisionResolver revisions) {
        super(revisions, Vocabulary.byName(), Map.of(), mapper -> {});
    }

    @Override
    public <T> SerializedObject<T> serialize(Object object, Class<T> representation) {
        return super.serialize(typed(object), representation);
    }

    private static Object typed(Object object) {
        if (!(object instanceof List<?> list)) {
            return object;
        } else if (list.isEmpty()) {
            return new ArrayList<>();
        } else if (list.get(0) != null) {
            Class<?> type = list.get(0).getClass();
            if (list.stream().allMatch(type::isInstance)) {
                return list.toArray((Object[]) Array.newInstance(type, list.size()));
            }
        }
        return object;
    }
}
