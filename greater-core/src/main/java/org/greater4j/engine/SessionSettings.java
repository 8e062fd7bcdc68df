package org.greater4j.engine;

import java.util.BitSet;

/**
 * What a session's answers depend on besides prompt and examples.
 *
 * @param maxNewTokens most tokens of a reasoning chain
 * @param answerTemperature the answer's logits are divided by it before the gradient's loss (0.2 in the release)
 * @param fluencyWeight weight of the prompt's mean negative log-likelihood in the gradient's loss (0.2 in the release)
 * @param allowed ids that may be proposed
 */
public record SessionSettings(int maxNewTokens, double answerTemperature, double fluencyWeight, BitSet allowed) {}
