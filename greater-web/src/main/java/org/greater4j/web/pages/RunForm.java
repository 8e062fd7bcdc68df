package org.greater4j.web.pages;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.greater4j.app.Budget;
import org.greater4j.app.RunConfig;
import org.greater4j.app.SizeChoice;
import org.greater4j.app.TaskChoice;
import org.greater4j.error.GreaterException;
import org.greater4j.task.SplitSizes;
import org.greater4j.task.Task;
import org.greater4j.web.report.Wording;
import org.jspecify.annotations.Nullable;

/**
 * The form for a new run as it was filled in; every field is a text, sound or not.
 *
 * @param values by the names of the fields
 */
public record RunForm(Map<String, String> values) {
    /** Names of the fields, in the order of the form. */
    public static final List<String> FIELDS = List.of(
            "model",
            "task",
            "question-field",
            "answer-field",
            "answer-format",
            "method",
            "optimizer",
            "init",
            "train",
            "dev",
            "test",
            "steps",
            "seed",
            "max-new-tokens",
            "minutes",
            "tokens",
            "name",
            "branch",
            "step");

    public RunForm {
        values = Map.copyOf(values);
    }

    /** What a request says, for the fields of the form. */
    public static RunForm of(Function<String, @Nullable String> parameters) {
        Map<String, String> values = new HashMap<>();
        for (String field : FIELDS) {
            String value = parameters.apply(field);
            if (value != null) {
                // browsers send line ends as two signs
                values.put(field, value.replace("\r\n", "\n"));
            }
        }
        return new RunForm(values);
    }

    /** The settings of a run, for a form that is filled in with them. */
    public static RunForm of(RunConfig config) {
        Map<String, String> values = new HashMap<>();
        values.put("model", config.model());
        values.put("task", config.task().name());
        values.put("question-field", orEmpty(config.task().questionField()));
        values.put("answer-field", orEmpty(config.task().answerField()));
        values.put("answer-format", config.task().answerFormat());
        values.put("method", config.method());
        values.put("optimizer", orEmpty(config.feedback().optimizer()));
        values.put("init", config.init());
        values.put("train", Integer.toString(config.sizes().train()));
        values.put("dev", Integer.toString(config.sizes().dev()));
        values.put("test", Integer.toString(config.sizes().test()));
        values.put("steps", Integer.toString(config.steps()));
        values.put("seed", Long.toString(config.seed()));
        values.put("max-new-tokens", Integer.toString(config.maxNewTokens()));
        Budget budget = config.budget();
        values.put("minutes", budget.minutes() == null ? "" : budget.minutes().toString());
        values.put("tokens", budget.tokens() == null ? "" : budget.tokens().toString());
        return new RunForm(values);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** A field; empty if it was not filled in. */
    public String value(String field) {
        return values.getOrDefault(field, "");
    }

    /** The form with one field filled in otherwise. */
    public RunForm with(String field, String value) {
        Map<String, String> changed = new HashMap<>(values);
        changed.put(field, value);
        return new RunForm(changed);
    }

    /** The form with what another one says, field by field. */
    public RunForm over(RunForm base) {
        Map<String, String> merged = new HashMap<>(base.values);
        merged.putAll(values);
        return new RunForm(merged);
    }

    /**
     * What the form comes to.
     *
     * @param config null if there are problems
     * @param task null if it can't be read
     * @param problems one a line, all at once
     */
    public record Reading(
            @Nullable RunConfig config, @Nullable Task task, List<String> problems) {
        public Reading {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads the form.
     *
     * @param base settings that the form has no field for
     * @param environment for where published tasks lie
     */
    public Reading read(RunConfig base, Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        TaskChoice choice = task(base);
        Integer train = number("train", 1, problems);
        Integer dev = number("dev", 0, problems);
        Integer test = number("test", 0, problems);
        RunConfig config = base.withModel(or(value("model").strip(), base.model()))
                .withTask(choice)
                .withMethod(or(value("method"), base.method()))
                .withInit(value("init").isEmpty() ? base.init() : value("init"))
                .withSteps(or(number("steps", 1, problems), base.steps()))
                .withSeed(seed(base.seed(), problems))
                .withMaxNewTokens(or(number("max-new-tokens", 1, problems), base.maxNewTokens()))
                .withBudget(budget(problems))
                .withFeedback(base.feedback().withOptimizer(optimizer()));
        Task task = null;
        SizeChoice sizes = new SizeChoice(train, dev, test);
        try {
            task = choice.load(environment);
        } catch (GreaterException e) {
            problems.addAll(List.of(String.valueOf(e.getMessage()).split("\n  - ")));
        }
        SplitSizes fitting = task == null ? sizes.defaults() : sizes.fit(task);
        config = config.withSizes(fitting.train(), fitting.dev(), fitting.test());
        if (test != null && test == 0) {
            config = config.withoutTest();
        }
        problems.addAll(config.problems());
        if (task != null && fitting.total() > task.examples().size()) {
            problems.add("sizes: expected at most the " + task.examples().size() + " examples of " + task.name()
                    + ", found " + fitting.total() + " asked for; lower train, dev or test");
        }
        return problems.isEmpty()
                ? new Reading(config, task, List.of())
                : new Reading(null, task, problems.stream().distinct().toList());
    }

    private TaskChoice task(RunConfig base) {
        String name = or(value("task").strip(), base.task().name());
        TaskChoice from = name.equals(base.task().name()) ? base.task() : TaskChoice.named(name);
        return from.withReading(
                value("question-field").strip(),
                value("answer-field").strip(),
                value("answer-format").strip());
    }

    private @Nullable String optimizer() {
        String name = value("optimizer").strip();
        return name.isEmpty() ? null : name;
    }

    private Budget budget(List<String> problems) {
        String minutes = value("minutes").strip();
        Double limit = null;
        if (!minutes.isEmpty()) {
            if (minutes.matches("[0-9]{1,6}([.][0-9]{1,3})?")) {
                limit = Double.valueOf(minutes);
            } else {
                problems.add("minutes: expected a number such as 10, found '" + Wording.clip(minutes, 60) + "'");
            }
        }
        String tokens = value("tokens").strip();
        if (!tokens.isEmpty() && !tokens.matches("[0-9]{1,15}")) {
            problems.add("tokens: expected a whole number, found '" + Wording.clip(tokens, 60) + "'");
            tokens = "";
        }
        return new Budget(tokens.isEmpty() ? null : Long.valueOf(tokens), limit);
    }

    private long seed(long otherwise, List<String> problems) {
        String text = value("seed").strip();
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("-?[0-9]{1,18}")) {
            problems.add("seed: expected a whole number, found '" + Wording.clip(text, 60) + "'");
            return otherwise;
        }
        return Long.parseLong(text);
    }

    private @Nullable Integer number(String field, int least, List<String> problems) {
        String text = value(field).strip();
        if (text.isEmpty()) {
            return null;
        }
        if (!text.matches("[0-9]{1,7}") || Integer.parseInt(text) < least) {
            problems.add(field + ": expected a whole number of at least " + least + ", found '" + Wording.clip(text, 60)
                    + "'");
            return null;
        }
        return Integer.valueOf(text);
    }

    private static int or(@Nullable Integer number, int otherwise) {
        return number == null ? otherwise : number;
    }

    private static String or(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }
}
