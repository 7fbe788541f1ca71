package dev.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every revision of a fact that was ever released keeps a sample, {@code facts/<name>-<revision>.json}. A sample is what lies
 * in stores that are out of reach: it is never edited, a new shape is a new revision with a sample of its own.
 */
class FactSamplesTest {

    /** As strict as the store reads. */
    private final JsonMapper mapper = JsonMapper.builder()
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Facts with personal data are stored encrypted; how those lie in a store, the store's own samples say. */
    static Stream<Arguments> facts() {
        return Facts.ALL.stream()
                .filter(fact -> !personal(fact.type()))
                .map(fact -> argumentSet(fact.name() + "-" + fact.revision(), fact));
    }

    static Stream<Arguments> inClear() {
        return Facts.ALL.stream()
                .filter(fact -> personal(fact.type()))
                .map(fact -> argumentSet(fact.name() + "-1", fact));
    }

    private static boolean personal(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .anyMatch(component -> component.isAnnotationPresent(Personal.class));
    }

    /** Of revision 1 are those that were stored before personal data was encrypted. */
    @ParameterizedTest
    @MethodSource("inClear")
    void a_fact_from_before_personal_data_was_encrypted_is_read(Facts.Stored fact) throws IOException {
        JsonNode sample = sample(fact.name(), "1");

        Fact read = mapper.rebuild()
                .disable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .build()
                .treeToValue(sample, fact.type());

        assertThat(fact.earlier()).contains("1");
        assertThat(mapper.readTree(mapper.writeValueAsString(read)).properties())
                .containsAll(sample.properties());
    }

    @ParameterizedTest
    @MethodSource("facts")
    void a_sample_is_read_and_written_back_as_it_was(Facts.Stored fact) throws IOException {
        JsonNode sample = sample(fact.name(), fact.revision());

        Fact read = mapper.treeToValue(sample, fact.type());

        assertThat(mapper.readTree(mapper.writeValueAsString(read))).isEqualTo(sample);
        assertThat(mapper.readValue(mapper.writeValueAsString(read), fact.type()))
                .isEqualTo(read);
    }

    @ParameterizedTest
    @MethodSource("facts")
    void a_sample_fills_every_field(Facts.Stored fact) throws IOException {
        JsonNode sample = sample(fact.name(), fact.revision());

        assertThat(sample.propertyNames())
                .containsExactlyInAnyOrder(Arrays.stream(fact.type().getRecordComponents())
                        .map(component -> {
                            JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
                            return renamed == null ? component.getName() : renamed.value();
                        })
                        .toArray(String[]::new));
        assertThat(sample.valueStream().noneMatch(JsonNode::isNull)).isTrue();
    }

    @Test
    void every_fact_is_in_the_list() throws Exception {
        Path classes = Path.of(
                Fact.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            assertThat(files.map(classes::relativize)
                            .map(Path::toString)
                            .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                            .map(file -> type(file.replace(".class", "").replace('/', '.')))
                            .filter(type -> Fact.class.isAssignableFrom(type) && !type.isInterface()))
                    .isNotEmpty()
                    .allSatisfy(type -> assertThat(Facts.of(type)).isPresent());
        }
    }

    @Test
    void names_are_told_apart() {
        assertThat(Facts.ALL).extracting(Facts.Stored::name).doesNotHaveDuplicates();
        assertThat(Facts.ALL).extracting(Facts.Stored::type).doesNotHaveDuplicates();
        assertThat(Facts.ALL).allSatisfy(fact -> {
            assertThat(fact.name()).matches("[a-z]+(-[a-z]+)+");
            assertThat(fact.revision()).matches("[1-9][0-9]*");
            assertThat(Facts.named(fact.name())).contains(fact);
        });
        assertThat(Facts.named("java.io.File")).isEmpty();
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, Fact.class.getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private JsonNode sample(String name, String revision) throws IOException {
        String file = "/facts/" + name + "-" + revision + ".json";
        try (InputStream sample = FactSamplesTest.class.getResourceAsStream(file)) {
            assertThat(sample).as("a fact needs its sample, " + file).isNotNull();
            return mapper.readTree(sample);
        }
    }
}
