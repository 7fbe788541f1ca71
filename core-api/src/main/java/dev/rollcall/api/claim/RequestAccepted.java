package dev.rollcall.api.claim;

import dev.rollcall.api.Fact;
import java.util.List;

/**
 * A request with an idempotency key was accepted. Stored together with the facts it caused, so that the store itself
 * refuses the second; the first answer is rebuilt from the versions named here.
 *
 * @param request HMAC of the key and its sender
 * @param digest HMAC of what was asked
 * @param version of the aggregate that the command was sent to
 * @param touched users, clients and service accounts in the answer, with the versions they had
 */
public record RequestAccepted(String request, String digest, long version, List<Touched> touched) implements Fact {

    public RequestAccepted {
        touched = List.copyOf(touched);
    }

    /** A user or client as the answer showed it. */
    public record Touched(Kind kind, String id, long version) {}

    public enum Kind {
        USER,
        CLIENT,
        SERVICE
    }
}
