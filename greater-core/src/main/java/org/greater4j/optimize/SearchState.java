package org.greater4j.optimize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.greater4j.objective.Prompt;

/**
 * Where a search stands between two steps: all that the next step depends on, besides the session's answers.
 *
 * @param step steps done
 * @param position the position that the next step optimises
 * @param prompt the current prompt; ends with the filler if one was appended
 * @param initialLength L of the initial prompt
 * @param history every scored prompt, in the order of scoring; a prompt that is scored again is not repeated
 * @param lastImprovement the last step that found a better score than all before
 */
public record SearchState(
        int step, int position, Prompt prompt, int initialLength, List<ScoredPrompt> history, int lastImprovement) {
    public SearchState {
        history = List.copyOf(history);
    }

    /** The state before the first step. */
    public static SearchState initial(ScoredPrompt initial) {
        return new SearchState(0, 0, initial.prompt(), initial.prompt().length(), List.of(initial), 0);
    }

    /** The best scored prompt so far; the earlier one among equals. */
    public ScoredPrompt best() {
        return history.stream().min(ScoredPrompt.BEST_FIRST).orElseThrow();
    }

    /** At most {@code count} distinct prompts with the best training scores, best first. */
    public List<ScoredPrompt> finalists(int count) {
        Map<Prompt, ScoredPrompt> distinct = new LinkedHashMap<>();
        List<ScoredPrompt> sorted = new ArrayList<>(history);
        sorted.sort(ScoredPrompt.BEST_FIRST);
        for (ScoredPrompt scored : sorted) {
            distinct.putIfAbsent(scored.prompt(), scored);
        }
        return distinct.values().stream().limit(count).toList();
    }
}
