package org.greater4j.feedback;

import java.util.List;

/**
 * How the tokens of a reply are drawn.
 *
 * @param temperature the logits are divided by it; 0 takes the likeliest token each time
 * @param topP only the likeliest tokens whose probabilities sum up to it are drawn from, in (0, 1]; 1 draws from all
 * @param maxTokens most tokens of the reply, at least 1
 * @param stops texts that end a reply and are no part of it; none is empty
 * @param seed of the draws, where a model heeds one
 */
public record Sampling(double temperature, double topP, int maxTokens, List<String> stops, long seed) {
    public Sampling {
        stops = List.copyOf(stops);
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("sampling: expected a temperature of at least 0, found " + temperature);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("sampling: expected a top-p above 0 and at most 1, found " + topP);
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("sampling: expected at least 1 token, found " + maxTokens);
        }
        if (stops.contains("")) {
            throw new IllegalArgumentException(
                    "sampling: expected stops of at least one character, found an empty one");
        }
    }

    /** Draws from all tokens at a temperature, with seed 0 and nothing that stops them early. */
    public static Sampling of(double temperature, int maxTokens) {
        return new Sampling(temperature, 1, maxTokens, List.of(), 0);
    }

    /** The same with other draws. */
    public Sampling withSeed(long other) {
        return new Sampling(temperature, topP, maxTokens, stops, other);
    }

    /** The same within the likeliest tokens. */
    public Sampling withTopP(double other) {
        return new Sampling(temperature, other, maxTokens, stops, seed);
    }
}
