package dev.rollcall.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.api.Actor;
import dev.rollcall.api.Position;
import dev.rollcall.api.Via;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Hands every endpoint the {@link Call} it answers and the {@link Body} that came with it. */
public final class Arguments implements HandlerMethodArgumentResolver {

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    static final String REASON = "Rollcall-Reason";
    static final String POSITION = "Rollcall-Position";
    static final MediaType MERGE_PATCH = MediaType.valueOf("application/merge-patch+json");

    /** Who acts where nobody had to sign in. */
    static final Actor NOBODY = new Actor(Actor.Kind.CLIENT, "nobody", "nobody", List.of());

    private static final Pattern VISIBLE_ASCII = Pattern.compile("[!-~]{1,255}");

    private final BodyReader reader;
    private final int largestBody;

    Arguments(BodyReader reader, int largestBody) {
        this.reader = reader;
        this.largestBody = largestBody;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Call.class || parameter.getParameterType() == Body.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest webRequest,
            @Nullable WebDataBinderFactory binders)
            throws IOException {
        HttpServletRequest request =
                Objects.requireNonNull(webRequest.getNativeRequest(HttpServletRequest.class), "an HTTP request");
        if (parameter.getParameterType() == Call.class) {
            return call(request);
        }
        ResolvableType type = ResolvableType.forMethodParameter(parameter).getGeneric(0);
        return body(request, type.toClass());
    }

    public static Actor actor() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication instanceof SignedIn signedIn ? signedIn.getPrincipal() : NOBODY;
    }

    private static Via via() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication instanceof SignedIn signedIn ? signedIn.via() : Via.API;
    }

    private static Call call(HttpServletRequest request) {
        Actor actor = actor();
        return new Call(
                actor,
                via(),
                Objects.requireNonNullElse(Correlation.of(request), ""),
                reason(request),
                idempotencyKey(request),
                IfMatch.parse(Collections.list(request.getHeaders(HttpHeaders.IF_MATCH))),
                position(request),
                request.getMethod() + " " + request.getRequestURI());
    }

    private static @Nullable String idempotencyKey(HttpServletRequest request) {
        String given = only(request, IDEMPOTENCY_KEY);
        if (given != null && !VISIBLE_ASCII.matcher(given).matches()) {
            throw new Declined(Problem.malformed(
                    "/" + IDEMPOTENCY_KEY,
                    "invalid_idempotency_key",
                    "An Idempotency-Key is 1 to 255 visible ASCII characters."));
        }
        return given;
    }

    private static @Nullable Position position(HttpServletRequest request) {
        String given = only(request, POSITION);
        try {
            return given == null ? null : Position.parse(given.strip());
        } catch (IllegalArgumentException malformed) {
            throw new Declined(Problem.malformed(
                    "/" + POSITION, "invalid_position", "Send back a Rollcall-Position as it was answered."));
        }
    }

    private static @Nullable String reason(HttpServletRequest request) {
        String given = only(request, REASON);
        if (given == null || given.isBlank()) {
            return null;
        }
        String text = utf8(given);
        Reason.fault(text).ifPresent(code -> {
            throw new Declined(Problem.malformed(
                    "/" + REASON,
                    code,
                    "A reason has at most " + Reason.LONGEST + " characters, no control characters."));
        });
        return text.strip();
    }

    /** Headers arrive as Latin-1; today most senders mean UTF-8. */
    private static String utf8(String latin1) {
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(latin1.getBytes(ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException itWasLatin1) {
            return latin1;
        }
    }

    private static @Nullable String only(HttpServletRequest request, String header) {
        List<String> values = Collections.list(request.getHeaders(header));
        if (values.size() > 1) {
            throw new Declined(
                    Problem.malformed("/" + header, "repeated_header", "Send " + header + " once, or not at all."));
        }
        return values.isEmpty() ? null : values.get(0);
    }

    private <T> Body<T> body(HttpServletRequest request, Class<T> type) throws IOException {
        byte[] bytes = read(request);
        if (bytes.length == 0 && type == Because.class) {
            return reader.nothing(type);
        }
        boolean patch = HttpMethod.PATCH.matches(request.getMethod());
        if (!accepted(request.getContentType(), patch)) {
            Problem problem = new Problem(
                    415,
                    "unsupported_media_type",
                    "Send the body as " + (patch ? MERGE_PATCH : MediaType.APPLICATION_JSON) + ".");
            throw new Declined(
                    patch
                            ? problem.with("Accept-Patch", MERGE_PATCH + ", " + MediaType.APPLICATION_JSON_VALUE)
                            : problem.with(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE));
        }
        return reader.read(bytes, type);
    }

    /** The whole body. Refuses ({@link Declined}, 413) one that is larger than this room takes. */
    byte[] read(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > largestBody) {
            throw tooLarge();
        }
        byte[] bytes = request.getInputStream().readNBytes(largestBody + 1);
        if (bytes.length > largestBody) {
            throw tooLarge();
        }
        return bytes;
    }

    private Declined tooLarge() {
        return new Declined(new Problem(
                413, "content_too_large", "The body is larger than the " + largestBody + " bytes allowed."));
    }

    private static boolean accepted(@Nullable String contentType, boolean patch) {
        if (contentType == null) {
            return false;
        }
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            return type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
                    || (patch && type.equalsTypeAndSubtype(MERGE_PATCH));
        } catch (InvalidMediaTypeException unreadable) {
            return false;
        }
    }
}
