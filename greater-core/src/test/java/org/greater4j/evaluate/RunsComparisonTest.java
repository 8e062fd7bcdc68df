package org.greater4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.greater4j.task.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunsComparisonTest {
    // Fisher, The Design of Experiments (1935), section 21: 863 of 32,768 sign patterns of Darwin's fifteen differences
    // give a sum at least as high, and as many one at least as low
    @Test
    void signFlipTestHasThePValueThatFisherPublished() {
        int[] darwin = {49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48};

        assertThat(SignFlipTest.pValue(darwin)).isCloseTo(2 * 863 / 32_768.0, within(1e-15));
    }

    @Test
    void signFlipTestEqualsMcNemarWhereEveryDifferenceIsOneRow() {
        for (int fixed = 0; fixed <= 40; fixed++) {
            for (int broken = 0; broken <= 40; broken++) {
                assertThat(SignFlipTest.pValue(changes(100, fixed, broken)))
                        .as("%d fixed, %d broken", fixed, broken)
                        .isCloseTo(McNemar.pValue(fixed, broken), Percentage.withPercentage(1e-9));
            }
        }
    }

    @Test
    void signFlipTestCountsAllPatterns() {
        Random random = new Random(5);
        for (int trial = 0; trial < 200; trial++) {
            int[] differences = random.ints(1 + random.nextInt(10), -4, 5).toArray();
            assertThat(SignFlipTest.pValue(differences))
                    .as(Arrays.toString(differences))
                    .isCloseTo(countedPValue(differences), within(1e-12));
        }
        assertThat(SignFlipTest.pValue(new int[0])).isEqualTo(1);
        assertThat(SignFlipTest.ofShares(new double[] {0.1, 0.2, 0.05, 0.3, 0.15, 0.01}))
                .isEqualTo(2 / 64.0);
        assertThat(SignFlipTest.ofShares(new double[] {0.3})).isEqualTo(1);
    }

    // the exact sums are whole numbers of thirds, sixths, sevenths, none of which is a whole number of units
    @Test
    void sharesWhoseSumsAreEqualAreTied() {
        assertThat(SignFlipTest.ofShares(new double[] {-1 / 3.0, -1 / 3.0, 2 / 3.0, 1}))
                .isEqualTo(countedPValue(new int[] {-1, -1, 2, 3}));
        Random random = new Random(11);
        for (int trial = 0; trial < 500; trial++) {
            int rows = new int[] {3, 6, 7, 9, 11, 13, 24, 80}[random.nextInt(8)];
            int[] differences =
                    random.ints(1 + random.nextInt(10), -rows, rows + 1).toArray();
            assertThat(SignFlipTest.ofShares(IntStream.of(differences)
                            .mapToDouble(one -> (double) one / rows)
                            .toArray()))
                    .as("%s of %d", Arrays.toString(differences), rows)
                    .isCloseTo(countedPValue(differences), within(1e-12));
        }
    }

    @Test
    void oneRunIsAPairedComparison() {
        Evaluation before = Evaluations.of("WWWWWWWURRRR");
        Evaluation after = Evaluations.of("RRRRRRRRRRWR");
        PairedComparison pair = PairedComparison.of(before, after);

        RunsComparison one = RunsComparison.of(List.of(before), List.of(after));

        assertThat(one.runs()).isEqualTo(1);
        assertThat(one.questions()).isEqualTo(12);
        assertThat(one.fixed()).isEqualTo(pair.fixed());
        assertThat(one.broken()).isEqualTo(pair.broken());
        assertThat(one.difference()).isEqualTo(pair.difference());
        assertThat(one.interval()).isEqualTo(pair.differenceInterval());
        assertThat(one.questionsPValue()).isCloseTo(pair.pValue(), within(1e-15));
        assertThat(one.verdict()).isEqualTo(pair.verdict());
        assertThat(one.spread()).isNull();
        assertThat(one.runsPValue()).isEqualTo(1);
    }

    @Test
    void aQuestionThatEveryRunDrewCountsOnce() {
        Evaluation before = Evaluations.of("WWWWRRRRRR");
        Evaluation after = Evaluations.of("RRRRRRRRRR");
        RunsComparison once = RunsComparison.of(List.of(before), List.of(after));

        RunsComparison thrice = RunsComparison.of(List.of(before, before, before), List.of(after, after, after));

        assertThat(thrice.questions()).isEqualTo(10);
        assertThat(thrice.fixed()).isEqualTo(12);
        // twelve fixed rows of different questions would be 2 / 4096
        assertThat(thrice.questionsPValue()).isEqualTo(once.questionsPValue()).isEqualTo(0.125);
        assertThat(thrice.interval()).isEqualTo(once.interval());
        assertThat(thrice.runsPValue()).isEqualTo(0.25);
        assertThat(thrice.spread()).isCloseTo(0.0, within(1e-15));
    }

    @Test
    void runsOfOtherQuestionsAddUp() {
        RunsComparison two = RunsComparison.of(
                List.of(Evaluations.of("WWWW"), named("other", "WWWR")),
                List.of(Evaluations.of("RRRR"), named("other", "RRRR")));

        assertThat(two.questions()).isEqualTo(8);
        assertThat(two.questionsPValue()).isEqualTo(2 / 128.0);
        assertThat(two.verdict()).isEqualTo(Verdict.BETTER);
        assertThat(two.difference()).isEqualTo(0.875);
        assertThat(two.spread()).isCloseTo(0.25 / Math.sqrt(2), within(1e-15));
    }

    @Test
    void rowsThatCouldNotBeMeasuredAreLeftOutOfTheirPair() {
        Evaluation before =
                new Evaluation(Evaluations.of("WWR").outcomes(), List.of(new ExampleError("task#3", "refused")));
        Evaluation after = Evaluations.of("RRRR");

        assertThat(RunsComparison.of(List.of(before), List.of(after)).questions())
                .isEqualTo(3);
    }

    @Test
    void refusesRunsWithoutACounterpart() {
        assertThatIllegalArgumentException().isThrownBy(() -> RunsComparison.of(List.of(), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunsComparison.of(List.of(Evaluations.of("R")), List.of()))
                .withMessageContaining("found 1 and 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunsComparison.of(List.of(Evaluations.of("R")), List.of(named("other", "R"))));
    }

    @Test
    void accuracyOfSeveralRuns() {
        RunsAccuracy accuracy =
                RunsAccuracy.of(List.of(Evaluations.of("RRRU"), Evaluations.of("RWWW"), named("other", "RRWW")));

        assertThat(accuracy.runs()).isEqualTo(3);
        assertThat(accuracy.mean()).isEqualTo(0.5);
        assertThat(accuracy.spread()).isEqualTo(0.25);
        assertThat(accuracy.questions()).isEqualTo(8);
        assertThat(accuracy.interval()).isEqualTo(WilsonInterval.of(4, 8));
        assertThat(accuracy.right() + accuracy.wrong() + accuracy.unanswered()).isEqualTo(12);
        assertThat(accuracy.unanswered()).isEqualTo(1);
        assertThat(accuracy.meanChainTokens()).isEqualTo(11.5);
        assertThat(RunsAccuracy.of(List.of(Evaluations.of("R"))).spread()).isNull();
    }

    // statistics.stdev of Python 3.11
    @Test
    void spreadIsTheSampleStandardDeviation() {
        assertThat(Spread.of(0.61, 0.55, 0.7, 0.64)).isCloseTo(0.06244997998398399, within(1e-15));
        assertThat(Spread.mean(0.61, 0.55, 0.7, 0.64)).isCloseTo(0.625, within(1e-15));
    }

    // Newcombe, Statistics in Medicine 17 (1998), table I, method 3
    @ParameterizedTest
    @CsvSource({"81, 263, 0.2553, 0.3662", "15, 148, 0.0624, 0.1605", "0, 20, 0, 0.1611", "1, 29, 0.0061, 0.1718"})
    void wilsonIntervalIsThePublishedOne(int successes, int trials, double low, double high) {
        Interval interval = WilsonInterval.of(successes, trials);

        assertThat(interval.low()).isCloseTo(low, within(5.1e-5));
        assertThat(interval.high()).isCloseTo(high, within(5.1e-5));
        assertThat(WilsonInterval.ofShare((double) successes / trials, trials)).isEqualTo(interval);
    }

    @Test
    void wilsonIntervalOfAShareRefusesWhatIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> WilsonInterval.ofShare(1.1, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> WilsonInterval.ofShare(Double.NaN, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> WilsonInterval.ofShare(0.5, 0));
    }

    private static double countedPValue(int[] differences) {
        int observed = Math.abs(IntStream.of(differences).sum());
        int patterns = 1 << differences.length;
        int extreme = 0;
        for (int pattern = 0; pattern < patterns; pattern++) {
            int sum = 0;
            for (int at = 0; at < differences.length; at++) {
                sum += (pattern >> at & 1) == 0 ? differences[at] : -differences[at];
            }
            extreme += Math.abs(sum) >= observed ? 1 : 0;
        }
        return (double) extreme / patterns;
    }

    private static int[] changes(int rows, int fixed, int broken) {
        int[] changes = new int[rows];
        Arrays.fill(changes, 0, fixed, 1);
        Arrays.fill(changes, fixed, fixed + broken, -1);
        return changes;
    }

    private static Evaluation named(String task, String outcomes) {
        return new Evaluation(IntStream.range(0, outcomes.length())
                .mapToObj(row -> new ExampleOutcome(
                        task + "#" + row,
                        outcomes.charAt(row) == 'R' ? Outcome.RIGHT : Outcome.WRONG,
                        "because",
                        "Yes\"",
                        10 + row,
                        true))
                .toList());
    }
}
