package org.greater4j.evaluate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.greater4j.task.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What one prompt each did in several runs of one task, which differ in their seeds.
 *
 * @param runs number of runs
 * @param mean of the runs' accuracies, in 0 .. 1
 * @param spread sample standard deviation of the runs' accuracies; null for one run
 * @param interval 95 % Wilson interval of the mean over the distinct questions: a question that several runs drew counts once
 * @param questions number of distinct questions
 * @param right number of right answers in all runs
 * @param wrong number of answers that could be read and were not right
 * @param unanswered number of replies without a readable answer
 * @param errors number of examples that could not be measured; they are in none of the other figures
 * @param meanChainTokens mean length of the reasoning chains, in tokens
 */
public record RunsAccuracy(
        int runs,
        double mean,
        @Nullable Double spread,
        Interval interval,
        int questions,
        int right,
        int wrong,
        int unanswered,
        int errors,
        double meanChainTokens) {
    /** Sums up the runs' evaluations, at least one. */
    public static RunsAccuracy of(List<Evaluation> evaluations) {
        Set<String> questions = new HashSet<>();
        int right = 0;
        int wrong = 0;
        int unanswered = 0;
        int errors = 0;
        double chainTokens = 0;
        for (Evaluation evaluation : evaluations) {
            evaluation.outcomes().forEach(outcome -> questions.add(outcome.exampleId()));
            right += evaluation.count(Outcome.RIGHT);
            wrong += evaluation.count(Outcome.WRONG);
            unanswered += evaluation.count(Outcome.UNANSWERED);
            errors += evaluation.errors().size();
            chainTokens += evaluation.meanChainTokens() * evaluation.rows();
        }
        double[] accuracies =
                evaluations.stream().mapToDouble(Evaluation::accuracy).toArray();
        double mean = Spread.mean(accuracies);
        return new RunsAccuracy(
                evaluations.size(),
                mean,
                Spread.of(accuracies),
                WilsonInterval.ofShare(mean, questions.size()),
                questions.size(),
                right,
                wrong,
                unanswered,
                errors,
                chainTokens / (right + wrong + unanswered));
    }
}
