package org.greater4j.tasks;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.DateFormat;
import org.jspecify.annotations.Nullable;

/**
 * A YAML file that says how the examples of another file are to be read:
 *
 * <pre>{@code
 * data: reviews.csv              # beside this file
 * question: |
 *   Review of {product}: {text}
 *   Is it kind?
 * answer: verdict                # the field
 * answer-format: label
 * labels: [Yes, No]
 * synonyms: {kind: Yes}
 * stop-words: [because]
 * }</pre>
 *
 * <p>Values are texts, lists and maps of texts, as they are written: a {@code Yes} is no truth value, and no type of any kind is made.
 */
final class TaskFile {
    private static final List<String> KEYS = List.of(
            "data",
            "question",
            "question-field",
            "answer",
            "answer-format",
            "labels",
            "synonyms",
            "date-order",
            "extractor",
            "stop-words",
            "metric",
            "licence",
            "version");
    private static final YAMLFactory YAML = new YAMLFactory();

    private final SourceFile file;
    private final Map<String, Object> values;
    private final List<String> problems = new ArrayList<>();

    private TaskFile(SourceFile file, Map<String, Object> values) {
        this.file = file;
        this.values = values;
    }

    /**
     * Reads a task file; options of the request go before what the file says.
     *
     * @throws GreaterException ({@code INVALID_TASK}) with all that is wrong in it
     */
    static FileTask read(Path path, TaskRequest request) {
        SourceFile file = SourceFile.read(path);
        return new TaskFile(file, parse(file)).task(path, request);
    }

    private FileTask task(Path path, TaskRequest request) {
        for (String key : values.keySet()) {
            if (!KEYS.contains(key)) {
                List<String> near = NearMatches.of(key, KEYS);
                problems.add("unknown key '" + key + "'"
                        + (near.isEmpty()
                                ? "; the keys are " + String.join(", ", KEYS)
                                : "; did you mean " + String.join(" or ", near) + "?"));
            }
        }
        @Nullable String data = text("data");
        if (data == null && !values.containsKey("data")) {
            problems.add("expected the key 'data', the file with the examples, found none");
        }
        @Nullable String question = text("question");
        FieldChoice fields = new FieldChoice(
                or(request.questionField(), text("question-field")),
                or(request.answerField(), text("answer")),
                request.questionField() != null || question == null ? null : template(question));
        @Nullable String format = text("answer-format");
        boolean formatGiven = !request.formatName().equals(AnswerKind.AUTO.label());
        FileTask task = new FileTask(
                request.name(),
                beside(path, data),
                fields,
                formatGiven || format == null ? request.formatName() : format,
                request.labels().isEmpty() ? list("labels") : request.labels(),
                map("synonyms"),
                dateOrder(),
                or(request.extractor(), text("extractor")),
                stopWords(),
                or(request.metric(), text("metric")),
                text("licence"),
                text("version"));
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(
                    ErrorCode.INVALID_TASK,
                    "task file " + file.name(),
                    problems.stream().distinct().toList());
        }
        return task;
    }

    private Path beside(Path path, @Nullable String data) {
        try {
            return path.resolveSibling(data == null ? "" : data);
        } catch (InvalidPathException e) {
            problems.add("data: expected a path, found '" + data + "'");
            return path;
        }
    }

    private @Nullable QuestionTemplate template(String question) {
        try {
            return new QuestionTemplate(question);
        } catch (IllegalArgumentException e) {
            problems.add("question: " + e.getMessage());
            return null;
        }
    }

    private @Nullable String text(String key) {
        @Nullable Object value = values.get(key);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        problems.add(key + ": expected a text, found " + value);
        return null;
    }

    private List<String> list(String key) {
        @Nullable Object value = values.get(key);
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        if (value != null) {
            problems.add(key + ": expected a list of texts such as [one, two], found " + value);
        }
        return List.of();
    }

    private List<String> stopWords() {
        List<String> words = list("stop-words");
        if (words.stream().anyMatch(String::isBlank)) {
            problems.add("stop-words: expected texts, found a blank one; leave it out");
        }
        return words;
    }

    private DateFormat.@Nullable Order dateOrder() {
        @Nullable String given = text("date-order");
        if (given == null) {
            return null;
        }
        for (DateFormat.Order order : List.of(DateFormat.Order.DAY_FIRST, DateFormat.Order.MONTH_FIRST)) {
            if (order.label().equalsIgnoreCase(given.strip())) {
                return order;
            }
        }
        problems.add("date-order: expected day-first or month-first, found '" + given + "'");
        return null;
    }

    private Map<String, String> map(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        @Nullable Object value = values.get(key);
        if (value instanceof Map<?, ?> map && map.values().stream().allMatch(String.class::isInstance)) {
            map.forEach((name, text) -> texts.put((String) name, (String) text));
        } else if (value != null) {
            problems.add(key + ": expected a map of texts such as {kind: Yes}, found " + value);
        }
        return texts;
    }

    // token by token, because a tree would hold the truth value of a label that is called Yes and not its letters
    private static Map<String, Object> parse(SourceFile file) {
        Map<String, Object> values = new LinkedHashMap<>();
        try (JsonParser yaml = YAML.createParser(file.text())) {
            yaml.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
            if (yaml.nextToken() != JsonToken.START_OBJECT) {
                throw notATask(file, "found none");
            }
            while (yaml.nextToken() != JsonToken.END_OBJECT) {
                String key = yaml.currentName();
                yaml.nextToken();
                values.put(key, value(yaml));
            }
            if (yaml.nextToken() != null) {
                throw notATask(file, "found more behind them");
            }
            return values;
        } catch (JsonProcessingException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_TASK,
                    "task file " + file.name() + ": expected YAML, found '"
                            + e.getOriginalMessage().lines().findFirst().orElse("") + "'"
                            + (e.getLocation() == null
                                    ? ""
                                    : " at line " + e.getLocation().getLineNr()),
                    e);
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_TASK, "task file " + file.name() + ": it cannot be read: " + e.getMessage(), e);
        }
    }

    private static Object value(JsonParser yaml) throws IOException {
        switch (yaml.currentToken()) {
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (yaml.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(yaml));
                }
                return list;
            }
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                while (yaml.nextToken() != JsonToken.END_OBJECT) {
                    String key = yaml.currentName();
                    yaml.nextToken();
                    map.put(key, value(yaml));
                }
                return map;
            }
            case VALUE_NULL -> {
                return "";
            }
            default -> {
                return yaml.getText();
            }
        }
    }

    private static GreaterException notATask(SourceFile file, String found) {
        return new GreaterException(
                ErrorCode.INVALID_TASK,
                "task file " + file.name() + ": expected lines such as `data: questions.csv`, " + found
                        + "; its keys are " + String.join(", ", KEYS));
    }

    private static @Nullable String or(@Nullable String given, @Nullable String otherwise) {
        return given == null ? otherwise : given;
    }
}
