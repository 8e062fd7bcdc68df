package org.greater4j.feedback.method;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.greater4j.feedback.search.PromptScore;

/** A bandit by upper confidence bounds over arms with scores in 0 .. 1. */
final class UcbArms {
    /** Keeps the bound of an arm that was never pulled finite. */
    private static final double NEARLY_NONE = 0.001;

    private final double[] counts;
    private final double[] sums;
    private final BitSet dropped = new BitSet();
    private final double exploration;

    UcbArms(int arms, double exploration) {
        this.counts = new double[arms];
        this.sums = new double[arms];
        this.exploration = exploration;
    }

    /** What is added to an arm's mean. */
    @FunctionalInterface
    interface Bonus {
        double of(double count);
    }

    /** {@code c · √(ln T / count)}. */
    Bonus classic(double time) {
        return count -> exploration * Math.sqrt(Math.log(time) / (count + NEARLY_NONE));
    }

    /** {@code c · √(c / count)}. */
    Bonus extended() {
        return count -> exploration * Math.sqrt(exploration / (count + NEARLY_NONE));
    }

    /** Pulls of all arms so far. */
    double pulls() {
        return Arrays.stream(counts).sum();
    }

    /** The most promising arms, the lower index first among equals; random ones before the first pull. */
    List<Integer> choose(int most, Bonus bonus, Random random) {
        List<Integer> all = IntStream.range(0, counts.length)
                .filter(arm -> !dropped.get(arm))
                .boxed()
                .toList();
        if (pulls() == 0) {
            return Rows.sample(all, most, random);
        }
        return all.stream()
                .sorted(Comparator.comparingDouble(arm -> -(mean(arm) + bonus.of(counts[arm]))))
                .limit(most)
                .toList();
    }

    void pulled(int arm, int rows, double mean) {
        counts[arm] += rows;
        sums[arm] += rows * mean;
    }

    /** Books what came of a pull: the rows that could be measured. An arm whose calls all failed is pulled no more. */
    void pulled(int arm, PromptScore score) {
        if (score.isMeasured()) {
            pulled(arm, score.measured(), score.accuracy());
        } else {
            dropped.set(arm);
        }
    }

    /** Whether anything is known of an arm, or may still be: it was not dropped before its first pull counted. */
    boolean isSound(int arm) {
        return counts[arm] > 0 || !dropped.get(arm);
    }

    /** Mean score of an arm; 0 if it was never pulled. */
    double mean(int arm) {
        return counts[arm] == 0 ? 0 : sums[arm] / counts[arm];
    }
}
