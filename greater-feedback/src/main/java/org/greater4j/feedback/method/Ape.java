package org.greater4j.feedback.method;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.greater4j.feedback.Sampling;
import org.greater4j.feedback.search.PromptScore;
import org.greater4j.feedback.search.PromptSearch;
import org.greater4j.feedback.search.RankedPrompt;
import org.greater4j.feedback.search.Workbench;
import org.greater4j.task.Example;

/**
 * APE as released, in one shot (Zhou et al. 2023): guess the instruction from examples many times, take the repeats out, score, pick.
 *
 * <p>Examples come from the train rows, scores from the dev rows; the release's entry point uses the same rows for both, which rewards
 * instructions that give answers away. The initial prompt plays no part, unless no guess can be read. The release scores by the
 * likelihood of the right answers or by accuracy; here it is accuracy.
 */
public final class Ape implements PromptSearch {
    private final Settings settings;
    private final Ranking ranking = new Ranking();

    /**
     * Sizes.
     *
     * @param subsamples how many draws of examples are shown
     * @param each requests with each of them
     * @param demonstrations examples in a draw
     * @param rounds of the bandit; 0 scores every prompt on all dev rows
     * @param share of the prompts that a round of the bandit pulls
     * @param rows that a pull takes
     * @param exploration c of the bandit
     */
    public record Settings(
            int subsamples,
            int each,
            int demonstrations,
            int rounds,
            double share,
            int rows,
            double exploration,
            Sampling sampling) {
        private static final Sampling GENERATOR = Sampling.of(0.9, 50).withTopP(0.9);

        /** The entry point of the release, {@code simple_ape}. */
        public static Settings authors() {
            return new Settings(5, 10, 5, 20, 0.334, 5, 1, GENERATOR);
        }

        /** As many prompts as can be asked for and scored on all dev rows. */
        public static Settings within(Scale scale) {
            double each = 6.0 * scale.tokensPerRow() + (double) scale.dev() * scale.tokensPerRow();
            int prompts = scale.fitting(0.9, each, 2, 250);
            int subsamples = Math.min(5, prompts);
            return new Settings(subsamples, (prompts + subsamples - 1) / subsamples, 5, 0, 0, 0, 0, GENERATOR);
        }
    }

    public Ape(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void search(Workbench bench, String initial) {
        List<String> prompts = new ArrayList<>(new LinkedHashSet<>(Writing.induce(
                bench,
                bench.train(),
                settings.subsamples(),
                settings.each(),
                settings.demonstrations(),
                settings.sampling())));
        if (settings.rounds() == 0) {
            bench.score(prompts, bench.dev(), ranking.at(1));
        } else {
            pull(bench, prompts);
        }
        bench.stepDone(1, ranking.best());
    }

    // every pull takes rows of its own
    private void pull(Workbench bench, List<String> prompts) {
        UcbArms arms = new UcbArms(prompts.size(), settings.exploration());
        int pulledAtOnce = Math.max(1, (int) (settings.share() * prompts.size()));
        for (int round = 0; round < settings.rounds() && !prompts.isEmpty(); round++) {
            for (int arm : arms.choose(pulledAtOnce, arms.classic(Math.max(1, arms.pulls())), bench.random())) {
                List<Example> rows = Rows.sample(bench.dev(), settings.rows(), bench.random());
                PromptScore score = bench.score(prompts.get(arm), rows);
                arms.pulled(arm, score);
                if (score.isMeasured()) {
                    ranking.note(prompts.get(arm), arms.mean(arm), 1);
                }
            }
        }
    }

    @Override
    public List<RankedPrompt> found() {
        return ranking.best();
    }
}
