package dev.rollcall.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.api.FieldError;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes JSON, strictly: one value, in UTF-8, no key twice, nothing behind it. */
final class Json {

    private static final int LONGEST_POINTER = 200;

    private final JsonMapper mapper = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // looked at here, to say so
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private final JsonMapper sorted =
            mapper.rebuild().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    /** Refuses ({@link Declined}, 400) what is not one JSON value in UTF-8, and names where. */
    JsonNode read(byte[] bytes) {
        String text = decode(bytes);
        try (JsonParser parser = mapper.createParser(text)) {
            try {
                JsonNode node = mapper.readTree(parser);
                if (node == null || node.isMissingNode()) {
                    throw malformed("", Problem.MALFORMED, "The body is empty; send a JSON object.");
                }
                if (parser.nextToken() != null) {
                    throw malformed("", "trailing_content", "There is more behind the end of the JSON value.");
                }
                return node;
            } catch (JacksonException unreadable) {
                throw malformed(pointer(parser), code(unreadable), sentence(unreadable));
            }
        }
    }

    JsonNode tree(Object value) {
        return mapper.valueToTree(value);
    }

    ObjectNode object() {
        return mapper.createObjectNode();
    }

    /** As maps, lists and simple values. */
    Object plain(JsonNode node) {
        return mapper.treeToValue(node, Object.class);
    }

    byte[] write(JsonNode node) {
        return mapper.writeValueAsBytes(node);
    }

    /** The same text for values that differ only in the order of their keys and in white space. */
    String canonical(JsonNode node) {
        return sorted.writeValueAsString(node);
    }

    private String decode(byte[] bytes) {
        CharsetDecoder decoder = UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            throw malformed(
                    lastPointer(text),
                    "invalid_utf8",
                    "The body is not UTF-8: the byte at offset " + in.position() + " is wrong.");
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Where a JSON text that breaks off breaks off. */
    private String lastPointer(String brokenOff) {
        try (JsonParser parser = mapper.createParser(brokenOff)) {
            try {
                while (parser.nextToken() != null) {
                    parser.getValueAsString();
                }
            } catch (JacksonException expected) {
                return pointer(parser);
            }
            return pointer(parser);
        }
    }

    private static String pointer(JsonParser parser) {
        return shortened(parser.streamReadContext().pathAsPointer());
    }

    private static String shortened(@Nullable JsonPointer pointer) {
        String text = pointer == null ? "" : pointer.toString();
        if (text.length() <= LONGEST_POINTER) {
            return text;
        }
        int end = text.lastIndexOf('/', LONGEST_POINTER);
        return end > 0 ? text.substring(0, end) : text.substring(0, LONGEST_POINTER);
    }

    private static String code(JacksonException unreadable) {
        return duplicate(unreadable) ? "duplicate_field" : Problem.MALFORMED;
    }

    private static String sentence(JacksonException unreadable) {
        if (duplicate(unreadable)) {
            return "This field is there twice.";
        }
        // the parser's own message may quote what was sent, and that may be a secret
        return unreadable.getLocation() == null
                ? "The body is not JSON."
                : "The body is not JSON: see line " + unreadable.getLocation().getLineNr() + ", column "
                        + unreadable.getLocation().getColumnNr() + ".";
    }

    private static boolean duplicate(JacksonException unreadable) {
        return unreadable instanceof StreamReadException
                && unreadable.getOriginalMessage().startsWith("Duplicate");
    }

    private static Declined malformed(String pointer, String code, String detail) {
        return new Declined(Problem.malformed(List.of(new FieldError(pointer, code, detail))));
    }
}
