package org.greater4j.feedback.remote;

import org.greater4j.feedback.Usage;

/**
 * What a model costs; discounts for repeated beginnings and the like are left out, so that the true bill may be lower.
 *
 * @param input per million tokens of requests
 * @param output per million tokens of replies, reasoning included
 */
record Price(double input, double output) {
    private static final double MILLION = 1_000_000;

    double of(Usage usage) {
        return (usage.readTokens() * input + usage.generatedTokens() * output) / MILLION;
    }
}
