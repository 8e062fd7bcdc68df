package org.greater4j.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.greater4j.error.GreaterException;
import org.greater4j.feedback.method.BeamEvaluator;
import org.greater4j.feedback.remote.RemoteName;
import org.greater4j.feedback.template.Templates;
import org.jspecify.annotations.Nullable;

/**
 * What methods by text feedback can be told; the others don't heed it.
 *
 * @param preset {@code authors}: the sizes of the release; {@code budget}: sizes that fit a budget of tokens, which then is needed;
 *     null for {@code budget} where there is such a budget, else {@code authors}
 * @param bandit how ProTeGi ranks its candidates: a {@link BeamEvaluator#label}
 * @param templates directory with templates of one's own; null for those of the program
 * @param optimizer the model that criticises and writes prompts, named as {@link RunConfig#model} or as a {@linkplain RemoteName remote} one;
 *     null for the model that answers
 * @param gepaMerge whether GEPA merges candidates; null, as in runs of earlier versions, for what the preset says
 * @param remote what models over the network may take, in either role
 */
public record FeedbackChoice(
        @Nullable String preset,
        String bandit,
        @Nullable String templates,
        @Nullable String optimizer,
        @Nullable Boolean gepaMerge,
        RemoteChoice remote) {
    public static final FeedbackChoice DEFAULT = new FeedbackChoice(null, BeamEvaluator.BRUTE_FORCE.label(), null);

    /** For a model that writes its own prompts. */
    public FeedbackChoice(@Nullable String preset, String bandit, @Nullable String templates) {
        this(preset, bandit, templates, null, null, RemoteChoice.DEFAULT);
    }

    /** The same with other limits for models over the network. */
    public FeedbackChoice withRemote(RemoteChoice choice) {
        return new FeedbackChoice(preset, bandit, templates, optimizer, gepaMerge, choice);
    }

    /** The same with or without merges of GEPA; null for what the preset says. */
    public FeedbackChoice withGepaMerge(@Nullable Boolean on) {
        return new FeedbackChoice(preset, bandit, templates, optimizer, on, remote);
    }

    /** The same with another model that writes prompts; null for the one that answers. */
    public FeedbackChoice withOptimizer(@Nullable String model) {
        return new FeedbackChoice(preset, bandit, templates, model, gepaMerge, remote);
    }

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

    private Optional<String> templateProblem() {
        try {
            wording();
            return Optional.empty();
        } catch (GreaterException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
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
        } else if (templates != null) {
            templateProblem().ifPresent(problems::add);
        }
        if (optimizer != null) {
            RemoteName.problem("--optimizer", optimizer).ifPresent(problems::add);
            if (optimizer.isBlank()) {
                problems.add("--optimizer: expected the name of a model, found an empty text");
            }
        }
        problems.addAll(remote.problems());
        return problems;
    }
}
