package org.greater4j.feedback.method;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.greater4j.feedback.search.PromptScore;
import org.greater4j.feedback.search.Workbench;
import org.greater4j.task.Example;
import org.jspecify.annotations.Nullable;

/**
 * How ProTeGi finds the best of many prompts with a limited number of questions.
 *
 * <p>Schedules are those of the release ({@code evaluators.py}). Here a single candidate is scored like any other, where the release gives it
 * the score 1, and candidates that all fit the beam are scored once, where its rejects don't look at them. A prompt that could not be
 * measured has no score; it is pulled no more, or leaves.
 */
public enum BeamEvaluator {
    /** Every prompt on the same random rows, as many as the questions allow. */
    BRUTE_FORCE("bf") {
        @Override
        Map<String, Double> scores(Workbench bench, List<String> prompts, int beam, Effort effort) {
            int rows = Math.max(1, effort.questions() / prompts.size());
            Map<String, Double> scores = new LinkedHashMap<>();
            List<Example> sample = Rows.sample(bench.train(), rows, bench.random());
            bench.score(prompts, sample).stream()
                    .filter(PromptScore::isMeasured)
                    .forEach(score -> scores.put(score.prompt(), score.accuracy()));
            return scores;
        }
    },

    /** Upper confidence bounds; time is the number of the round, from 0: the first is random, and the second explores nothing. */
    UCB("ucb") {
        @Override
        Map<String, Double> scores(Workbench bench, List<String> prompts, int beam, Effort effort) {
            return pulled(bench, prompts, effort, false);
        }
    },

    /** The same with a bound that does not grow with time. */
    UCB_E("ucb-e") {
        @Override
        Map<String, Double> scores(Workbench bench, List<String> prompts, int beam, Effort effort) {
            return pulled(bench, prompts, effort, true);
        }
    },

    /** Successive rejects (Audibert and Bubeck 2010): the worst of a phase leaves, of equals the first. */
    SUCCESSIVE_REJECTS("sr") {
        @Override
        Map<String, Double> scores(Workbench bench, List<String> prompts, int beam, Effort effort) {
            Remaining remaining = new Remaining(prompts);
            int rejects = prompts.size() - beam;
            if (rejects < 1) {
                remaining.ask(bench, Math.max(LEAST_ROWS, effort.questions() / prompts.size()));
                return remaining.scores();
            }
            double logBar = 0.5;
            for (int i = 2; i <= rejects; i++) {
                logBar += 1.0 / i;
            }
            double before = 0;
            for (int phase = 1; remaining.size() > beam; phase++) {
                // rows that each prompt was asked up to the end of the phase
                double rows = (effort.questions() - rejects) / (logBar * (rejects + 1 - phase));
                remaining.ask(bench, Math.max(LEAST_ROWS, (int) (rows - before)));
                before = rows;
                remaining.dropWorst(beam);
            }
            return remaining.scores();
        }
    },

    /** Successive halving (Karnin et al. 2013), dropping those below the mean of a phase, but none that the beam has room for. */
    SUCCESSIVE_HALVING("sh") {
        @Override
        Map<String, Double> scores(Workbench bench, List<String> prompts, int beam, Effort effort) {
            int rounds = Math.max(1, (int) Math.ceil(Math.log(prompts.size()) / Math.log(2)));
            Remaining remaining = new Remaining(prompts);
            for (int round = 0; round < rounds && remaining.size() > 0; round++) {
                remaining.ask(bench, Math.max(1, effort.questions() / (remaining.size() * rounds)));
                remaining.dropBelowMean(beam);
            }
            return remaining.scores();
        }
    };

    private static final int LEAST_ROWS = 4;

    private final String label;

    BeamEvaluator(String label) {
        this.label = label;
    }

    /**
     * What a ranking may cost.
     *
     * @param rounds of a bandit by bounds
     * @param promptsPerRound that such a bandit pulls
     * @param rowsPerPull questions of a pull
     * @param exploration c of the bounds
     */
    public record Effort(int rounds, int promptsPerRound, int rowsPerPull, double exploration) {
        int questions() {
            return rounds * promptsPerRound * rowsPerPull;
        }
    }

    /** Spelling on the command line and in records. */
    public String label() {
        return label;
    }

    /** The evaluator of a name, if there is one. */
    public static Optional<BeamEvaluator> find(String label) {
        return Stream.of(values()).filter(one -> one.label.equals(label)).findFirst();
    }

    /** All names. */
    public static String labels() {
        return String.join(", ", Stream.of(values()).map(one -> one.label).toList());
    }

    /** Scores of prompts in 0 .. 1; those that were rejected on the way may be missing. */
    abstract Map<String, Double> scores(Workbench bench, List<String> prompts, int beam, Effort effort);

    // one draw of rows a round, the same for all that are pulled
    private static Map<String, Double> pulled(Workbench bench, List<String> prompts, Effort effort, boolean extended) {
        UcbArms arms = new UcbArms(prompts.size(), effort.exploration());
        for (int round = 0; round < effort.rounds(); round++) {
            List<Example> rows = Rows.sample(bench.train(), effort.rowsPerPull(), bench.random());
            List<Integer> chosen = arms.choose(
                    effort.promptsPerRound(), extended ? arms.extended() : arms.classic(round), bench.random());
            List<PromptScore> scores =
                    bench.score(chosen.stream().map(prompts::get).toList(), rows);
            for (int at = 0; at < chosen.size(); at++) {
                arms.pulled(chosen.get(at), scores.get(at));
            }
        }
        Map<String, Double> means = new LinkedHashMap<>();
        for (int arm = 0; arm < prompts.size(); arm++) {
            if (arms.isSound(arm)) {
                means.put(prompts.get(arm), arms.mean(arm));
            }
        }
        return means;
    }

    /** Prompts that were not rejected yet, with what they did in the last phase and in all of them. */
    private static final class Remaining {
        private final List<String> prompts;
        private final Map<String, Double> phase = new HashMap<>();
        private final Map<String, Integer> right = new HashMap<>();
        private final Map<String, Integer> measured = new HashMap<>();

        Remaining(List<String> prompts) {
            this.prompts = new ArrayList<>(prompts);
        }

        int size() {
            return prompts.size();
        }

        /** A phase; prompts that it can't measure leave. */
        void ask(Workbench bench, int rows) {
            List<Example> sample = Rows.sample(bench.train(), rows, bench.random());
            for (PromptScore score : bench.score(List.copyOf(prompts), sample)) {
                if (score.isMeasured()) {
                    phase.put(score.prompt(), score.accuracy());
                    right.merge(score.prompt(), score.right(), Integer::sum);
                    measured.merge(score.prompt(), score.measured(), Integer::sum);
                } else {
                    prompts.remove(score.prompt());
                }
            }
        }

        void dropWorst(int least) {
            if (prompts.size() > least) {
                prompts.remove(Collections.min(prompts, Comparator.comparingDouble(this::inPhase)));
            }
        }

        void dropBelowMean(int least) {
            double mean = prompts.stream().mapToDouble(this::inPhase).average().orElse(0);
            List<String> order = prompts.stream()
                    .sorted(Comparator.comparingDouble(prompt -> -inPhase(prompt)))
                    .toList();
            for (int at = order.size() - 1; at >= least && inPhase(order.get(at)) < mean; at--) {
                prompts.remove(order.get(at));
            }
        }

        /** Shares of right answers in all phases. */
        Map<String, Double> scores() {
            Map<String, Double> means = new LinkedHashMap<>();
            prompts.forEach(
                    prompt -> means.put(prompt, (double) known(right.get(prompt)) / known(measured.get(prompt))));
            return means;
        }

        private double inPhase(String prompt) {
            return known(phase.get(prompt));
        }

        private static <T> T known(@Nullable T figure) {
            return Objects.requireNonNull(figure);
        }
    }
}
