package org.greater4j.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads JSON Lines: one object a line, whose fields are texts, numbers or truth values. */
final class JsonLinesRows {
    // big decimals, so that the answer 0.10 or 12345678901234567890 is read as it is written
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final int LONGEST_FRACTION = 100;

    private JsonLinesRows() {}

    static FileRows read(SourceFile file, FieldChoice fields) {
        FileRows.Collector rows = new FileRows.Collector(file.name());
        Set<String> questionFields = new LinkedHashSet<>();
        Set<String> answerFields = new LinkedHashSet<>();
        long line = 0;
        for (String text : file.text().split("\r?\n|\r", -1)) {
            line++;
            if (text.isBlank()) {
                continue;
            }
            Optional<JsonNode> object = parse(text, line, rows);
            if (object.isEmpty()) {
                continue;
            }
            List<String> names = new ArrayList<>();
            object.get().fieldNames().forEachRemaining(names::add);
            List<String> missing = fields.missingIn(names);
            if (!missing.isEmpty()) {
                for (String problem : missing) {
                    rows.problem(line, problem);
                }
                continue;
            }
            String question = fields.questionIn(names).orElseThrow();
            String answer = fields.answerIn(names).orElseThrow();
            Optional<String> questionText = text(object.get(), question, line, rows);
            Optional<String> answerText = text(object.get(), answer, line, rows);
            if (questionText.isPresent() && answerText.isPresent()) {
                rows.row(line, question, questionText.get(), answer, answerText.get());
                questionFields.add(question);
                answerFields.add(answer);
            }
        }
        return rows.rows(String.join("/", questionFields), String.join("/", answerFields));
    }

    private static Optional<JsonNode> parse(String text, long line, FileRows.Collector rows) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node.isObject()) {
                return Optional.of(node);
            }
            rows.problem(line, "expected a JSON object, found " + kind(node));
        } catch (JsonProcessingException e) {
            rows.problem(
                    line,
                    "expected one JSON object on the line, found: "
                            + e.getOriginalMessage().lines().findFirst().orElse("no JSON"));
        }
        return Optional.empty();
    }

    private static Optional<String> text(JsonNode object, String field, long line, FileRows.Collector rows) {
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
                line, "expected a text, a number or a truth value in the field '" + field + "', found " + kind(value));
        return Optional.empty();
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
