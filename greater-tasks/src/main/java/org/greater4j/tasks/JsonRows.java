package org.greater4j.tasks;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads JSON: one object a line, or a list of objects; their fields are texts, numbers or truth values. */
final class JsonRows {
    // big decimals, so that the answer 0.10 or 12345678901234567890 is read as it is written
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final int LONGEST_FRACTION = 100;

    // Jackson throws what is no exception of JSON for an exponent of more than ten digits
    private static final String HUGE_NUMBER =
            "expected numbers of a common size, found one with a huge exponent; write it as a text, in quotes";

    // one of a list, behind which there may be more
    private static final ObjectReader ELEMENT = JSON.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    // where a file that is one object has its list
    private static final List<String> LISTS = List.of("examples", "data", "rows", "questions");

    private final FieldChoice fields;
    private final FileRows.Collector rows;
    private final Set<String> questionFields = new LinkedHashSet<>();
    private final Set<String> answerFields = new LinkedHashSet<>();

    private JsonRows(SourceFile file, FieldChoice fields) {
        this.fields = fields;
        this.rows = new FileRows.Collector(file.name());
    }

    /** Reads JSON Lines. */
    static FileRows readLines(SourceFile file, FieldChoice fields) {
        JsonRows reader = new JsonRows(file, fields);
        long line = 0;
        for (String text : file.text().split("\r?\n|\r", -1)) {
            line++;
            if (!text.isBlank()) {
                String place = reader.rows.place(line);
                Optional<JsonNode> object = parse(text, place, reader.rows);
                if (object.isPresent()) {
                    reader.add(object.get(), place);
                }
            }
        }
        return reader.finished();
    }

    /** Reads one JSON value: a list of objects, or an object that has such a list under a usual name. */
    static FileRows readList(SourceFile file, FieldChoice fields) {
        JsonRows reader = new JsonRows(file, fields);
        if (file.text().isBlank()) {
            return reader.finished();
        }
        long line = 1;
        try (JsonParser parser = JSON.createParser(file.text())) {
            if (!goToList(parser)) {
                reader.rows.problem(
                        reader.rows.place(1),
                        "expected a list of objects, or an object with such a list under " + String.join(", ", LISTS)
                                + "; found neither");
                return reader.finished();
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                line = parser.currentTokenLocation().getLineNr();
                JsonNode row = ELEMENT.readTree(parser);
                String place = reader.rows.place(line);
                if (row.isObject()) {
                    reader.add(row, place);
                } else {
                    reader.rows.problem(place, "expected a JSON object, found " + kind(row));
                }
            }
        } catch (JsonProcessingException e) {
            String place = reader.rows.place(
                    e.getLocation() == null ? 1 : e.getLocation().getLineNr());
            reader.rows.problem(place, "expected JSON, found: " + reason(e) + "; nothing after it was read");
        } catch (NumberFormatException e) {
            reader.rows.problem(reader.rows.place(line), HUGE_NUMBER + "; nothing after it was read");
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail to be read", e);
        }
        return reader.finished();
    }

    /** Whether the parser stands at the start of the list now. */
    private static boolean goToList(JsonParser parser) throws IOException {
        @Nullable JsonToken token = parser.nextToken();
        if (token != JsonToken.START_OBJECT) {
            return token == JsonToken.START_ARRAY;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean usual = LISTS.contains(parser.currentName());
            token = parser.nextToken();
            if (usual) {
                return token == JsonToken.START_ARRAY;
            }
            parser.skipChildren();
        }
        return false;
    }

    private void add(JsonNode object, String place) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        List<String> missing = fields.missingIn(names);
        if (!missing.isEmpty()) {
            missing.forEach(problem -> rows.problem(place, problem));
            return;
        }
        List<String> questions = fields.questionIn(names);
        String question = String.join("+", questions);
        String answer = fields.answerIn(names).orElseThrow();
        List<String> questionTexts = questions.stream()
                .flatMap(field -> text(object, field, place, rows).stream())
                .toList();
        Optional<String> answerText = text(object, answer, place, rows);
        if (questionTexts.size() == questions.size() && answerText.isPresent()) {
            rows.row(place, question, fields.compose(questionTexts), answer, answerText.get());
            questionFields.add(question);
            answerFields.add(answer);
        }
    }

    private FileRows finished() {
        return rows.rows(String.join("/", questionFields), String.join("/", answerFields));
    }

    private static Optional<JsonNode> parse(String text, String place, FileRows.Collector rows) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node.isObject()) {
                return Optional.of(node);
            }
            rows.problem(place, "expected a JSON object, found " + kind(node));
        } catch (JsonProcessingException e) {
            rows.problem(place, "expected one JSON object on the line, found: " + reason(e));
        } catch (NumberFormatException e) {
            rows.problem(place, HUGE_NUMBER);
        }
        return Optional.empty();
    }

    private static Optional<String> text(JsonNode object, String field, String place, FileRows.Collector rows) {
        JsonNode value = object.path(field);
        if (value.isTextual() || value.isBoolean()) {
            return Optional.of(value.asText());
        }
        if (value.isNumber()) {
            // written out, 1e999999999 would fill the memory
            boolean small =
                    !value.isIntegralNumber() && Math.abs(value.decimalValue().scale()) <= LONGEST_FRACTION;
            return Optional.of(small ? value.decimalValue().toPlainString() : value.asText());
        }
        rows.problem(
                place, "expected a text, a number or a truth value in the field '" + field + "', found " + kind(value));
        return Optional.empty();
    }

    // without the place where a bracket was opened, of which Jackson says too much
    private static String reason(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("no JSON").replaceAll(" \\(for .*", "");
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case NULL, MISSING -> "nothing";
            default -> "'" + node.asText() + "'";
        };
    }
}
