package dev.rollcall.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who, through what, why and in which request: the metadata of every command, query and fact. Flat strings, so that they
 * cross every wire and stay readable in the store.
 *
 * @param reason why, as the actor put it; at most 500 characters
 * @param correlation identifier of the request, also in its answer and in the logs
 * @param request HMAC of the idempotency key and its sender, where one was given
 * @param requestDigest HMAC of what was asked under that key
 */
public record Provenance(
        Actor actor,
        Via via,
        @Nullable String reason,
        String correlation,
        @Nullable String request,
        @Nullable String requestDigest) {

    public static final String ACTOR_KIND = "actor-kind";
    public static final String ACTOR_ID = "actor-id";
    public static final String ACTOR_NAME = "actor-name";
    public static final String ACTOR_ROLES = "actor-roles";
    public static final String VIA = "via";
    public static final String REASON = "reason";
    public static final String CORRELATION = "correlation-id";
    public static final String REQUEST = "request";
    public static final String REQUEST_DIGEST = "request-digest";
    /** On a query: the {@link Position} that the view must have reached before it answers. */
    public static final String POSITION = "position";

    /** The keys that every fact takes over from the command that caused it. */
    public static final List<String> CARRIED =
            List.of(ACTOR_KIND, ACTOR_ID, ACTOR_NAME, ACTOR_ROLES, VIA, REASON, CORRELATION);

    public Provenance(Actor actor, Via via, String correlation) {
        this(actor, via, null, correlation, null, null);
    }

    public Map<String, String> toMetaData() {
        Map<String, String> metaData = new HashMap<>();
        metaData.put(ACTOR_KIND, actor.kind().name());
        metaData.put(ACTOR_ID, actor.id());
        metaData.put(ACTOR_NAME, actor.name());
        metaData.put(ACTOR_ROLES, String.join(" ", actor.roles()));
        metaData.put(VIA, via.name());
        metaData.put(CORRELATION, correlation);
        putIfPresent(metaData, REASON, reason);
        putIfPresent(metaData, REQUEST, request);
        putIfPresent(metaData, REQUEST_DIGEST, requestDigest);
        return metaData;
    }

    /** Reads what {@link #toMetaData()} wrote. Refuses (IllegalArgumentException) metadata that does not say who acts. */
    public static Provenance from(Map<String, ?> metaData) {
        Object kind = metaData.get(ACTOR_KIND);
        Object id = metaData.get(ACTOR_ID);
        if (kind == null || id == null) {
            throw new IllegalArgumentException("the message does not say who acts");
        }
        Actor actor = new Actor(
                Actor.Kind.valueOf(kind.toString()),
                id.toString(),
                text(metaData, ACTOR_NAME, ""),
                List.of(text(metaData, ACTOR_ROLES, "").split(" ")).stream()
                        .filter(role -> !role.isEmpty())
                        .toList());
        return new Provenance(
                actor,
                Via.valueOf(text(metaData, VIA, Via.SERVICE.name())),
                optional(metaData, REASON),
                text(metaData, CORRELATION, ""),
                optional(metaData, REQUEST),
                optional(metaData, REQUEST_DIGEST));
    }

    private static void putIfPresent(Map<String, String> metaData, String key, @Nullable String value) {
        if (value != null) {
            metaData.put(key, value);
        }
    }

    private static String text(Map<String, ?> metaData, String key, String otherwise) {
        Object value = metaData.get(key);
        return value == null ? otherwise : value.toString();
    }

    private static @Nullable String optional(Map<String, ?> metaData, String key) {
        Object value = metaData.get(key);
        return value == null ? null : value.toString();
    }
}
