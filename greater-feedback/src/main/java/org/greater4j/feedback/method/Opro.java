package org.greater4j.feedback.method;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.greater4j.feedback.Sampling;
import org.greater4j.feedback.search.PromptSearch;
import org.greater4j.feedback.search.RankedPrompt;
import org.greater4j.feedback.search.Workbench;
import org.greater4j.task.Example;
import org.greater4j.text.Message;

/**
 * OPRO (Yang et al. 2024): the model sees the best instructions so far with their scores, worst first, and some problems, and writes others.
 *
 * <p>Scores are taken on all train rows. The best by these are the finalists, chosen among on dev like those of GReaTer; the release leaves
 * this choice to another script.
 */
public final class Opro implements PromptSearch {
    private static final int LONGEST = 500;
    private static final String PLACE = "<INS>";

    private final Settings settings;
    private final Ranking ranking = new Ranking();
    private final Set<String> seen = new LinkedHashSet<>();

    /**
     * Sizes.
     *
     * @param each instructions asked for in a step
     * @param history best instructions that are shown
     * @param threshold scores below it are not shown
     * @param exemplars problems that are shown
     * @param digits whether instructions may hold digits; on GSM8K, where they would be numbers of a problem, the release takes none that do
     */
    public record Settings(
            int steps, int each, int history, double threshold, int exemplars, boolean digits, Sampling sampling) {
        /** Of instructions that may hold digits. */
        public Settings(int steps, int each, int history, double threshold, int exemplars, Sampling sampling) {
            this(steps, each, history, threshold, exemplars, true, sampling);
        }

        /** Of the release, without the threshold that it sets for GPT models. */
        public static Settings authors() {
            return new Settings(200, 8, 20, 0, 3, Sampling.of(1, 512));
        }

        /** At least eight steps fit, and steps go on until the budget is spent. */
        public static Settings within(Scale scale) {
            double each = (3.0 + scale.train()) * scale.tokensPerRow();
            return new Settings(Integer.MAX_VALUE, scale.fitting(0.125, each, 1, 8), 20, 0, 3, Sampling.of(1, 100));
        }

        /** The same without instructions that hold digits. */
        public Settings withoutDigits() {
            return new Settings(steps, each, history, threshold, exemplars, false, sampling);
        }

        private boolean allow(String text) {
            return text.length() <= LONGEST
                    && !text.contains("INS")
                    && (digits || text.chars().noneMatch(Character::isDigit));
        }
    }

    public Opro(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void search(Workbench bench, String initial) {
        seen.add(initial);
        bench.score(List.of(initial), bench.train(), ranking.at(0));
        if (!ranking.has(initial)) {
            return;
        }
        bench.stepDone(0, ranking.best(settings.history()));
        int idle = 0;
        for (int step = 1; step <= settings.steps() && idle < Idle.MOST; step++) {
            List<Message> request = request(bench);
            List<String> proposed = Writing.present(bench.proposePrompts(
                    "opro",
                    Collections.nCopies(settings.each(), request),
                    settings.sampling(),
                    Replies.taggedOrWhole(bench, PLACE, "</INS>")));
            List<String> allowed = proposed.stream().filter(settings::allow).toList();
            bench.refused(proposed.size() - allowed.size());
            List<String> fresh = allowed.stream().filter(seen::add).toList();
            bench.score(fresh, bench.train(), ranking.at(step));
            idle = fresh.isEmpty() ? idle + 1 : 0;
            bench.stepDone(step, ranking.best(settings.history()));
        }
    }

    private List<Message> request(Workbench bench) {
        List<RankedPrompt> best = new ArrayList<>(ranking.best().stream()
                .filter(one -> ranking.score(one.prompt()) >= settings.threshold())
                .limit(settings.history())
                .toList());
        Collections.reverse(best);
        String history = best.stream()
                .map(one -> bench.templates()
                        .text(
                                "opro-score",
                                Map.of(
                                        "prompt",
                                        one.prompt(),
                                        "score",
                                        Long.toString(Math.round(100 * ranking.score(one.prompt()))))))
                .collect(Collectors.joining("\n\n"));
        String examples = Rows.sample(bench.train(), settings.exemplars(), bench.random()).stream()
                .map(row -> bench.templates()
                        .text("row-pair", Map.of("question", placed(bench, row), "answer", row.answer())))
                .collect(Collectors.joining("\n\n"));
        return bench.templates().fill("opro", Map.of("history", history, "examples", examples));
    }

    private static String placed(Workbench bench, Example row) {
        return bench.layout(PLACE, row.question());
    }

    @Override
    public List<RankedPrompt> found() {
        return ranking.best();
    }
}
