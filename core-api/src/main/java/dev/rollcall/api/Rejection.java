package dev.rollcall.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Every reason for which a wish can be refused. Codes are stable: they are never renamed. */
public enum Rejection {
    FORBIDDEN(Kind.FORBIDDEN, "Only an administrator may do this, or a service account with the scope for it."),
    NOT_SIGNED_IN(Kind.UNAUTHENTICATED, "Wrong username or password, or the user may not sign in."),
    TOO_MANY_ATTEMPTS(Kind.TOO_MANY, "Too many failed attempts. Wait before trying again."),

    INVALID_VALUES(Kind.INVALID, "Some values are not acceptable; each is named under errors."),
    IDEMPOTENCY_KEY_REUSED(Kind.INVALID, "This Idempotency-Key was used for a different request. Use a new key."),

    USER_NOT_FOUND(Kind.NOT_FOUND, "There is no such user."),
    CLIENT_NOT_FOUND(Kind.NOT_FOUND, "There is no such client."),
    SERVICE_ACCOUNT_NOT_FOUND(Kind.NOT_FOUND, "There is no such service account."),
    PROJECTION_NOT_FOUND(Kind.NOT_FOUND, "There is no such projection."),
    DEAD_LETTER_NOT_FOUND(Kind.NOT_FOUND, "There is no such dead letter; it may have been applied meanwhile."),

    VERSION_MISMATCH(Kind.STALE, "It was changed since you read it. Read it again and repeat your change."),

    USERNAME_TAKEN(Kind.CONFLICT, "This username belongs to another user."),
    EMAIL_TAKEN(Kind.CONFLICT, "This email address belongs to another user."),
    CLIENT_NAME_TAKEN(Kind.CONFLICT, "This name belongs to another client."),
    SERVICE_ACCOUNT_NAME_TAKEN(Kind.CONFLICT, "This name belongs to another service account."),
    EXTERNAL_SUBJECT_TAKEN(Kind.CONFLICT, "Another service account acts for this name of the issuer."),
    LAST_ADMINISTRATOR(Kind.CONFLICT, "At least one active administrator must remain. Make somebody else one first."),
    ALREADY_SET_UP(Kind.CONFLICT, "There already is an administrator."),
    TOKEN_INVALID(Kind.CONFLICT, "This token is not, or is no longer, valid. Ask an administrator for a new one."),
    TOKEN_ALREADY_USED(
            Kind.CONFLICT, "A client already uses this token. Ask an administrator to reprovision the client."),
    TOKEN_EXPIRED(Kind.CONFLICT, "This token has expired. Ask an administrator to reprovision the client."),
    TOKEN_NOT_REVEALABLE(
            Kind.CONFLICT,
            "A token can be shown only until it is claimed, revoked or expired. Reprovision the client for a new one."),
    CLIENT_DEREGISTERED(Kind.CONFLICT, "The client is deregistered. Use Reregister to bring it back."),
    CLIENT_ALREADY_DEREGISTERED(Kind.CONFLICT, "The client is already deregistered."),
    CLIENT_NOT_DEREGISTERED(Kind.CONFLICT, "The client is not deregistered. Use Reprovision for a new token."),
    REBUILD_RUNNING(Kind.CONFLICT, "This projection is being rebuilt already."),
    REBUILD_NOT_RUNNING(Kind.CONFLICT, "This projection is not being rebuilt, so there is nothing to cancel."),

    BUSY(Kind.UNAVAILABLE, "Others are changing the same thing. Try again."),
    VIEW_BEHIND(Kind.UNAVAILABLE, "The view has not reached this position. Try again.");

    /** What a caller can do about it; the API turns each kind into one HTTP status. */
    public enum Kind {
        UNAUTHENTICATED,
        FORBIDDEN,
        NOT_FOUND,
        CONFLICT,
        STALE,
        INVALID,
        TOO_MANY,
        UNAVAILABLE
    }

    private final Kind kind;
    private final String sentence;

    Rejection(Kind kind, String sentence) {
        this.kind = kind;
        this.sentence = sentence;
    }

    /** The stable code, in lower case: {@code client_deregistered}. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Kind kind() {
        return kind;
    }

    /** One sentence for a person, with the cure. */
    public String sentence() {
        return sentence;
    }
}
