package org.greater4j.app.study;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.greater4j.tasks.TaskCatalogue;
import org.jspecify.annotations.Nullable;

/**
 * The accuracies that the paper reports (Das et al., ICLR 2025, arXiv 2412.09722, table 1), as shares.
 *
 * <p>What the paper calls APO is ProTeGi here. They stand beside one's own where model, task and method are the same. For BBH the paper has the mean over its 21 tasks, so that a
 * study needs just these.
 */
final class PaperFigures {
    static final String BBH = "bbh";

    static final String GSM8K = "gsm8k";
    static final String FOLIO = "folio";
    /** What is in none of the paper's data sets. */
    static final String OTHER = "other";

    /** Its data sets in its order. */
    static final List<String> TASKS = List.of(GSM8K, BBH, FOLIO);

    // per model and method: GSM8K, BBH, FOLIO
    private static final Map<String, Map<String, List<Double>>> FIGURES = Map.of(
            "gemma-2-9b-it",
            Map.of(
                    "greater", List.of(0.894, 0.766, 0.691),
                    "zero-shot-cot", List.of(0.886, 0.717, 0.650),
                    "ape", List.of(0.886, 0.717, 0.675),
                    "protegi", List.of(0.886, 0.723, 0.631),
                    "pe2", List.of(0.886, 0.689, 0.621),
                    "textgrad", List.of(0.878, 0.729, 0.675)),
            "llama-3-8b-instruct",
            Map.of(
                    "greater", List.of(0.826, 0.687, 0.626),
                    "zero-shot-cot", List.of(0.796, 0.622, 0.586),
                    "ape", List.of(0.799, 0.631, 0.576),
                    "protegi", List.of(0.811, 0.627, 0.586),
                    "pe2", List.of(0.801, 0.615, 0.626),
                    "textgrad", List.of(0.785, 0.585, 0.562)));
    private static final Set<String> BBH_TASKS = TaskCatalogue.entries().stream()
            .filter(entry -> entry.inThePaper() && entry.name().startsWith("bbh/"))
            .map(TaskCatalogue.Entry::name)
            .collect(Collectors.toUnmodifiableSet());

    private PaperFigures() {}

    /**
     * The paper's accuracy, in 0 .. 1; null if it has none.
     *
     * @param model name or path of the model
     * @param task {@code gsm8k}, {@code folio}, or {@link #BBH} for the mean
     * @param method {@link org.greater4j.app.Method#label}
     */
    static @Nullable Double of(String model, String task, String method) {
        int at = TASKS.indexOf(task);
        String name = model.toLowerCase(Locale.ROOT).replace('_', '-');
        for (Map.Entry<String, Map<String, List<Double>>> entry : FIGURES.entrySet()) {
            List<Double> figures = entry.getValue().get(method);
            if (at >= 0 && figures != null && name.contains(entry.getKey())) {
                return figures.get(at);
            }
        }
        return null;
    }

    /** The data set of a task by its name: one of {@link #TASKS} or {@link #OTHER}. */
    static String dataSet(String task) {
        return task.startsWith("bbh/") ? BBH : task.equals(GSM8K) || task.equals(FOLIO) ? task : OTHER;
    }

    /** Whether some tasks are the 21 whose mean the paper reports. */
    static boolean isBbhOfThePaper(Set<String> tasks) {
        return tasks.equals(BBH_TASKS);
    }
}
