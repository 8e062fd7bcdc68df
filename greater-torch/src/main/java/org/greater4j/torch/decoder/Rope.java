package org.greater4j.torch.decoder;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * A rotary embedding: how fast each pair of numbers of a head turns from one position to the next.
 *
 * <p>Where fewer pairs turn than a head has, the weights' rows are put in another order when they are read ({@link WeightParts}), so
 * that pair i is always number i and number i + D/2 of a head, and the last pairs stand still.
 *
 * @param frequencies radians a position, one for each pair that turns: at most D/2
 * @param scale what cosines and sines are multiplied by
 */
public record Rope(List<Double> frequencies, double scale) {
    public Rope {
        frequencies = List.copyOf(frequencies);
    }

    /** Frequencies {@code base^(-2i/size)}. */
    public static Rope of(double base, int size) {
        return each(size / 2, pair -> 1 / Math.pow(base, 2.0 * pair / size), 1);
    }

    /** Positions divided by a factor: every pair turns slower. */
    public Rope linear(double factor) {
        return each(frequencies.size(), pair -> frequencies.get(pair) / factor, scale);
    }

    /** Every pair turns slower by its own factor. */
    public Rope divided(List<Double> factors) {
        return each(frequencies.size(), pair -> frequencies.get(pair) / factors.get(pair), scale);
    }

    /** With cosines and sines multiplied by a number. */
    public Rope scaled(double by) {
        return new Rope(frequencies, scale * by);
    }

    /**
     * Llama 3's: pairs whose period exceeds a share of the context that the model was first trained on turn slower by a factor, those
     * far below turn as before, and those between by a mixture.
     *
     * @param context that the model was first trained on
     */
    public Rope llama3(double factor, double lowFrequencyFactor, double highFrequencyFactor, double context) {
        return each(
                frequencies.size(),
                pair -> {
                    double frequency = frequencies.get(pair);
                    double period = 2 * Math.PI / frequency;
                    if (period > context / lowFrequencyFactor) {
                        return frequency / factor;
                    }
                    if (period < context / highFrequencyFactor) {
                        return frequency;
                    }
                    double kept = (context / period - lowFrequencyFactor) / (highFrequencyFactor - lowFrequencyFactor);
                    return (1 - kept) * frequency / factor + kept * frequency;
                },
                scale);
    }

    /**
     * YaRN (Peng et al. 2023): pairs that turn often within the first context keep their frequency, those that turn seldom are slowed
     * down, those between by a mixture; cosines and sines grow by {@code attentionFactor}.
     */
    public static Rope yarn(double base, int size, Yarn yarn) {
        double low = pairThatTurns(yarn.betaFast, base, size, yarn.context);
        double high = pairThatTurns(yarn.betaSlow, base, size, yarn.context);
        double first = Math.max(0, yarn.truncate ? Math.floor(low) : low);
        double last = Math.min(size - 1, yarn.truncate ? Math.ceil(high) : high);
        double width = first == last ? 0.001 : last - first;
        Rope plain = of(base, size);
        return each(
                size / 2,
                pair -> {
                    double slowed = Math.min(1, Math.max(0, (pair - first) / width));
                    double frequency = plain.frequencies.get(pair);
                    return slowed * frequency / yarn.factor + (1 - slowed) * frequency;
                },
                yarn.attentionFactor);
    }

    /**
     * What {@link #yarn} needs.
     *
     * @param context that the model was first trained on
     * @param betaFast turns within the context from which on a pair keeps its frequency
     * @param betaSlow turns below which it is slowed down fully
     * @param truncate whether the bounds are rounded to whole pairs
     */
    public record Yarn(
            double factor, double context, double betaFast, double betaSlow, double attentionFactor, boolean truncate) {
        /** The paper's growth of cosines and sines. */
        public static double attentionFactor(double factor, double multiplier) {
            return factor <= 1 ? 1 : 0.1 * multiplier * Math.log(factor) + 1;
        }
    }

    // index of the pair that turns so often within the context, as a real number
    private static double pairThatTurns(double times, double base, int size, double context) {
        return size * Math.log(context / (times * 2 * Math.PI)) / (2 * Math.log(base));
    }

    private static Rope each(int pairs, IntToDoubleFunction frequency, double scale) {
        List<Double> frequencies = new ArrayList<>();
        for (int pair = 0; pair < pairs; pair++) {
            frequencies.add(frequency.applyAsDouble(pair));
        }
        return new Rope(frequencies, scale);
    }
}
