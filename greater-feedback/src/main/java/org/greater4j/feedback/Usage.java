package org.greater4j.feedback;

/**
 * Tokens that calls took, as the model tells.
 *
 * @param readTokens of the messages
 * @param generatedTokens of the replies
 */
public record Usage(long readTokens, long generatedTokens) {
    public static final Usage NONE = new Usage(0, 0);

    public Usage plus(Usage other) {
        return new Usage(readTokens + other.readTokens, generatedTokens + other.generatedTokens);
    }

    public Usage minus(Usage other) {
        return new Usage(readTokens - other.readTokens, generatedTokens - other.generatedTokens);
    }

    /** Both together. */
    public long tokens() {
        return readTokens + generatedTokens;
    }
}
