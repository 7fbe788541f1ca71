package dev.rollcall.web.console;

import dev.rollcall.api.client.ClientView;
import dev.rollcall.api.user.UserView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One field of somebody, at two times.
 *
 * @param then absent: nothing, or there was nobody yet
 * @param now absent: nothing, or there is nobody any more
 */
record Line(String field, @Nullable Object then, @Nullable Object now) {

    public boolean changed() {
        return !Objects.equals(then, now);
    }

    /** Fields that either of the two has, in order. */
    static List<Line> beside(Map<String, @Nullable Object> then, Map<String, @Nullable Object> now) {
        Set<String> fields = new LinkedHashSet<>(then.isEmpty() ? now.keySet() : then.keySet());
        List<Line> lines = new ArrayList<>();
        fields.forEach(field -> lines.add(new Line(field, then.get(field), now.get(field))));
        return lines;
    }

    static Map<String, @Nullable Object> of(Optional<?> found) {
        Object view = found.orElse(null);
        if (view instanceof UserView user) {
            return of(user);
        }
        return view instanceof ClientView client ? of(client) : new LinkedHashMap<>();
    }

    private static Map<String, @Nullable Object> of(UserView user) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("username", user.username());
        fields.put("firstName", user.firstName());
        fields.put("lastName", user.lastName());
        fields.put("email", user.email());
        fields.put("configuration", user.configuration());
        fields.put("primaryRole", user.primaryRole());
        fields.put("administrator", user.administrator());
        fields.put("locked", user.locked());
        fields.put("clientCount", user.clientCount());
        fields.put("updatedBy", user.updatedBy());
        return fields;
    }

    private static Map<String, @Nullable Object> of(ClientView client) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", client.name());
        fields.put("owner", client.username());
        fields.put("type", client.type());
        fields.put("status", client.status());
        fields.put("token.state", client.token().state());
        fields.put("token.hint", client.token().hint());
        fields.put("hostName", client.hostName());
        fields.put("updatedBy", client.updatedBy());
        return fields;
    }
}
