package org.greater4j.optimize;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.greater4j.objective.Prompt;
import org.jspecify.annotations.Nullable;

/**
 * Where a search stands between two steps: all that the next step depends on, besides the session's answers.
 *
 * @param step steps done
 * @param position the position that the next step optimises
 * @param prompt the current prompt; ends with the filler if one was appended
 * @param initialLength L of the initial prompt
 * @param history every scored prompt, in the order of the first try; a prompt that is scored again is not repeated
 * @param unfinished every prompt that was let go early and not settled since, by place; none is the best
 * @param lastImprovement the last step that found a better score than all before
 * @param ending why there is no further step; null while there may be one
 */
public record SearchState(
        int step,
        int position,
        Prompt prompt,
        int initialLength,
        List<ScoredPrompt> history,
        List<UnfinishedPrompt> unfinished,
        int lastImprovement,
        @Nullable StopReason ending) {
    public SearchState {
        history = List.copyOf(history);
        unfinished = List.copyOf(unfinished);
    }

    /** A state in which nothing was let go and nothing ended. */
    public SearchState(
            int step, int position, Prompt prompt, int initialLength, List<ScoredPrompt> history, int lastImprovement) {
        this(step, position, prompt, initialLength, history, List.of(), lastImprovement, null);
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
        return finalists(count, prompt -> true);
    }

    /** At most {@code count} distinct prompts with the best training scores among those that may be a result, best first. */
    public List<ScoredPrompt> finalists(int count, Predicate<Prompt> admissible) {
        Map<Prompt, ScoredPrompt> distinct = new LinkedHashMap<>();
        for (ScoredPrompt scored : bestFirst(history)) {
            distinct.putIfAbsent(scored.prompt(), scored);
        }
        return distinct.values().stream()
                .filter(scored -> admissible.test(scored.prompt()))
                .limit(count)
                .toList();
    }

    /**
     * The unfinished prompts that would be among the finalists with the lowest score that they can still have, the most promising first.
     * Where there are none, the finalists are those of a search that lets nothing go.
     */
    public List<ScoredPrompt> contenders(int count, Predicate<Prompt> admissible) {
        if (unfinished.isEmpty()) {
            return List.of();
        }
        List<ScoredPrompt> all = new ArrayList<>(history);
        Set<Prompt> open = new HashSet<>();
        for (UnfinishedPrompt one : unfinished) {
            // by ascending place, so that each finds all before it where they belong
            all.add(one.place(), one.soFar());
            open.add(one.soFar().prompt());
        }
        List<ScoredPrompt> contenders = new ArrayList<>();
        int finalists = 0;
        for (ScoredPrompt one : bestFirst(all)) {
            if (finalists == count) {
                break;
            }
            if (admissible.test(one.prompt())) {
                if (open.contains(one.prompt())) {
                    contenders.add(one);
                } else {
                    finalists++;
                }
            }
        }
        return contenders;
    }

    /** The state with what is known of one more assessment; see {@link PromptLedger#note}. */
    SearchState noting(ScoredPrompt found, boolean complete) {
        PromptLedger ledger = new PromptLedger(this);
        ledger.note(found, complete);
        return new SearchState(
                step, position, prompt, initialLength, ledger.history(), ledger.unfinished(), lastImprovement, ending);
    }

    /** The state after the last step. */
    SearchState ending(StopReason reason) {
        return new SearchState(step, position, prompt, initialLength, history, unfinished, lastImprovement, reason);
    }

    // the sort keeps the order of equals, which is that of the first try
    private static List<ScoredPrompt> bestFirst(List<ScoredPrompt> prompts) {
        List<ScoredPrompt> sorted = new ArrayList<>(prompts);
        sorted.sort(ScoredPrompt.BEST_FIRST);
        return sorted;
    }
}
