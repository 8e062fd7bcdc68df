package org.greater4j.optimize;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.greater4j.objective.Prompt;

/**
 * The prompts of a search while more are noted: those with a score, and those let go early.
 *
 * <p>Plain reading has all of them in one list, in the order of their first try. A prompt let go early keeps its place in that list, so
 * that it stands where it would have stood once its score is known after all.
 */
final class PromptLedger {
    private final List<ScoredPrompt> history;
    private final List<UnfinishedPrompt> unfinished;
    private final Set<Prompt> scored = new HashSet<>();

    PromptLedger(SearchState state) {
        history = new ArrayList<>(state.history());
        unfinished = new ArrayList<>(state.unfinished());
        history.forEach(one -> scored.add(one.prompt()));
    }

    /**
     * Notes how a prompt fared; one that was noted before keeps its step and position.
     *
     * @param complete whether all examples were assessed; if not, the score is the lowest that it can become
     */
    void note(ScoredPrompt found, boolean complete) {
        if (scored.contains(found.prompt())) {
            return;
        }
        int at = indexOf(found.prompt());
        if (complete) {
            scored.add(found.prompt());
        }
        if (at < 0) {
            if (complete) {
                history.add(found);
            } else {
                unfinished.add(new UnfinishedPrompt(found, history.size() + unfinished.size()));
            }
            return;
        }
        UnfinishedPrompt before = unfinished.get(at);
        ScoredPrompt first = found.triedAt(before.soFar().step(), before.soFar().position());
        if (complete) {
            unfinished.remove(at);
            // those before it that are still unfinished are not in the history
            history.add(before.place() - at, first);
        } else if (found.score() > before.soFar().score()) {
            unfinished.set(at, new UnfinishedPrompt(first, before.place()));
        }
    }

    /** Prompts with their scores, in the order of their first try. */
    List<ScoredPrompt> history() {
        return history;
    }

    /** Prompts let go early, by place. */
    List<UnfinishedPrompt> unfinished() {
        return unfinished;
    }

    private int indexOf(Prompt prompt) {
        for (int at = 0; at < unfinished.size(); at++) {
            if (unfinished.get(at).soFar().prompt().equals(prompt)) {
                return at;
            }
        }
        return -1;
    }
}
