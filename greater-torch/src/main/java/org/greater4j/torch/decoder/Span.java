package org.greater4j.torch.decoder;

/**
 * Some tokens that follow each other in one row of a cache.
 *
 * @param row the row
 * @param column column and rotary position of the first of them: the number of tokens before
 * @param count how many, at least one
 */
public record Span(int row, int column, int count) {
    /** Columns that the last of them sees. */
    int end() {
        return column + count;
    }
}
