package org.greater4j.bench;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.greater4j.app.Defaults;
import org.greater4j.app.Machine;
import org.greater4j.app.Models;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.GradientModel;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.SessionSettings;
import org.greater4j.objective.Frame;
import org.greater4j.objective.Framing;
import org.greater4j.objective.Placement;
import org.greater4j.objective.Prompt;
import org.greater4j.objective.TokenFilter;
import org.greater4j.task.Example;
import org.greater4j.task.Split;
import org.greater4j.task.SplitSizes;
import org.greater4j.task.Task;

/**
 * How well a model states its answer after differently worded extractors: mean answer loss and exact match under the default prompt, per
 * task.
 *
 * <p>Arguments: examples per task, tokens of a chain, data directory, then task names. Read on training rows only.
 */
public final class ExtractorWordings {
    private static final Map<String, String> WORDINGS = wordings();

    private ExtractorWordings() {}

    public static void main(String[] arguments) {
        int examples = Integer.parseInt(arguments[0]);
        int maxNewTokens = Integer.parseInt(arguments[1]);
        List<String> tasks = List.of(arguments).subList(3, arguments.length);
        try (GradientModel model = new Models().open(Defaults.MODEL, "float32", "cpu")) {
            System.out.printf(
                    Locale.ROOT,
                    "%s, float32, %d examples a task (training rows of seed %d), chains of %d, %s%n%n",
                    model.info().name(),
                    examples,
                    Defaults.SEED,
                    maxNewTokens,
                    Machine.of(model.info()).describe() + ", " + LocalDate.now(ZoneOffset.UTC));
            System.out.println("| task | format | " + String.join(" | ", WORDINGS.keySet()) + " |");
            System.out.println("|---|---" + "|---".repeat(WORDINGS.size()) + "|");
            for (String name : tasks) {
                System.out.println(row(model, NamedTask.load(name, arguments[2]), examples, maxNewTokens));
            }
        }
        System.out.println();
        WORDINGS.forEach((label, wording) -> System.out.println(label + ": `" + wording.replace("\n", "\\n") + "`"));
    }

    private static Map<String, String> wordings() {
        Map<String, String> wordings = new LinkedHashMap<>();
        wordings.put("quote", "\nThe final answer (%s) is \"");
        wordings.put("quote, short", "\nFinal answer: \"");
        wordings.put("plain", "\nThe final answer (%s) is ");
        wordings.put("so", "\nSo the answer is: ");
        wordings.put("exact format", "\nTherefore, the final answer (use exact format: '$ %s') is $ ");
        return wordings;
    }

    private static String row(GradientModel model, Task task, int examples, int maxNewTokens) {
        List<Example> train =
                Split.of(task, new SplitSizes(examples, 0, 0), Defaults.SEED).train();
        StringBuilder row = new StringBuilder(
                "| " + task.name() + " | " + task.answerFormat().name());
        List<Assessment> all = new ArrayList<>();
        for (String wording : WORDINGS.values()) {
            all.add(assess(model, train, String.format(wording, options(task)), maxNewTokens));
        }
        for (Assessment assessment : all) {
            row.append(String.format(
                    Locale.ROOT,
                    " | %.2f, %d/%d",
                    assessment.answerLoss(),
                    examples - assessment.mistakes(),
                    examples));
        }
        return row.append(" |").toString();
    }

    private static Assessment assess(GradientModel model, List<Example> train, String extractor, int maxNewTokens) {
        Framing framing = new Framing(model.tokenizer(), model.chatTemplate(), Placement.AFTER_QUESTION);
        List<Frame> frames = framing.frames(train, extractor);
        Prompt prompt = framing.prompt(Defaults.INIT, train, frames);
        SessionSettings settings = new SessionSettings(
                maxNewTokens,
                Defaults.ANSWER_TEMPERATURE,
                Defaults.FLUENCY_WEIGHT,
                TokenFilter.allowed(model.tokenizer()));
        try (ReasoningSession session = model.open(frames, settings)) {
            return session.assess(List.of(prompt), Cutoff.none()).get(0);
        }
    }

    // what stands in brackets in the task's own extractor
    private static String options(Task task) {
        String extractor = task.answerFormat().extractor();
        int open = extractor.indexOf('(');
        int close = extractor.indexOf(')');
        return open >= 0 && close > open ? extractor.substring(open + 1, close) : "in a few words";
    }
}
