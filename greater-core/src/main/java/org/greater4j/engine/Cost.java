package org.greater4j.engine;

/**
 * Tokens that went through the model.
 *
 * @param forwardTokens fed without being generated
 * @param generatedTokens generated one by one
 * @param gradientTokens fed in forward passes that a backward pass followed
 */
public record Cost(long forwardTokens, long generatedTokens, long gradientTokens) {
    public static final Cost NONE = new Cost(0, 0, 0);

    public Cost plus(Cost other) {
        return new Cost(
                forwardTokens + other.forwardTokens,
                generatedTokens + other.generatedTokens,
                gradientTokens + other.gradientTokens);
    }

    public Cost minus(Cost other) {
        return new Cost(
                forwardTokens - other.forwardTokens,
                generatedTokens - other.generatedTokens,
                gradientTokens - other.gradientTokens);
    }

    /** All tokens, each counted once. */
    public long tokens() {
        return forwardTokens + generatedTokens + gradientTokens;
    }
}
