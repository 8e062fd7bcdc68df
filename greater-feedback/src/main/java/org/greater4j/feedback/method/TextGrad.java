package org.greater4j.feedback.method;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.greater4j.evaluate.ExampleResult;
import org.greater4j.feedback.ChatReply;
import org.greater4j.feedback.Sampling;
import org.greater4j.feedback.search.PromptScore;
import org.greater4j.feedback.search.PromptSearch;
import org.greater4j.feedback.search.RankedPrompt;
import org.greater4j.feedback.search.Workbench;
import org.greater4j.task.Example;
import org.greater4j.text.Message;
import org.jspecify.annotations.Nullable;

/**
 * TextGrad's prompt optimisation (Yuksekgonul et al. 2025): feedback on each reply, from it feedback on the prompt, and one rewriting that
 * takes the feedback of a minibatch into account.
 *
 * <p>With validation, as the release has it behind a switch, an update that lowers the accuracy on dev is taken back; ties stay. Only rows
 * that could be measured for both prompts count, and an update that can't be measured is taken back. The result is the last prompt. Feedback on a reply follows the verdict of the task's metric. Left out of the release: adding the same feedback twice,
 * and dying of a reply without tags, which here leaves the prompt as it is.
 */
public final class TextGrad implements PromptSearch {
    private final Settings settings;
    private @Nullable RankedPrompt last;

    /**
     * Sizes.
     *
     * @param epochs goes through the train rows, each in a new order
     * @param stepsPerEpoch most updates of an epoch
     * @param batch rows of an update
     * @param validate whether updates that do worse on dev are taken back
     * @param feedback how feedback is drawn
     * @param rewriting how the new prompt is drawn
     */
    public record Settings(
            int epochs, int stepsPerEpoch, int batch, boolean validate, Sampling feedback, Sampling rewriting) {
        /** Of the release, with validation. */
        public static Settings authors() {
            return new Settings(3, 4, 3, true, Sampling.of(0, 1000), Sampling.of(0, 1000));
        }

        /**
         * Updates go on until the budget is spent, with short feedback. It is drawn and not the likeliest: after an update that is taken back,
         * the same rows would lead to the same update for ever.
         */
        public static Settings within(Scale scale) {
            return new Settings(
                    Integer.MAX_VALUE, Integer.MAX_VALUE, 3, true, Sampling.of(0.7, 80), Sampling.of(0.7, 100));
        }
    }

    public TextGrad(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void search(Workbench bench, String initial) {
        String prompt = initial;
        last = new RankedPrompt(prompt, null, 0);
        @Nullable PromptScore validated = settings.validate() ? bench.score(prompt, bench.dev()) : null;
        if (validated != null) {
            if (!validated.isMeasured()) {
                return;
            }
            last = new RankedPrompt(prompt, validated.accuracy(), 0);
        }
        bench.stepDone(0, found());
        int step = 0;
        int idle = 0;
        for (int epoch = 0; epoch < settings.epochs(); epoch++) {
            List<Example> order = Rows.sample(bench.train(), bench.train().size(), bench.random());
            int steps = Math.min(settings.stepsPerEpoch(), (order.size() + settings.batch() - 1) / settings.batch());
            for (int inEpoch = 0; inEpoch < steps; inEpoch++) {
                int from = inEpoch * settings.batch();
                List<Example> rows = order.subList(from, Math.min(order.size(), from + settings.batch()));
                step++;
                Optional<String> proposal = update(bench, prompt, rows);
                String next = proposal.orElse(prompt);
                idle = next.equals(prompt) ? idle + 1 : 0;
                if (validated == null) {
                    prompt = next;
                    last = new RankedPrompt(prompt, null, step);
                } else if (!next.equals(prompt)) {
                    PromptScore score = bench.score(next, bench.dev());
                    if (score.isMeasured() && score.lead(validated) >= 0) {
                        prompt = next;
                        validated = score;
                        last = new RankedPrompt(prompt, score.accuracy(), step);
                    }
                }
                bench.stepDone(step, found());
                if (idle == Idle.MOST) {
                    return;
                }
            }
        }
    }

    private Optional<String> update(Workbench bench, String prompt, List<Example> rows) {
        PromptScore score = bench.score(prompt, rows);
        List<Integer> measured = IntStream.range(0, rows.size())
                .filter(row -> score.results().get(row).outcome() != null)
                .boxed()
                .toList();
        List<List<Message>> onReplies = measured.stream()
                .map(row -> bench.templates()
                        .fill(
                                "textgrad-reply",
                                Map.of(
                                        "prompt",
                                        prompt,
                                        "question",
                                        rows.get(row).question(),
                                        "reply",
                                        reply(score.results().get(row)),
                                        "judgement",
                                        judgement(rows.get(row), score.results().get(row)))))
                .toList();
        List<ChatReply> feedback = bench.ask("feedback", onReplies, settings.feedback());
        List<List<Message>> onPrompt = new ArrayList<>();
        List<Integer> kept = new ArrayList<>();
        for (int at = 0; at < measured.size(); at++) {
            int row = measured.get(at);
            if (!feedback.get(at).text().isBlank()) {
                kept.add(row);
                onPrompt.add(bench.templates()
                        .fill(
                                "textgrad-prompt",
                                Map.of(
                                        "prompt",
                                        prompt,
                                        "question",
                                        rows.get(row).question(),
                                        "reply",
                                        reply(score.results().get(row)),
                                        "feedback",
                                        feedback.get(at).text().strip())));
            }
        }
        List<ChatReply> gradients = bench.ask("gradient", onPrompt, settings.feedback());
        String context = IntStream.range(0, gradients.size())
                .filter(at -> !gradients.get(at).text().isBlank())
                .mapToObj(at -> bench.layout(prompt, rows.get(kept.get(at)).question()) + "\n-> "
                        + reply(score.results().get(kept.get(at))) + "\nFeedback: "
                        + gradients.get(at).text().strip())
                .collect(Collectors.joining("\n\n"));
        if (context.isEmpty()) {
            bench.missed("improve", 1);
            return Optional.empty();
        }
        List<Message> request =
                bench.templates().fill("textgrad-improve", Map.of("prompt", prompt, "feedback", context));
        return bench.proposePrompts(
                        "improve",
                        List.of(request),
                        settings.rewriting(),
                        Replies.tagged(bench, "<IMPROVED>", "</IMPROVED>"))
                .get(0);
    }

    private static String reply(ExampleResult result) {
        return (Rows.reasoning(result) + "\nAnswer: " + Rows.output(result)).strip();
    }

    private static String judgement(Example row, ExampleResult result) {
        return result.right() ? "the answer is right." : "the answer is wrong; the right one is " + row.answer() + ".";
    }

    @Override
    public List<RankedPrompt> found() {
        return last == null ? List.of() : List.of(last);
    }
}
