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
 * <p>They stand beside one's own where model, task and method are the same. For BBH the paper has the mean over its 21 tasks, so that a
 * study needs just these.
 */
final class PaperFigures {
    static final String BBH = "bbh";

    private static final String GSM8K = "gsm8k";
    private static final String FOLIO = "folio";
    private static final List<String> TASKS = List.of(GSM8K, BBH, FOLIO);
    // per model and method: GSM8K, BBH, FOLIO in per cent
    private static final Map<String, Map<String, List<Double>>> FIGURES = Map.of(
            "gemma-2-9b-it",
            Map.of(
                    "greater", List.of(89.4, 76.6, 69.1),
                    "zero-shot-cot", List.of(88.6, 71.7, 65.0),
                    "ape", List.of(88.6, 71.7, 67.5),
                    "apo", List.of(88.6, 72.3, 63.1),
                    "pe2", List.of(88.6, 68.9, 62.1),
                    "textgrad", List.of(87.8, 72.9, 67.5)),
            "llama-3-8b-instruct",
            Map.of(
                    "greater", List.of(82.6, 68.7, 62.6),
                    "zero-shot-cot", List.of(79.6, 62.2, 58.6),
                    "ape", List.of(79.9, 63.1, 57.6),
                    "apo", List.of(81.1, 62.7, 58.6),
                    "pe2", List.of(80.1, 61.5, 62.6),
                    "textgrad", List.of(78.5, 58.5, 56.2)));
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
                return figures.get(at) / 100;
            }
        }
        return null;
    }

    /** Whether some tasks are the 21 whose mean the paper reports. */
    static boolean isBbhOfThePaper(Set<String> tasks) {
        return tasks.equals(BBH_TASKS);
    }
}
