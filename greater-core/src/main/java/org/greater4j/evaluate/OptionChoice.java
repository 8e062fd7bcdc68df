package org.greater4j.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.greater4j.engine.Generation;
import org.greater4j.engine.OptionQuestion;
import org.greater4j.engine.OptionScorer;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.Example;
import org.greater4j.task.Task;
import org.greater4j.text.Tokenizer;
import org.jspecify.annotations.Nullable;

/**
 * The second accuracy: after the same reasoning and extractor, which of the question's options is the likeliest?
 *
 * <p>Every option is scored with what closes it (a quote, a parenthesis, or the line's end, by what the extractor opens), so that none is the start of another and their sums can be compared although
 * they differ in length. There is always a likeliest option, so nothing is unanswered.
 */
final class OptionChoice {
    private final OptionScorer scorer;
    private final Task task;
    private final Tokenizer tokenizer;
    private final String closing;

    OptionChoice(OptionScorer scorer, Task task, Tokenizer tokenizer) {
        this.scorer = scorer;
        this.task = task;
        this.tokenizer = tokenizer;
        this.closing = closing(task);
    }

    private static String closing(Task task) {
        if (task.opensQuote()) {
            return "\"";
        }
        return task.extractor().stripTrailing().endsWith("(") ? ")" : "\n";
    }

    /**
     * The likeliest option of every example, null for those without options or without a continuation.
     *
     * @param turns ids up to the assistant's header, one per example
     * @param generations whose chains are the reasoning, one per example
     */
    List<@Nullable String> likeliest(List<Example> examples, List<int[]> turns, List<Generation> generations) {
        List<OptionQuestion> questions = new ArrayList<>();
        List<Integer> asked = new ArrayList<>();
        for (int row = 0; row < examples.size(); row++) {
            List<String> options = task.answerFormat().options(examples.get(row));
            if (!options.isEmpty() && generations.get(row).failure() == null) {
                questions.add(question(turns.get(row), generations.get(row), options));
                asked.add(row);
            }
        }
        List<double[]> scores = questions.isEmpty() ? List.of() : scorer.score(questions, finished -> {});
        List<@Nullable String> likeliest = new ArrayList<>(Collections.nCopies(examples.size(), null));
        for (int i = 0; i < asked.size(); i++) {
            Example example = examples.get(asked.get(i));
            likeliest.set(asked.get(i), task.answerFormat().options(example).get(best(scores.get(i), example)));
        }
        return likeliest;
    }

    private OptionQuestion question(int[] turn, Generation generation, List<String> options) {
        int[] text = Stream.of(turn, generation.chain(), tokenizer.encode(task.extractor()))
                .flatMapToInt(IntStream::of)
                .toArray();
        return new OptionQuestion(
                text,
                options.stream()
                        .map(option -> tokenizer.encode(option + closing))
                        .toList());
    }

    private static int best(double[] scores, Example example) {
        int best = 0;
        for (int option = 0; option < scores.length; option++) {
            if (Double.isNaN(scores[option])) {
                throw new GreaterException(
                        ErrorCode.NUMBER_NOT_FINITE,
                        "options of " + example.id() + ": expected log-probabilities, found "
                                + Arrays.toString(scores));
            }
            best = scores[option] > scores[best] ? option : best;
        }
        return best;
    }
}
