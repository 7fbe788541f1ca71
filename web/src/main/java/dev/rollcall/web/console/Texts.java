package dev.rollcall.web.console;

import dev.rollcall.api.Actor;
import dev.rollcall.api.FieldError;
import dev.rollcall.api.Rejection;
import dev.rollcall.api.Via;
import dev.rollcall.api.audit.FactView.Change;
import dev.rollcall.api.user.UserView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;

/** What codes and values are called, in the language of who looks. */
final class Texts {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final MessageSource messages;
    private final Clock clock;

    Texts(MessageSource messages, Clock clock) {
        this.messages = messages;
        this.clock = clock;
    }

    public String of(String code, Object... arguments) {
        return messages.getMessage(code, arguments, LocaleContextHolder.getLocale());
    }

    /** The text of this code, or else this one. */
    public String orElse(String code, String otherwise) {
        return Objects.requireNonNullElse(
                messages.getMessage(code, null, otherwise, LocaleContextHolder.getLocale()), otherwise);
    }

    /** What is wrong with a field; where nothing is said of the code, as the side that decided put it. */
    public String fault(FieldError error) {
        return said("fault." + error.code(), error.detail());
    }

    public String refusal(Rejection rejection) {
        return refusal(rejection.code(), rejection.sentence());
    }

    /** Why something was refused, by its code; where nothing is said of that, in the words it came with. */
    public String refusal(String code, @Nullable String otherwise) {
        return said("refusal." + code, Objects.requireNonNullElse(otherwise, code));
    }

    /** In this language; or in the words it came with, which know the numbers of this installation. */
    private String said(String code, String otherwise) {
        return Objects.requireNonNullElse(
                messages.getMessage(code, new Object[] {otherwise}, null, LocaleContextHolder.getLocale()), otherwise);
    }

    /** A constant, by its type and name: {@code PrimaryRole.QUALITY_LEAD}. */
    public String constant(@Nullable Enum<?> constant) {
        return constant == null
                ? ""
                : orElse(constant.getDeclaringClass().getSimpleName() + "." + constant.name(), constant.name());
    }

    /** Who did it, and through what; what the program did by itself is said once. */
    public String by(Actor actor, Via via) {
        return actor.kind() == Actor.Kind.SYSTEM ? of("fact.bySystem") : of("fact.by", actor.name(), constant(via));
    }

    /** A time, to the minute, in UTC; the browser puts it into the zone of who looks. */
    public String time(Instant time) {
        return MINUTE.format(time);
    }

    /** How long ago it was, in the greatest unit of which one has passed; what is yet to come is now. */
    public String age(Instant since) {
        Duration age = Duration.between(since, clock.instant());
        if (age.toMinutes() < 1) {
            return of("age.now");
        }
        if (age.toHours() < 1) {
            return of("age.minutes", age.toMinutes());
        }
        return age.toDays() < 1 ? of("age.hours", age.toHours()) : of("age.days", age.toDays());
    }

    /** The first letters of a name. */
    public String initials(UserView user) {
        return first(user.firstName()) + first(user.lastName());
    }

    private static String first(String name) {
        return name.isEmpty()
                ? ""
                : name.substring(0, name.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
    }

    /** Of a token's hint what tells it from others. */
    public String hint(String hint) {
        return "…" + hint.substring(Math.max(0, hint.length() - 4));
    }

    /** What of a fact tells a person something: identifiers and times are in it, but say nothing here. */
    public List<Change> shown(List<Change> changes) {
        return changes.stream()
                .filter(change ->
                        // that a secret is another one now is said by the fact itself
                        (change.from() != null || change.to() != null)
                                && !change.field().endsWith("Id")
                                && !change.field().endsWith("At"))
                .toList();
    }

    /** A value of a field of a fact: constants by what they are called. */
    public String value(Object value) {
        String text = value.toString();
        return orElse("value." + text, text);
    }
}
