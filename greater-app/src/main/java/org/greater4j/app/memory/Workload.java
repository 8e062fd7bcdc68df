package org.greater4j.app.memory;

/**
 * What a model is to do, as far as its memory depends on it.
 *
 * @param examples whose questions stay in a cache; 0 where none do
 * @param rows texts that grow together at most
 * @param columns tokens of one of them in the end
 * @param packed whether weights are kept packed for products, forward and transposed
 */
public record Workload(int examples, int rows, int columns, boolean packed) {
    /** Tokens of a question in its chat, of the prompt and of the answer, where they are not known yet. */
    private static final int QUESTION_COLUMNS = 200;

    private static final int MOST_ROWS_OF_EVALUATION = 96;

    /**
     * A search.
     *
     * @param trials prompts that are tried in a step
     */
    public static Workload search(int examples, int trials, int maxNewTokens, boolean packed) {
        return new Workload(
                examples, Math.multiplyExact(examples, trials + 1), QUESTION_COLUMNS + maxNewTokens, packed);
    }

    /** The measurement of a prompt. */
    public static Workload evaluation(int examples, int maxNewTokens) {
        return new Workload(0, Math.min(MOST_ROWS_OF_EVALUATION, examples), QUESTION_COLUMNS + maxNewTokens, true);
    }

    /** A few texts at once, as checks of the engine put them to it. */
    public static Workload few(boolean packed) {
        return new Workload(0, 4, 2 * QUESTION_COLUMNS, packed);
    }

    /** The same on another number of examples. */
    Workload withExamples(int number) {
        return new Workload(number, Math.max(1, rows / Math.max(1, examples)) * number, columns, packed);
    }

    int questionColumns() {
        return QUESTION_COLUMNS;
    }
}
