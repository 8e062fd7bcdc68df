package org.greater4j.feedback.method;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.greater4j.feedback.search.PromptScore;
import org.greater4j.feedback.search.RankedPrompt;

/** Distinct prompts with one score each: the higher first, among equals the one that was noted first. */
final class Ranking {
    private final Map<String, RankedPrompt> prompts = new LinkedHashMap<>();

    /** Notes a prompt's score, or replaces it. */
    void note(String prompt, double score, int step) {
        RankedPrompt before = prompts.get(prompt);
        prompts.put(prompt, new RankedPrompt(prompt, score, before == null ? step : before.step()));
    }

    /** Hears scores and notes their accuracies; prompts that could not be measured get none. */
    Consumer<PromptScore> at(int step) {
        return score -> {
            if (score.isMeasured()) {
                note(score.prompt(), score.accuracy(), step);
            }
        };
    }

    boolean has(String prompt) {
        return prompts.containsKey(prompt);
    }

    double score(String prompt) {
        return Objects.requireNonNull(
                Objects.requireNonNull(prompts.get(prompt), prompt).score());
    }

    List<RankedPrompt> best() {
        List<RankedPrompt> ranked = new ArrayList<>(prompts.values());
        // a stable sort keeps the order of equals
        ranked.sort(Comparator.comparing((RankedPrompt one) -> -Objects.requireNonNull(one.score())));
        return ranked;
    }

    List<RankedPrompt> best(int most) {
        return best().stream().limit(most).toList();
    }

    /** Forgets all prompts but some. */
    void keep(Set<String> kept) {
        prompts.keySet().retainAll(kept);
    }
}
