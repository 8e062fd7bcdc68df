package org.greater4j.engine;

import java.util.List;

/**
 * A text and what may follow it.
 *
 * @param text ids of the turn, the reasoning and the extractor
 * @param options ids of each option, at least one id each; none is the start of another
 */
public record OptionQuestion(int[] text, List<int[]> options) {
    public OptionQuestion {
        options = List.copyOf(options);
    }
}
