package org.greater4j.run;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.FileProblem;
import org.greater4j.error.GreaterException;
import org.greater4j.objective.Placement;
import org.jspecify.annotations.Nullable;

/**
 * How the records of a run are spelt as JSON.
 *
 * <p>Doubles are written by {@link Double#toString} and read by {@link Double#parseDouble}, so they come back bit for bit.
 */
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .annotationIntrospector(new RequiredUnlessNullable())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new InstantReader())
                    .addSerializer(Placement.class, new PlacementWriter())
                    .addDeserializer(Placement.class, new PlacementReader()))
            .build();

    private static final String CHECKSUM = "checksum";
    /** Reads what stands between other things. */
    private static final ObjectReader PARTS = MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    /** One line, without its end; line ends inside strings are escaped. */
    static byte[] line(Object record) {
        try {
            return MAPPER.writeValueAsBytes(record);
        } catch (JsonProcessingException e) {
            throw unwritable(record, e);
        }
    }

    /** Indented, for files that people open. */
    static byte[] pretty(Object record) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(record);
        } catch (JsonProcessingException e) {
            throw unwritable(record, e);
        }
    }

    /** Indented, with a checksum over all else as its last field: for what nobody should change by hand. */
    static byte[] sealed(Object record) {
        ObjectNode tree = MAPPER.valueToTree(record);
        tree.put(CHECKSUM, checksum(tree));
        return pretty(tree);
    }

    /**
     * Throws ({@code INVALID_RUN}) if a {@link #sealed} record was changed or has lost its checksum: damage may hit both.
     */
    static void requireSealed(byte[] json, String what, Path file) {
        if (!(read(json, JsonNode.class, what, file) instanceof ObjectNode tree)) {
            return; // reading it as a record says what is wrong
        }
        JsonNode found = tree.remove(CHECKSUM);
        if (found == null) {
            throw invalid(what, "a checksum", "none", file.toString());
        }
        if (!found.asText().equals(checksum(tree))) {
            throw invalid(what, "what was written", "something that does not fit its checksum", file.toString());
        }
    }

    // of the compact form, so that line ends and indentation don't matter
    private static String checksum(JsonNode tree) {
        byte[] compact = line(tree);
        return EventLines.checksum("", compact, compact.length);
    }

    static <T> T read(byte[] json, Class<T> type, String what, Path file) {
        try {
            return MAPPER.readValue(json, type);
        } catch (IOException e) {
            throw unreadable(e, what, file.toString());
        }
    }

    /**
     * Reads an event's payload as what its type says, without a tree of all that nobody asks for.
     *
     * @param forms the record that a type's payload is; null passes over it
     * @param taker is given type and payload
     */
    static void readEvent(
            byte[] line,
            Function<String, @Nullable Class<?>> forms,
            BiConsumer<String, Object> taker,
            String what,
            Path file) {
        try (JsonParser parser = MAPPER.createParser(line)) {
            String type = "";
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                Class<?> form = name.equals("payload") ? forms.apply(type) : null;
                if (form != null) {
                    taker.accept(type, PARTS.forType(form).readValue(parser));
                } else if (name.equals("type")) {
                    type = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw unreadable(e, what, file.toString());
        }
    }

    static <T> RunFiles.Checkpoint<T> readCheckpoint(byte[] json, Class<T> state, Path file) {
        JavaType type = MAPPER.getTypeFactory().constructParametricType(RunFiles.Checkpoint.class, state);
        try {
            return MAPPER.readValue(json, type);
        } catch (IOException e) {
            throw unreadable(e, RunFiles.CHECKPOINT, file.toString());
        }
    }

    static <T> T convert(JsonNode json, Class<T> type, String what, String where) {
        try {
            return MAPPER.treeToValue(json, type);
        } catch (IOException e) {
            throw unreadable(e, what, where);
        }
    }

    /** The values of a record as texts, by path. */
    static Map<String, String> facts(Object record) {
        Map<String, String> facts = new LinkedHashMap<>();
        collect("", MAPPER.valueToTree(record), facts);
        return facts;
    }

    private static void collect(String path, JsonNode value, Map<String, String> facts) {
        if (value.isObject()) {
            value.properties()
                    .forEach(entry -> collect(
                            path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue(), facts));
        } else if (value.isArray()) {
            facts.put(
                    path,
                    value.valueStream()
                            .map(element -> element.isValueNode() ? element.asText() : element.toString())
                            .collect(Collectors.joining(", ")));
        } else {
            facts.put(path, value.isNull() ? "" : value.asText());
        }
    }

    static GreaterException invalid(String what, String expected, String found, String where) {
        return new GreaterException(
                ErrorCode.INVALID_RUN,
                what + ": expected " + expected + ", found " + found + " in " + where
                        + "; restore the file from a copy, or start a new run");
    }

    private static GreaterException unreadable(IOException cause, String what, String where) {
        String problem =
                cause instanceof JsonProcessingException json ? json.getOriginalMessage() : FileProblem.of(cause);
        String key = cause instanceof JsonMappingException mapping ? key(mapping) : "";
        int line = problem.indexOf('\n');
        return new GreaterException(
                ErrorCode.INVALID_RUN,
                what + ": expected a whole record, found '" + (line < 0 ? problem : problem.substring(0, line))
                        + "' in "
                        + where + (key.isEmpty() ? "" : " at " + key)
                        + "; restore the file from a copy, or start a new run",
                cause);
    }

    private static String key(JsonMappingException cause) {
        return cause.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    private static GreaterException unwritable(Object record, JsonProcessingException cause) {
        return new GreaterException(
                ErrorCode.INTERNAL,
                "record of type " + record.getClass().getName() + ": expected values that JSON can hold, found '"
                        + cause.getOriginalMessage() + "'",
                cause);
    }

    /** Makes every component of a record required, and not null, unless it is marked {@code @Nullable}. */
    private static final class RequiredUnlessNullable extends JacksonAnnotationIntrospector {
        @Override
        public Boolean hasRequiredMarker(AnnotatedMember member) {
            return isRequired(member) ? Boolean.TRUE : super.hasRequiredMarker(member);
        }

        @Override
        public JsonSetter.Value findSetterInfo(Annotated annotated) {
            return isRequired(annotated) ? JsonSetter.Value.forValueNulls(Nulls.FAIL) : super.findSetterInfo(annotated);
        }

        private static boolean isRequired(Annotated annotated) {
            if (!(annotated instanceof AnnotatedParameter parameter)) {
                return false;
            }
            Class<?> owner = parameter.getDeclaringClass();
            return owner.isRecord()
                    && !owner.getRecordComponents()[parameter.getIndex()]
                            .getAnnotatedType()
                            .isAnnotationPresent(Nullable.class);
        }
    }

    private static final class InstantReader extends StdDeserializer<Instant> {
        InstantReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getText();
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                return (Instant) context.handleWeirdStringValue(
                        Instant.class, text, "expected a time such as 2026-01-31T12:00:00Z");
            }
        }
    }

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

    private static final class PlacementReader extends StdDeserializer<Placement> {
        PlacementReader() {
            super(Placement.class);
        }

        @Override
        public Placement deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getText();
            Placement placement = Placement.ofLabel(text).orElse(null);
            if (placement != null) {
                return placement;
            }
            return (Placement) context.handleWeirdStringValue(
                    Placement.class,
                    text,
                    "expected one of %s",
                    Arrays.stream(Placement.values()).map(Placement::label).collect(Collectors.joining(", ")));
        }
    }
}
