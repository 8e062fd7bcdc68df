package org.greater4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.greater4j.app.Defaults;
import org.greater4j.app.Methods;
import org.greater4j.app.TaskChoice;
import org.greater4j.app.study.StudyCell;
import org.greater4j.app.study.StudyPlan;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.Task;
import org.greater4j.tasks.NearMatches;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A YAML file that describes a study:
 *
 * <pre>{@code
 * tasks:                         # rows; options of one task beside its name
 *   - gen/sentiment
 *   - {task: reviews.csv, name: reviews, answer-format: label, test: 40}
 * methods: [initial, zero-shot-cot, greater]       # columns
 * models: [smollm2-135m-instruct]
 * seeds: [1, 2]
 * settings:                      # options of `optimize` by their names, for all
 *   train: 16
 *   steps: 4
 * }</pre>
 *
 * <p>Every entry of tasks, methods and models may be a map with options of its own, which win over the settings: those of a task over the
 * settings, those of a model over the task's, those of a method over all.
 */
final class StudyFile {
    private static final List<String> KEYS = List.of("name", "tasks", "methods", "models", "seeds", "settings");
    private static final String NAME = "name";
    /** What the grid itself, or the study's own command line, says. */
    private static final Set<String> NOT_HERE = Set.of(
            "task",
            "model",
            "method",
            "seed",
            "out",
            "config",
            "no-test",
            "spark",
            "json",
            "quiet",
            "stacktrace",
            "help");
    /** What must be the same for all methods and models, so that they are measured on the same rows. */
    private static final Set<String> OF_TASKS = Set.of(
            "data",
            "question-field",
            "answer-field",
            "answer-format",
            "metric",
            "splits",
            "labels",
            "extractor",
            "task-seed",
            "difficulty",
            "test");

    private static final Pattern LINE = Pattern.compile("line ([0-9]{1,9})");
    private static final Pattern OPTION = Pattern.compile("--([a-z-]+): (.*)", Pattern.DOTALL);

    private final Path file;
    private final Map<String, String> environment;
    private final Set<String> problems = new LinkedHashSet<>();
    private final CommandSpec optimize = new CommandLine(new OptimizeCommand()).getCommandSpec();

    /** One entry of tasks, methods or models. */
    private record Entry(String label, String value, int line, Map<String, YamlNode> options) {}

    /** A task entry that could be read. */
    private record LoadedTask(Entry entry, Task task) {}

    private StudyFile(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    /**
     * Reads a study and loads its tasks.
     *
     * @param environment variables of the process
     * @throws GreaterException ({@code FILE_NOT_FOUND}) if the file can't be read, ({@code INVALID_OPTION}) naming all that is wrong with it,
     *     with keys and lines
     */
    static StudyPlan read(Path file, Map<String, String> environment) {
        return new StudyFile(file, environment).plan();
    }

    private StudyPlan plan() {
        YamlNode.Fields root = YamlReader.read(file, problems);
        root.fields().forEach((key, node) -> {
            if (!KEYS.contains(key)) {
                List<String> near = NearMatches.of(key, KEYS);
                problem(
                        node.line(),
                        key,
                        "expected one of the keys " + String.join(", ", KEYS) + ", found another"
                                + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?"));
            }
        });
        Map<String, YamlNode> settings = settings(root.fields().get("settings"));
        check(List.of(settings), "settings");
        List<Entry> tasks = entries(root, "tasks", "task", List.of());
        List<Entry> methods = entries(root, "methods", "method", List.of("initial", "zero-shot-cot", "greater"));
        List<Entry> models = entries(root, "models", "model", List.of(Defaults.MODEL));
        List<Long> seeds = seeds(root.fields().get("seeds"));
        if (!root.fields().containsKey("tasks")) {
            problems.add("tasks: expected a list of tasks such as [gen/sentiment, gsm8k], found none");
        }
        for (Entry method : methods) {
            if (Methods.find(method.value()).isEmpty()) {
                problem(
                        method.line(),
                        "methods",
                        "expected one of " + String.join(", ", Methods.labels()) + ", found '" + method.value() + "'");
            }
            checkOptions(method, "methods", settings, OF_TASKS);
        }
        models.forEach(model -> checkOptions(model, "models", settings, OF_TASKS));
        List<LoadedTask> loaded = new ArrayList<>();
        for (Entry task : tasks) {
            int before = problems.size();
            checkOptions(task, "tasks", settings, Set.of());
            if (problems.size() == before) {
                load(task, settings, loaded);
            }
        }
        throwProblems();
        StudyPlan plan = new StudyPlan(name(root), cells(settings, loaded, methods, models, seeds));
        problems.addAll(plan.problems());
        throwProblems();
        return plan;
    }

    private List<StudyCell> cells(
            Map<String, YamlNode> settings,
            List<LoadedTask> tasks,
            List<Entry> methods,
            List<Entry> models,
            List<Long> seeds) {
        List<StudyCell> cells = new ArrayList<>();
        for (Entry model : models) {
            for (LoadedTask task : tasks) {
                for (long seed : seeds) {
                    for (Entry method : methods) {
                        List<String> words =
                                words(List.of(settings, task.entry().options(), model.options(), method.options()));
                        words.add("--task=" + task.entry().value());
                        words.add("--model=" + model.value());
                        words.add("--method=" + method.value());
                        words.add("--seed=" + seed);
                        OptimizeCommand command = parse(words);
                        try {
                            cells.add(new StudyCell(
                                    model.label(),
                                    task.entry().label(),
                                    method.label(),
                                    seed,
                                    command.config(
                                            command.task.choice(environment),
                                            command.sizes
                                                    .choice(command.preset().search())
                                                    .fit(task.task())),
                                    task.task()));
                        } catch (GreaterException e) {
                            problems.add(String.valueOf(e.getMessage())); // a file with the initial prompt
                        }
                    }
                }
            }
        }
        return cells;
    }

    private void load(Entry entry, Map<String, YamlNode> settings, List<LoadedTask> loaded) {
        List<String> words = words(List.of(settings, entry.options()));
        words.add("--task=" + entry.value());
        try {
            TaskChoice choice = parse(words).task.choice(environment);
            loaded.add(new LoadedTask(entry, choice.load(environment)));
        } catch (GreaterException e) {
            problem(entry.line(), "tasks", String.valueOf(e.getMessage()));
        }
    }

    private Map<String, YamlNode> settings(@Nullable YamlNode node) {
        if (node == null || node.asValue().isEmpty()) {
            return Map.of();
        }
        if (node instanceof YamlNode.Fields fields) {
            return fields.fields();
        }
        problem(node.line(), "settings", "expected options such as `steps: 4`, found something else");
        return Map.of();
    }

    private List<Entry> entries(YamlNode.Fields root, String key, String what, List<String> otherwise) {
        YamlNode node = root.fields().get(key);
        if (node == null) {
            return otherwise.stream()
                    .map(value -> new Entry(value, value, root.line(), Map.of()))
                    .toList();
        }
        List<YamlNode> items = node instanceof YamlNode.Items list ? list.items() : List.of(node);
        List<Entry> entries = new ArrayList<>();
        Set<String> labels = new HashSet<>();
        for (YamlNode item : items) {
            Entry entry = entry(item, key, what);
            if (entry != null && !labels.add(StudyCell.plain(entry.label()).toLowerCase(Locale.ROOT))) {
                problem(
                        entry.line(),
                        key,
                        "expected distinct names, found '" + entry.label() + "' again; tell them apart by `name`");
            } else if (entry != null) {
                entries.add(entry);
            }
        }
        if (items.isEmpty()) {
            problem(node.line(), key, "expected at least one " + what + ", found none");
        }
        return entries;
    }

    private @Nullable Entry entry(YamlNode item, String key, String what) {
        if (item instanceof YamlNode.Text text && !text.value().isBlank()) {
            return new Entry(label(text.value()), text.value(), text.line(), Map.of());
        }
        if (item instanceof YamlNode.Fields fields
                && fields.fields().get(what) instanceof YamlNode.Text value
                && !value.value().isBlank()) {
            Map<String, YamlNode> options = new LinkedHashMap<>(fields.fields());
            options.remove(what);
            YamlNode name = options.remove(NAME);
            String label = name == null || name.asValue().isBlank()
                    ? label(value.value())
                    : name.asValue().strip();
            return new Entry(label, value.value(), fields.line(), options);
        }
        problem(
                item.line(),
                key,
                "expected a name, or a map with the key '" + what + "', found "
                        + (item.asValue().isBlank() ? "nothing" : "'" + item.asValue() + "'"));
        return null;
    }

    // a file goes by its last name, everything else by what it is called
    private static String label(String value) {
        String plain = value.strip();
        boolean path =
                plain.matches(".*\\.(csv|tsv|jsonl?|ya?ml|gguf)") || plain.startsWith("/") || plain.startsWith(".");
        return path ? plain.substring(plain.lastIndexOf('/') + 1) : plain;
    }

    private List<Long> seeds(@Nullable YamlNode node) {
        if (node == null) {
            return List.of(Defaults.SEED);
        }
        List<Long> seeds = new ArrayList<>();
        for (YamlNode item : node instanceof YamlNode.Items list ? list.items() : List.of(node)) {
            try {
                long seed = Long.parseLong(item.asValue().strip());
                if (seeds.contains(seed)) {
                    problem(item.line(), "seeds", "expected distinct seeds, found " + seed + " again");
                } else {
                    seeds.add(seed);
                }
            } catch (NumberFormatException e) {
                problem(item.line(), "seeds", "expected a whole number, found '" + item.asValue() + "'");
            }
        }
        if (seeds.isEmpty()) {
            problem(node.line(), "seeds", "expected at least one whole number, found none");
        }
        return seeds;
    }

    private String name(YamlNode.Fields root) {
        YamlNode name = root.fields().get(NAME);
        if (name != null && !name.asValue().isBlank()) {
            return name.asValue().strip();
        }
        String fileName = String.valueOf(file.getFileName());
        int dot = fileName.lastIndexOf('.');
        return dot > 0 ? fileName.substring(0, dot) : fileName;
    }

    private void checkOptions(Entry entry, String key, Map<String, YamlNode> settings, Set<String> refused) {
        entry.options().forEach((option, node) -> {
            if (refused.contains(option)) {
                problem(
                        node.line(),
                        key + "." + option,
                        "expected it in `settings` or beside a task, so that all are measured on the"
                                + " same rows; found it beside '" + entry.label() + "'");
            }
        });
        check(List.of(settings, entry.options()), key);
    }

    /** Adds what is wrong with the options of some maps, of which later ones win. */
    private void check(List<Map<String, YamlNode>> maps, String where) {
        Map<String, YamlNode> options = overlaid(maps);
        Map<String, YamlNode> sound = new LinkedHashMap<>();
        options.forEach((key, node) -> {
            OptionSpec option = optimize.findOption("--" + key);
            if (NOT_HERE.contains(key)) {
                problem(
                        node.line(),
                        where(key, where, maps),
                        "expected an option of the runs, found one that the study sets by itself");
            } else if (option == null) {
                problem(node.line(), where(key, where, maps), ConfigFile.unknown(key, optimize));
            } else {
                sound.put(key, node);
            }
        });
        for (String problem : Arguments.parse(optimizeWords(words(List.of(sound))), Style.PLAIN)
                .problems()) {
            Matcher option = OPTION.matcher(problem);
            YamlNode node = option.matches() ? sound.get(option.group(1)) : null;
            if (node == null) {
                problems.add(where + ": " + problem);
            } else {
                problem(node.line(), where(option.group(1), where, maps), option.group(2));
            }
        }
    }

    // an option of the settings is named so wherever it was found to be wrong
    private static String where(String option, String where, List<Map<String, YamlNode>> maps) {
        boolean own = maps.get(maps.size() - 1).containsKey(option);
        return (own ? where : "settings") + "." + option;
    }

    private static Map<String, YamlNode> overlaid(List<Map<String, YamlNode>> maps) {
        Map<String, YamlNode> all = new LinkedHashMap<>();
        maps.forEach(all::putAll);
        return all;
    }

    private List<String> words(List<Map<String, YamlNode>> maps) {
        List<String> words = new ArrayList<>();
        overlaid(maps).forEach((key, node) -> {
            OptionSpec option = optimize.findOption("--" + key);
            List<String> wrong = new ArrayList<>();
            if (option != null) {
                ConfigFile.word(key, node.asValue(), option, words, wrong);
            }
            wrong.forEach(problem -> problem(node.line(), key, problem.substring(problem.indexOf(": ") + 2)));
        });
        return words;
    }

    private static List<String> optimizeWords(List<String> options) {
        List<String> words = new ArrayList<>(List.of("optimize"));
        words.addAll(options);
        return words;
    }

    private static OptimizeCommand parse(List<String> options) {
        return (OptimizeCommand)
                Arguments.parse(optimizeWords(options), Style.PLAIN).command();
    }

    private void problem(int line, String key, String text) {
        problems.add("line " + line + ", " + key + ": " + text);
    }

    private static int line(String problem) {
        Matcher line = LINE.matcher(problem);
        return line.lookingAt() ? Integer.parseInt(line.group(1)) : 0;
    }

    private void throwProblems() {
        if (!problems.isEmpty()) {
            List<String> byLine = new ArrayList<>(problems);
            byLine.sort(Comparator.comparingInt(StudyFile::line));
            throw GreaterException.ofAll(ErrorCode.INVALID_OPTION, "study " + file, byLine);
        }
    }
}
