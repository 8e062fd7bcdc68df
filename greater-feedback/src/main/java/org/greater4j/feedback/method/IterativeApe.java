package org.greater4j.feedback.method;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.greater4j.feedback.Sampling;
import org.greater4j.feedback.search.PromptSearch;
import org.greater4j.feedback.search.RankedPrompt;
import org.greater4j.feedback.search.Workbench;

/**
 * APE with its iterative search, as released with PE2 (Ye et al. 2024): score on dev, keep the best of all so far, write variations of them.
 *
 * <p>The search begins with the initial prompt and guesses from examples.
 */
public final class IterativeApe implements PromptSearch {
    private final Settings settings;
    private final Ranking ranking = new Ranking();

    /**
     * Sizes.
     *
     * @param steps T; the last one only scores
     * @param guesses instructions guessed from examples that the search begins with
     * @param demonstrations examples that each guess is shown
     * @param beam prompts that are kept
     * @param expand variations of each
     */
    public record Settings(int steps, int guesses, int demonstrations, int beam, int expand, Sampling sampling) {
        private static final Sampling GENERATOR = Sampling.of(0.7, 60);

        /** As in the published script. */
        public static Settings authors() {
            return new Settings(4, 4, 5, 4, 4, GENERATOR);
        }

        /** At least four steps fit, and steps go on until the budget is spent. */
        public static Settings within(Scale scale) {
            double each = (1.0 + scale.dev()) * scale.tokensPerRow();
            int width = (int) Math.sqrt(scale.fitting(0.25, each, 1, 16));
            return new Settings(Integer.MAX_VALUE, width * width, 5, width, width, GENERATOR);
        }
    }

    public IterativeApe(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void search(Workbench bench, String initial) {
        Set<String> fresh = new LinkedHashSet<>(List.of(initial));
        fresh.addAll(Writing.induce(
                bench, bench.train(), settings.guesses(), 1, settings.demonstrations(), settings.sampling()));
        int idle = 0;
        for (int step = 0; step < settings.steps(); step++) {
            bench.score(List.copyOf(fresh), bench.dev(), ranking.at(step));
            List<RankedPrompt> beam = ranking.best(settings.beam());
            bench.stepDone(step, beam);
            idle = fresh.isEmpty() ? idle + 1 : 0;
            // a model that repeats itself or writes nothing usable would be asked for ever
            if (step == settings.steps() - 1 || idle == Idle.MOST) {
                return;
            }
            fresh = new LinkedHashSet<>(Writing.paraphrase(
                    bench,
                    new ArrayList<>(beam.stream().map(RankedPrompt::prompt).toList()),
                    settings.expand(),
                    settings.sampling()));
            fresh.removeIf(ranking::has);
        }
    }

    @Override
    public List<RankedPrompt> found() {
        return ranking.best();
    }
}
