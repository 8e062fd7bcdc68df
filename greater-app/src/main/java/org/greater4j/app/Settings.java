package org.greater4j.app;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.greater4j.engine.Acceleration;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.objective.Placement;
import org.jspecify.annotations.Nullable;

/** A configuration as the settings of a manifest, and back. */
final class Settings {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(new SimpleModule()
                    .addSerializer(Placement.class, new PlacementWriter())
                    .addDeserializer(Placement.class, new PlacementReader()))
            .build();

    private Settings() {}

    static Map<String, @Nullable Object> write(RunConfig config) {
        return MAPPER.convertValue(config, new TypeReference<>() {});
    }

    static RunConfig read(Map<String, @Nullable Object> settings, Path directory) {
        RunConfig config;
        try {
            config = MAPPER.convertValue(completed(settings), RunConfig.class);
        } catch (IllegalArgumentException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_RUN,
                    "run " + directory
                            + ": expected the settings of a run in manifest.json, found some that can't be read: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + "; restore the file",
                    e);
        }
        List<String> problems = new ArrayList<>();
        missing("", config, problems);
        if (problems.isEmpty()) {
            problems.addAll(config.problems());
        }
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(
                    ErrorCode.INVALID_RUN,
                    "run " + directory + ": settings in manifest.json that no run can have; restore the file",
                    problems);
        }
        return config;
    }

    // what is not there is null to Jackson, in records within records too
    private static void missing(String path, Record record, List<String> problems) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            String key = path.isEmpty() ? component.getName() : path + "." + component.getName();
            @Nullable Object value;
            try {
                value = component.getAccessor().invoke(record);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("a component of a public record can be read", e);
            }
            if (value instanceof Record part) {
                missing(key, part, problems);
            } else if (value == null && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                problems.add(key + ": expected a value, found none");
            }
        }
    }

    /**
     * What differs between two configurations, one a line, by the names in the manifest. The model is told by its checksum, and accelerations
     * change no answer, so neither is looked at.
     */
    static List<String> differences(RunConfig then, RunConfig now) {
        List<String> differences = new ArrayList<>();
        Map<String, @Nullable Object> before = write(then);
        Map<String, @Nullable Object> after = write(now);
        for (String key : after.keySet()) {
            if (!List.of("model", "accelerations").contains(key)) {
                differ(key, before.get(key), after.get(key), differences);
            }
        }
        return differences;
    }

    private static void differ(String key, @Nullable Object before, @Nullable Object after, List<String> differences) {
        if (before instanceof Map<?, ?> one && after instanceof Map<?, ?> other) {
            other.keySet().forEach(part -> differ(key + "." + part, one.get(part), other.get(part), differences));
        } else if (!Objects.equals(before, after)) {
            differences.add(key + " was " + before + " and is " + after);
        }
    }

    /** By its label, as everywhere else. */
    private static final class PlacementWriter extends StdSerializer<Placement> {
        PlacementWriter() {
            super(Placement.class);
        }

        @Override
        public void serialize(Placement placement, JsonGenerator generator, SerializerProvider provider)
                throws IOException {
            generator.writeString(placement.label());
        }
    }

    /** By its label, or by its name in Java, as runs of earlier versions spell it. */
    private static final class PlacementReader extends StdDeserializer<Placement> {
        PlacementReader() {
            super(Placement.class);
        }

        @Override
        public Placement deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getText();
            for (Placement placement : Placement.values()) {
                if (placement.label().equals(text) || placement.name().equals(text)) {
                    return placement;
                }
            }
            return (Placement) context.handleWeirdStringValue(Placement.class, text, "expected a placement");
        }
    }

    // runs of the first version don't say with which accelerations and by which method; they had no choice
    private static Map<String, @Nullable Object> completed(Map<String, @Nullable Object> settings) {
        Map<String, @Nullable Object> completed = new LinkedHashMap<>(settings);
        completed.putIfAbsent("accelerations", Acceleration.all());
        completed.putIfAbsent("method", Defaults.METHOD);
        completed.putIfAbsent("feedback", FeedbackChoice.DEFAULT);
        // nor did runs before there were remote models in them say anything of these
        if (completed.get("feedback") instanceof Map<?, ?> told && !told.containsKey("remote")) {
            Map<Object, @Nullable Object> feedback = new LinkedHashMap<>(told);
            feedback.put("remote", RemoteChoice.DEFAULT);
            completed.put("feedback", feedback);
        }
        return completed;
    }
}
