package org.greater4j.feedback.search;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a search stands at its end.
 *
 * @param finalists best first by the method's own rule; the initial prompt if it found none
 * @param steps number of steps that were done
 * @param stoppedBy {@code steps}, or {@code budget}
 * @param tally what came of its calls
 */
public record SearchEnd(List<RankedPrompt> finalists, int steps, String stoppedBy, Tally tally) {
    public SearchEnd {
        finalists = List.copyOf(finalists);
    }

    /** The same with the initial prompt as its last finalist, unless it is one already. */
    public SearchEnd withInitial(String initial) {
        if (finalists.stream().anyMatch(finalist -> finalist.prompt().equals(initial))) {
            return this;
        }
        List<RankedPrompt> all = new ArrayList<>(finalists);
        all.add(new RankedPrompt(initial, null, 0));
        return new SearchEnd(all, steps, stoppedBy, tally);
    }
}
