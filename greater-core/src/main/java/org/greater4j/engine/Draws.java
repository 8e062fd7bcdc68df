package org.greater4j.engine;

/**
 * How the tokens of some chains are drawn instead of always taking the likeliest.
 *
 * <p>Each text has a generator of its own, so what it draws does not depend on the texts beside it.
 *
 * @param temperature the logits are divided by it; 0 takes the likeliest token
 * @param topP only the fewest tokens whose probabilities sum up to at least it are drawn from, in (0, 1]; 1 draws from all
 * @param seeds one per text
 */
public record Draws(double temperature, double topP, long[] seeds) {
    public Draws {
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("draws: expected a temperature of at least 0, found " + temperature);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("draws: expected a top-p above 0 and at most 1, found " + topP);
        }
        seeds = seeds.clone();
    }

    /** The seeds, a copy. */
    @Override
    public long[] seeds() {
        return seeds.clone();
    }
}
