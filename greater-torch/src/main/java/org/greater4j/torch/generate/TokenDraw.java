package org.greater4j.torch.generate;

import java.util.Arrays;

/**
 * Draws a token from logits, in float64: by the softmax of the logits over a temperature, kept to the likeliest tokens (nucleus sampling,
 * Holtzman et al. 2020).
 *
 * @param temperature above 0
 * @param topP in (0, 1]
 */
public record TokenDraw(double temperature, double topP) {
    /** Tokens less likely than the likeliest by this factor are looked at only if those above do not hold the nucleus. */
    private static final double FIRST_BOUND = 1e-3;

    public TokenDraw {
        if (!(temperature > 0) || !(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException(
                    "token draw: expected a temperature above 0 and a top-p in (0, 1], found " + temperature + " and "
                            + topP);
        }
    }

    /**
     * The token at a point of the distribution.
     *
     * @param logits V, with a finite largest one
     * @param at in [0, 1); tokens share this interval by their probabilities, in the order of their ids
     */
    public int token(float[] logits, double at) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double[] weights = new double[logits.length];
        double sum = 0;
        for (int id = 0; id < logits.length; id++) {
            weights[id] = Math.exp((logits[id] - largest) / temperature);
            sum += weights[id];
        }
        if (topP < 1) {
            sum = keepNucleus(weights, topP * sum);
        }
        double point = at * sum;
        int last = 0;
        for (int id = 0; id < weights.length; id++) {
            if (weights[id] > 0) {
                last = id;
                point -= weights[id];
                if (point < 0) {
                    return id;
                }
            }
        }
        // the sum was rounded up
        return last;
    }

    /** Zeroes all weights but the fewest largest that sum up to at least a mass, the lower id first among equals; returns what is left. */
    private static double keepNucleus(double[] weights, double mass) {
        for (double bound = FIRST_BOUND; ; bound = bound > 1e-12 ? bound * 1e-3 : 0) {
            int[] candidates = above(weights, bound);
            double sum = 0;
            for (int id : candidates) {
                sum += weights[id];
            }
            if (sum >= mass || bound == 0) {
                return keep(weights, candidates, mass);
            }
        }
    }

    private static int[] above(double[] weights, double bound) {
        int[] ids = new int[weights.length];
        int count = 0;
        for (int id = 0; id < weights.length; id++) {
            if (weights[id] >= bound) {
                ids[count++] = id;
            }
        }
        return Arrays.copyOf(ids, count);
    }

    private static double keep(double[] weights, int[] candidates, double mass) {
        Integer[] order = Arrays.stream(candidates).boxed().toArray(Integer[]::new);
        // a stable sort: the lower id stays first among equals
        Arrays.sort(order, (a, b) -> Double.compare(weights[b], weights[a]));
        double[] kept = new double[weights.length];
        double sum = 0;
        for (int id : order) {
            kept[id] = weights[id];
            sum += weights[id];
            if (sum >= mass) {
                break;
            }
        }
        System.arraycopy(kept, 0, weights, 0, weights.length);
        return sum;
    }
}
