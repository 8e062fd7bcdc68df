package org.greater4j.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.greater4j.feedback.method.BeamEvaluator;
import org.greater4j.feedback.template.Templates;
import org.jspecify.annotations.Nullable;

/**
 * What methods by text feedback can be told; the others don't heed it.
 *
 * @param preset {@code authors}: the sizes of the release; {@code budget}: sizes that fit a budget of tokens, which then is needed;
 *     null for {@code budget} where there is such a budget, else {@code authors}
 * @param bandit how ProTeGi ranks its candidates: a {@link BeamEvaluator#label}
 * @param templates directory with templates of one's own; null for those of the program
 */
public record FeedbackChoice(
        @Nullable String preset, String bandit, @Nullable String templates) {
    public static final FeedbackChoice DEFAULT = new FeedbackChoice(null, BeamEvaluator.BRUTE_FORCE.label(), null);

    static final String AUTHORS = "authors";
    static final String BUDGET = "budget";

    /** Whether sizes are to fit the budget. */
    boolean fitsBudget(Budget budget) {
        return preset == null ? budget.tokens() != null : preset.equals(BUDGET);
    }

    /** The wording of requests. */
    Templates wording() {
        return templates == null ? Templates.standard() : Templates.with(Path.of(templates));
    }

    List<String> problems(Budget budget) {
        List<String> problems = new ArrayList<>();
        if (preset != null && !List.of(AUTHORS, BUDGET).contains(preset)) {
            problems.add("--preset: expected authors or budget, found '" + preset + "'");
        } else if (fitsBudget(budget) && budget.tokens() == null) {
            problems.add(
                    "--preset budget: expected a budget of tokens that sizes can fit, found none; give one, such as"
                            + " --budget tokens=200000");
        }
        if (BeamEvaluator.find(bandit).isEmpty()) {
            problems.add("--bandit: expected one of " + BeamEvaluator.labels() + ", found '" + bandit + "'");
        }
        if (templates != null && !Files.isDirectory(Path.of(templates))) {
            problems.add("--templates: expected a directory, found none at '" + templates + "'");
        }
        return problems;
    }
}
