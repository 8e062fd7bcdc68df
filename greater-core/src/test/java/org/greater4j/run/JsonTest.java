package org.greater4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTest {
    private static final Path FILE = Path.of("record.json");
    private static final ObjectMapper PLAIN = new ObjectMapper();

    @Test
    void recordsComeBackEqual() {
        assertThat(Json.read(Json.pretty(Records.manifest()), Manifest.class, "manifest", FILE))
                .isEqualTo(Records.manifest());
        RunResult result = Records.result(Records.test());
        assertThat(Json.read(Json.line(result), RunResult.class, "result", FILE))
                .isEqualTo(result);
        assertThat(RecordedPrompt.of(result.finalPrompt().toPrompt())).isEqualTo(result.finalPrompt());
    }

    @Test
    void writesTimesAndPlacementsAsPeopleDo() throws IOException {
        var json = PLAIN.readTree(Json.line(Records.manifest()));

        assertThat(json.get("started").asText()).isEqualTo("2026-01-31T12:00:00.123456789Z");
        assertThat(json.get("placement").asText()).isEqualTo("before-question");
        assertThat(json.get("settings").get("methods").get(1).asText()).isEqualTo("ape");
        assertThat(json.get("model").get("settings").get("threads").asText()).isEqualTo("2");
        assertThat(json.get("task").get("answerFormat").asText()).isEqualTo("label");
        assertThat(json.get("split").get("dev").get(0).asText()).isEqualTo("even#3");
    }

    @Test
    void everyComponentIsRequiredAndNotNull() throws IOException {
        for (Object record : List.of(Records.manifest(), Records.result(Records.test()))) {
            ObjectNode whole = (ObjectNode) PLAIN.readTree(Json.line(record));
            List<String> names = new ArrayList<>();
            whole.fieldNames().forEachRemaining(names::add);
            assertThat(names).hasSize(record.getClass().getRecordComponents().length);
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                    names.remove(component.getName());
                }
            }
            assertThat(names).hasSizeGreaterThan(5);
            for (String name : names) {
                ObjectNode without = whole.deepCopy();
                without.remove(name);
                assertThatThrownBy(() -> read(without, record.getClass()))
                        .as("without %s", name)
                        .satisfies(JsonTest::isInvalidRun)
                        .hasMessageContaining(name)
                        .hasMessageContaining("record.json");
                ObjectNode withNull = whole.deepCopy();
                withNull.putNull(name);
                assertThatThrownBy(() -> read(withNull, record.getClass()))
                        .as("null %s", name)
                        .satisfies(JsonTest::isInvalidRun)
                        .hasMessageContaining("at " + name);
            }
        }
    }

    @Test
    void aNullableComponentMayBeMissing() throws IOException {
        ObjectNode result = (ObjectNode) PLAIN.readTree(Json.line(Records.result(Records.test())));
        result.remove("test");

        assertThat(read(result, RunResult.class)).isEqualTo(Records.result(null));
    }

    @Test
    void saysWhereInTheRecordTheProblemIs() throws IOException {
        ObjectNode manifest = (ObjectNode) PLAIN.readTree(Json.line(Records.manifest()));
        ((ObjectNode) manifest.get("task")).remove("extractor");

        assertThatThrownBy(() -> read(manifest, Manifest.class))
                .satisfies(JsonTest::isInvalidRun)
                .hasMessage(
                        "record: expected a whole record, found 'Missing required creator property 'extractor' (index 3)'"
                                + " in record.json at task.extractor; restore the file from a copy, or start a new run");
    }

    @Test
    void ignoresFieldsOfLaterVersions() throws IOException {
        ObjectNode manifest = (ObjectNode) PLAIN.readTree(Json.line(Records.manifest()));
        manifest.put("weather", "fine");
        ((ObjectNode) manifest.get("environment")).put("gpus", 8);

        assertThat(read(manifest, Manifest.class)).isEqualTo(Records.manifest());
    }

    @Test
    void refusesValuesOfAnotherKind() throws IOException {
        for (String[] change : new String[][] {
            {"seed", "\"1\""},
            {"seed", "1.5"},
            {"started", "\"yesterday\""},
            {"placement", "\"AFTER_QUESTION\""},
            {"settings", "[]"},
            {"formatVersion", "true"}
        }) {
            ObjectNode manifest = (ObjectNode) PLAIN.readTree(Json.line(Records.manifest()));
            manifest.set(change[0], PLAIN.readTree(change[1]));
            assertThatThrownBy(() -> read(manifest, Manifest.class))
                    .as("%s = %s", change[0], change[1])
                    .satisfies(JsonTest::isInvalidRun)
                    .hasMessageContaining("at " + change[0]);
        }
    }

    @Test
    void blamesItselfForARecordThatJsonCantHold() {
        assertThatThrownBy(() -> Json.line(new Object()))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                .hasMessageContaining("java.lang.Object");
    }

    private static <T> T read(ObjectNode json, Class<T> type) throws IOException {
        return Json.read(PLAIN.writeValueAsBytes(json), type, "record", FILE);
    }

    private static void isInvalidRun(Throwable thrown) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_RUN));
    }
}
