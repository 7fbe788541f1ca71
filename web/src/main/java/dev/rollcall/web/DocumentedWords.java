package dev.rollcall.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;

/** The sentences and examples of the documentation, kept apart from the code. */
final class DocumentedWords {

    private final Properties sentences = new Properties();
    private final Json json;
    private final JsonNode examples;

    DocumentedWords(Json json) throws IOException {
        this.json = json;
        try (InputStream in = new ClassPathResource("dev/rollcall/web/words.properties").getInputStream()) {
            sentences.load(new InputStreamReader(in, UTF_8));
        }
        try (InputStream in = new ClassPathResource("dev/rollcall/web/examples.json").getInputStream()) {
            examples = json.read(in.readAllBytes());
        }
    }

    /** Refuses (IllegalStateException) what nobody wrote: the documentation has no gaps. */
    String of(String key) {
        return find(key).orElseThrow(() -> new IllegalStateException("words.properties does not say " + key));
    }

    /** The first of these that was written. */
    String of(String key, String otherwise) {
        return find(key).orElseGet(() -> of(otherwise));
    }

    Optional<String> find(String key) {
        return Optional.ofNullable(sentences.getProperty(key));
    }

    /** What could be sent or answered, by the name of the message or the shape. */
    @Nullable
    Object example(String name) {
        JsonNode example = examples.get(name);
        return example == null ? null : json.plain(example);
    }
}
