package org.greater4j.feedback.method;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.greater4j.feedback.search.PromptScore;
import org.greater4j.feedback.search.Workbench;
import org.greater4j.task.Example;

/**
 * How ProTeGi finds the best of many prompts with a limited number of questions.
 *
 * <p>A single candidate is scored like any other; the release gives it the score 1.
 */
public enum BeamEvaluator {
    /** Every prompt on the same random rows, as many as the questions allow. */
    BRUTE_FORCE("bf") {
        @Override
        Map<String, Double> scores(Workbench bench, List<String> prompts, int beam, Effort effort) {
            int rows = Math.max(1, effort.questions() / prompts.size());
            Map<String, Double> scores = new LinkedHashMap<>();
            List<Example> sample = Rows.sample(bench.train(), rows, bench.random());
            bench.score(prompts, sample).forEach(score -> scores.put(score.prompt(), score.accuracy()));
            return scores;
        }
    },

    /** Upper confidence bounds; time is the number of the round, so that the first explores nothing. */
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

    /** Successive rejects (Audibert and Bubeck 2010): the worst leaves, one a phase. */
    SUCCESSIVE_REJECTS("sr") {
        @Override
        Map<String, Double> scores(Workbench bench, List<String> prompts, int beam, Effort effort) {
            int rejects = Math.max(1, prompts.size() - beam);
            double logBar = 0.5;
            for (int i = 2; i <= rejects; i++) {
                logBar += 1.0 / i;
            }
            Remaining remaining = new Remaining(prompts);
            int before = 0;
            for (int phase = 1; phase <= rejects; phase++) {
                int rows = (int) Math.ceil((effort.questions() - rejects) / (logBar * (rejects + 1 - phase)));
                // n_k counts all questions of the phases so far
                remaining.ask(bench, Math.max(LEAST_ROWS, (rows - before) / remaining.size()));
                before = rows;
                remaining.dropWorst(Math.min(beam, prompts.size()));
            }
            return remaining.scores();
        }
    },

    /** Successive halving (Karnin et al. 2013), dropping those below the mean. */
    SUCCESSIVE_HALVING("sh") {
        @Override
        Map<String, Double> scores(Workbench bench, List<String> prompts, int beam, Effort effort) {
            int rounds = Math.max(1, (int) Math.ceil(Math.log(prompts.size()) / Math.log(2)));
            Remaining remaining = new Remaining(prompts);
            for (int round = 0; round < rounds; round++) {
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
        for (int round = 1; round <= effort.rounds(); round++) {
            List<Example> rows = Rows.sample(bench.train(), effort.rowsPerPull(), bench.random());
            List<Integer> chosen = arms.choose(
                    effort.promptsPerRound(), extended ? arms.extended() : arms.classic(round), bench.random());
            List<PromptScore> scores =
                    bench.score(chosen.stream().map(prompts::get).toList(), rows);
            for (int at = 0; at < chosen.size(); at++) {
                arms.pulled(chosen.get(at), rows.size(), scores.get(at).accuracy());
            }
        }
        Map<String, Double> means = new LinkedHashMap<>();
        for (int arm = 0; arm < prompts.size(); arm++) {
            means.put(prompts.get(arm), arms.mean(arm));
        }
        return means;
    }

    /** Prompts that were not rejected yet, with the means of all that they were asked. */
    private static final class Remaining {
        private final List<String> prompts;
        private final Map<String, Double> sums = new LinkedHashMap<>();
        private int rows;

        Remaining(List<String> prompts) {
            this.prompts = new ArrayList<>(prompts);
        }

        int size() {
            return prompts.size();
        }

        void ask(Workbench bench, int count) {
            List<Example> sample = Rows.sample(bench.train(), count, bench.random());
            bench.score(prompts, sample)
                    .forEach(score -> sums.merge(score.prompt(), sample.size() * score.accuracy(), Double::sum));
            rows += sample.size();
        }

        void dropWorst(int least) {
            if (prompts.size() > least) {
                // the later one among equals
                String worst = prompts.get(0);
                for (String prompt : prompts) {
                    worst = sum(prompt) <= sum(worst) ? prompt : worst;
                }
                prompts.remove(worst);
            }
        }

        void dropBelowMean(int least) {
            double mean = prompts.stream().mapToDouble(this::sum).average().orElse(0);
            List<String> order = prompts.stream()
                    .sorted(Comparator.comparingDouble(prompt -> -sum(prompt)))
                    .toList();
            for (int at = order.size() - 1; at >= least && sum(order.get(at)) < mean; at--) {
                prompts.remove(order.get(at));
            }
        }

        Map<String, Double> scores() {
            Map<String, Double> means = new LinkedHashMap<>();
            prompts.forEach(prompt -> means.put(prompt, sum(prompt) / rows));
            return means;
        }

        private double sum(String prompt) {
            return Objects.requireNonNull(sums.get(prompt));
        }
    }
}
