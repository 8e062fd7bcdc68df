package org.greater4j.feedback.method;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.greater4j.feedback.ChatReply;
import org.greater4j.feedback.Sampling;
import org.greater4j.feedback.search.PromptScore;
import org.greater4j.feedback.search.PromptSearch;
import org.greater4j.feedback.search.RankedPrompt;
import org.greater4j.feedback.search.Workbench;
import org.greater4j.task.Example;
import org.greater4j.text.Message;

/**
 * PE2 (Ye et al. 2024): one conversation that first looks at mistakes by a list of questions and then writes a better prompt; the best on
 * dev, of all so far, are worked on further.
 *
 * <p>The optional parts (guide, tutorial, step size, history) are off, as in the published script. A prompt without mistakes on the train
 * rows is not worked on; the release asks all the same, showing nothing.
 */
public final class Pe2 implements PromptSearch {
    private static final double PERFECT = 1;

    private final Settings settings;
    private final Ranking ranking = new Ranking();

    /**
     * Sizes.
     *
     * @param steps T; the last one only scores
     * @param beam prompts that are worked on
     * @param expand conversations about each
     * @param batch mistakes that a conversation is shown
     * @param words most words that a new prompt is asked to have
     * @param analysis how the look at mistakes is drawn
     * @param rewriting how the prompt is drawn
     */
    public record Settings(
            int steps, int beam, int expand, int batch, int words, Sampling analysis, Sampling rewriting) {
        /** As in the published script. */
        public static Settings authors() {
            return new Settings(4, 4, 4, 2, 50, Sampling.of(0.5, 1500), Sampling.of(0.7, 300));
        }

        /** At least four steps fit, and steps go on until the budget is spent. */
        public static Settings within(Scale scale) {
            double each = (8.0 + scale.dev()) * scale.tokensPerRow();
            int width = (int) Math.sqrt(scale.fitting(0.25, each, 1, 16));
            return new Settings(Integer.MAX_VALUE, width, width, 2, 50, Sampling.of(0.5, 200), Sampling.of(0.7, 80));
        }

        int mistakesWanted() {
            return batch * Math.max(expand, 2) / 2;
        }
    }

    public Pe2(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void search(Workbench bench, String initial) {
        Set<String> fresh = new LinkedHashSet<>(List.of(initial));
        int idle = 0;
        for (int step = 0; step < settings.steps(); step++) {
            bench.score(List.copyOf(fresh), bench.dev(), ranking.at(step));
            List<RankedPrompt> beam = ranking.best(settings.beam());
            bench.stepDone(step, beam);
            if (beam.isEmpty()) {
                return;
            }
            idle = fresh.isEmpty() ? idle + 1 : 0;
            if (step == settings.steps() - 1
                    || idle == Idle.MOST
                    || ranking.score(beam.get(0).prompt()) >= PERFECT) {
                return;
            }
            fresh = new LinkedHashSet<>();
            for (RankedPrompt parent : beam) {
                fresh.addAll(children(bench, parent.prompt()));
            }
            fresh.removeIf(ranking::has);
        }
    }

    private List<String> children(Workbench bench, String prompt) {
        List<PromptScore.WrongRow> mistakes = mistakes(bench, prompt);
        if (mistakes.isEmpty()) {
            return List.of();
        }
        List<List<Message>> looks = new ArrayList<>();
        for (int child = 0; child < settings.expand(); child++) {
            List<PromptScore.WrongRow> shown = Rows.sample(mistakes, settings.batch(), bench.random());
            looks.add(bench.templates()
                    .fill(
                            "pe2-analyse",
                            Map.of(
                                    "prompt",
                                    prompt,
                                    "layout",
                                    bench.layout(prompt, "(the question)"),
                                    "examples",
                                    Rows.answered(bench, shown))));
        }
        List<ChatReply> analyses = bench.ask("analyse", looks, settings.analysis());
        List<Message> rewrite = bench.templates()
                .fill("pe2-rewrite", Map.of("prompt", prompt, "words", Integer.toString(settings.words())));
        List<List<Message>> requests = new ArrayList<>();
        for (int child = 0; child < looks.size(); child++) {
            String analysis = analyses.get(child).text();
            if (!analysis.isBlank()) {
                List<Message> conversation = new ArrayList<>(looks.get(child));
                conversation.add(Message.assistant(analysis));
                conversation.addAll(rewrite);
                requests.add(conversation);
            }
        }
        bench.missed("rewrite", looks.size() - requests.size());
        return Writing.present(bench.proposePrompts("rewrite", requests, settings.rewriting(), Replies.plain(bench)));
    }

    // train rows in their order, only as far as needed
    private List<PromptScore.WrongRow> mistakes(Workbench bench, String prompt) {
        List<PromptScore.WrongRow> mistakes = new ArrayList<>();
        List<Example> rows = bench.train();
        int wanted = settings.mistakesWanted();
        for (int from = 0; from < rows.size() && mistakes.size() < wanted; from += wanted) {
            mistakes.addAll(bench.score(prompt, rows.subList(from, Math.min(rows.size(), from + wanted)))
                    .wrong());
        }
        return mistakes.subList(0, Math.min(wanted, mistakes.size()));
    }

    @Override
    public List<RankedPrompt> found() {
        return ranking.best();
    }
}
