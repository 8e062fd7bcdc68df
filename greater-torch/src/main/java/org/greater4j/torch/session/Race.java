package org.greater4j.torch.session;

import java.util.Arrays;
import java.util.List;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.objective.Prompt;
import org.jspecify.annotations.Nullable;

/**
 * Prompts that are assessed against each other: what is known of each, and which can no longer win (method: fast path 6).
 *
 * <p>Mistakes and the sum of losses only grow. A prompt is lost once the lowest score that it can still reach is above the score to beat, or above the highest
 * that another prompt can still sink to. Equal scores are not lost: ties are decided elsewhere. The prompt with the lowest score of
 * all is never lost to another of the race.
 */
final class Race {
    private final List<Prompt> prompts;
    private final int examples;
    private final Cutoff cutoff;
    private final @Nullable ExampleAssessment[][] results;
    private final double[][] fluencyLosses;
    private final boolean[] lost;
    private int left;

    /**
     * @param known what earlier questions found; null where nothing is known
     */
    Race(List<Prompt> prompts, int examples, Cutoff cutoff, List<@Nullable Assessment> known) {
        this.prompts = prompts;
        this.examples = examples;
        this.cutoff = cutoff;
        this.results = new ExampleAssessment[prompts.size()][examples];
        this.fluencyLosses = new double[prompts.size()][examples];
        this.lost = new boolean[prompts.size()];
        for (int c = 0; c < prompts.size(); c++) {
            Arrays.fill(fluencyLosses[c], Double.NaN);
            Assessment earlier = known.get(c);
            for (int j = 0; j < examples; j++) {
                if (earlier != null) {
                    ExampleAssessment example = earlier.examples().get(j);
                    fluencyLosses[c][j] = example.fluencyLoss();
                    results[c][j] = example.assessed() ? example : null;
                }
                left += results[c][j] == null ? 1 : 0;
            }
        }
    }

    /** Examples of all prompts that are neither assessed nor left out. */
    int left() {
        return left;
    }

    /** Whether an example of a prompt is assessed. */
    boolean isAssessed(int prompt, int example) {
        return results[prompt][example] != null;
    }

    /** Whether an example's fluency loss is known. */
    boolean knowsFluency(int prompt, int example) {
        return !Double.isNaN(fluencyLosses[prompt][example]);
    }

    double fluencyLoss(int prompt, int example) {
        return fluencyLosses[prompt][example];
    }

    void fluency(int prompt, int example, double loss) {
        fluencyLosses[prompt][example] = loss;
    }

    void assessed(int prompt, int example, ExampleAssessment assessment) {
        results[prompt][example] = assessment;
        left--;
    }

    /** Lets an example go that can't change who wins. */
    void leftOut() {
        left--;
    }

    /** Whether a prompt can no longer win. */
    boolean isLost(int prompt) {
        if (!cutoff.enabled() || lost[prompt]) {
            return lost[prompt];
        }
        double bound = cutoff.scoreToBeat();
        for (int other = 0; other < prompts.size(); other++) {
            if (other != prompt) {
                bound = Math.min(bound, highest(other));
            }
        }
        lost[prompt] = score(prompt, mistakes(prompt)) > bound;
        return lost[prompt];
    }

    /** What is known of a prompt now. */
    Assessment assessment(int prompt) {
        ExampleAssessment[] rows = new ExampleAssessment[examples];
        for (int j = 0; j < examples; j++) {
            ExampleAssessment result = results[prompt][j];
            rows[j] = result != null ? result : ExampleAssessment.leftOut(fluencyLosses[prompt][j]);
        }
        return Assessment.of(prompts.get(prompt), Arrays.asList(rows));
    }

    private double highest(int prompt) {
        int unknown = 0;
        for (int j = 0; j < examples; j++) {
            if (!knowsFluency(prompt, j)) {
                return Double.POSITIVE_INFINITY;
            }
            unknown += results[prompt][j] == null ? 1 : 0;
        }
        return unknown > 0 && !cutoff.weights().bounded()
                ? Double.POSITIVE_INFINITY
                : score(prompt, mistakes(prompt) + unknown);
    }

    private int mistakes(int prompt) {
        int mistakes = 0;
        for (ExampleAssessment result : results[prompt]) {
            mistakes += result != null && result.mistake() ? 1 : 0;
        }
        return mistakes;
    }

    private double answerLosses(int prompt) {
        double sum = 0;
        for (ExampleAssessment result : results[prompt]) {
            sum += result == null ? 0 : result.answerLoss();
        }
        return sum;
    }

    // summed as Assessment.fluencyLoss sums; a loss that is not known yet is at least zero
    private double score(int prompt, int mistakes) {
        double sum = 0;
        for (double loss : fluencyLosses[prompt]) {
            sum += Double.isNaN(loss) ? 0 : loss;
        }
        return cutoff.weights().score(mistakes, answerLosses(prompt), examples, sum / examples);
    }
}
