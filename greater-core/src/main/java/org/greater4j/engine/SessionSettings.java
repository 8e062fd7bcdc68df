package org.greater4j.engine;

import java.util.BitSet;
import java.util.Set;

/**
 * What a session's answers depend on besides prompt and examples.
 *
 * @param maxNewTokens most tokens of a reasoning chain
 * @param answerTemperature the answer's logits are divided by it before the gradient's loss (0.2 in the release)
 * @param fluencyWeight weight of the prompt's mean negative log-likelihood in the gradient's loss (0.2 in the release)
 * @param allowed ids that may be proposed
 * @param accelerations how the answers are found, not what they are
 */
public record SessionSettings(
        int maxNewTokens,
        double answerTemperature,
        double fluencyWeight,
        BitSet allowed,
        Set<Acceleration> accelerations) {
    public SessionSettings {
        accelerations = Set.copyOf(accelerations);
    }

    /** Settings with every acceleration. */
    public SessionSettings(int maxNewTokens, double answerTemperature, double fluencyWeight, BitSet allowed) {
        this(maxNewTokens, answerTemperature, fluencyWeight, allowed, Acceleration.all());
    }

    /** Whether an acceleration is on. */
    public boolean uses(Acceleration acceleration) {
        return accelerations.contains(acceleration);
    }

    /** The same settings with other accelerations. */
    public SessionSettings with(Set<Acceleration> others) {
        return new SessionSettings(maxNewTokens, answerTemperature, fluencyWeight, allowed, others);
    }
}
