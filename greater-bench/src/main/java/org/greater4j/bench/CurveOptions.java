package org.greater4j.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.greater4j.app.Defaults;
import org.greater4j.app.TaskChoice;
import org.jspecify.annotations.Nullable;

/**
 * What {@link CostCurves} is told: the curve, then {@code --NAME VALUE} pairs.
 *
 * @param curve which one
 * @param minutes {@code --minutes}: about how long it may take (10)
 * @param steps {@code --steps}: steps a point (3)
 * @param examples {@code --train}: training examples where these are not varied (20)
 * @param chainTokens {@code --max-new-tokens}: most tokens of a chain where these are not varied (40)
 * @param dtype {@code --dtype}: float32 or bfloat16 (float32)
 * @param task {@code --task} and {@code --data}: which task (gen/sentiment)
 * @param out {@code --out}: folder of the files (docs/results)
 */
record CurveOptions(
        Curve curve,
        double minutes,
        int steps,
        int examples,
        int chainTokens,
        String dtype,
        TaskChoice task,
        Path out) {
    private static final List<String> NAMES =
            List.of("--minutes", "--steps", "--train", "--max-new-tokens", "--dtype", "--task", "--data", "--out");

    /** What is varied. */
    enum Curve {
        EXAMPLES("training examples"),
        PROMPT("prompt tokens"),
        CHAIN("mean tokens of a chain"),
        TRIED("candidates tried"),
        MODEL("weights of the model");

        private final String axis;

        Curve(String axis) {
            this.axis = axis;
        }

        String axis() {
            return axis;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    boolean bfloat16() {
        return dtype.equals("bfloat16");
    }

    /** Reads the arguments; throws with a line that names what is wrong. */
    static CurveOptions parse(String... arguments) {
        Curve curve = arguments.length == 0
                ? null
                : Arrays.stream(Curve.values())
                        .filter(one -> one.label().equals(arguments[0]))
                        .findFirst()
                        .orElse(null);
        if (curve == null) {
            throw new IllegalArgumentException("expected one of "
                    + Arrays.stream(Curve.values()).map(Curve::label).collect(Collectors.joining(", ")) + ", found "
                    + (arguments.length == 0 ? "nothing" : "'" + arguments[0] + "'"));
        }
        Map<String, String> given = new LinkedHashMap<>();
        for (int at = 1; at < arguments.length; at += 2) {
            if (!NAMES.contains(arguments[at]) || at + 1 == arguments.length) {
                throw new IllegalArgumentException(
                        "expected " + String.join(", ", NAMES) + " with a value each, found '" + arguments[at] + "'");
            }
            given.put(arguments[at], arguments[at + 1]);
        }
        return new CurveOptions(
                curve,
                Double.parseDouble(given.getOrDefault("--minutes", "10")),
                Integer.parseInt(given.getOrDefault("--steps", "3")),
                Integer.parseInt(given.getOrDefault("--train", "20")),
                Integer.parseInt(given.getOrDefault("--max-new-tokens", "40")),
                given.getOrDefault("--dtype", "float32"),
                task(given.getOrDefault("--task", Defaults.TASK), given.get("--data")),
                Path.of(given.getOrDefault("--out", "docs/results")));
    }

    private static TaskChoice task(String name, @Nullable String data) {
        TaskChoice plain = TaskChoice.named(name);
        return new TaskChoice(
                name,
                data,
                plain.questionField(),
                plain.answerField(),
                plain.answerFormat(),
                plain.labels(),
                plain.extractor(),
                plain.seed(),
                plain.difficulty(),
                plain.examples());
    }
}
