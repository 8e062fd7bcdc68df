package org.greater4j.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.ScoreWeights;
import org.greater4j.engine.Statistics;
import org.greater4j.error.GreaterException;
import org.greater4j.objective.Prompt;
import org.junit.jupiter.api.Test;

class GreaterStepTest {
    private static final LetterTokenizer TOKENIZER = new LetterTokenizer();

    @Test
    void choosesTheLowestScoreAmongTheMostNegativeGradients() {
        // d has the most negative gradient, e the best score among the three tried, f would be better but is not tried
        ScriptedSession session = session(
                Map.of('d', -4.0, 'e', -3.0, 'c', -2.0, 'f', -1.0),
                Map.of(" d b c", 3, " e b c", 1, " c b c", 2, " f b c", 0));
        StepRecord record = step(settings(3), session, state(" a b c", 0));

        assertThat(record.trials()).extracting(StepRecord.Trial::text).containsExactly(" d", " e", " c");
        assertThat(record.after().text()).isEqualTo(" e b c");
        assertThat(record.reason()).isEqualTo(StepRecord.Choice.LOWEST_SCORE);
        assertThat(session.asked).contains("gradient a c d e f");
    }

    @Test
    void theLaterOneInGradientOrderWinsATie() {
        ScriptedSession session =
                session(Map.of('d', -4.0, 'e', -3.0, 'c', -2.0), Map.of(" d b c", 1, " e b c", 1, " c b c", 2));
        assertThat(step(settings(3), session, state(" a b c", 0)).after().text())
                .isEqualTo(" e b c");
    }

    @Test
    void anIncumbentThatIsKeptWinsUnlessBeaten() {
        Map<Character, Double> gradients = Map.of('d', -4.0, 'e', -3.0, 'c', -2.0);
        Map<String, Integer> worse = Map.of(" d b c", 3, " e b c", 3, " c b c", 3, " a b c", 2);
        assertThat(step(settings(3), session(gradients, worse), state(" a b c", 0))
                        .after()
                        .text())
                .isNotEqualTo(" a b c");
        assertThat(step(keeping(settings(3)), session(gradients, worse), state(" a b c", 0))
                        .after()
                        .text())
                .isEqualTo(" a b c");
        Map<String, Integer> equal = Map.of(" d b c", 3, " e b c", 2, " c b c", 3, " a b c", 2);
        assertThat(step(keeping(settings(3)), session(gradients, equal), state(" a b c", 0))
                        .after()
                        .text())
                .isEqualTo(" e b c");
    }

    @Test
    void aFullStopPastHalfTheInitialLengthWinsAtOnce() {
        Map<Character, Double> gradients = Map.of('d', -4.0, '.', -3.0, 'c', -2.0);
        Map<String, Integer> mistakes = Map.of(" a b d", 0, " a b.", 4, " a b c", 0, " a.  c", 4);
        ScriptedSession session = session(gradients, mistakes);
        StepRecord record = step(settings(3), session, state(" a b c", 2));

        assertThat(record.after().text()).isEqualTo(" a b.");
        assertThat(record.reason()).isEqualTo(StepRecord.Choice.FULL_STOP);
        // the trial behind it in gradient order is never assessed
        assertThat(session.asked).contains("assess a b d", "assess a b.").doesNotContain("assess a b c");

        StepRecord early = step(settings(3), session(gradients, Map.of(" a d c", 0)), state(" a b c", 1));
        assertThat(early.reason()).isEqualTo(StepRecord.Choice.LOWEST_SCORE);
    }

    @Test
    void promptsMayBeLetGoUnlessAFullStopWins() {
        Map<Character, Double> gradients = Map.of('d', -4.0, '.', -3.0, 'c', -2.0);
        Cutoff lowest = new Cutoff(true, ScoreWeights.ofMistakes(0.02), Double.POSITIVE_INFINITY);
        for (int position : new int[] {0, 1, 2}) {
            ScriptedSession session = session(gradients, Map.of());
            step(settings(3), session, state(" a b c", position));
            assertThat(session.cutoffs).containsExactly(position == 2 ? Cutoff.none() : lowest);
        }
        // past half the initial length, but no full stop among the tried; and one that does not win
        ScriptedSession untried = session(gradients, Map.of());
        step(settings(1), untried, state(" a b c", 2));
        assertThat(untried.cutoffs).containsExactly(lowest);
        ScriptedSession plain = session(gradients, Map.of());
        step(
                new GreaterSettings(1, 0, 9, 2, 5, 5, 1, 3, 0.02, 0, 0, false, false, 0, "_", 10),
                plain,
                state(" a b c", 2));
        assertThat(plain.cutoffs).containsExactly(lowest);
    }

    @Test
    void aSessionThatLetsEveryPromptGoIsRefused() {
        ReasoningSession none = new RandomSession(1, 4, true) {
            @Override
            public List<Assessment> assess(List<Prompt> prompts, Cutoff cutoff) {
                return prompts.stream()
                        .map(prompt -> Assessment.of(prompt, List.of(ExampleAssessment.leftOut(0))))
                        .toList();
            }
        };
        assertThatThrownBy(() ->
                        new GreaterStep(settings(3), TOKENIZER, GreaterStepTest::any).run(none, state(" a b c", 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("found none that was");
    }

    @Test
    void aStepTellsTheStatisticsOfItsOwnAnswers() {
        RandomSession session = new RandomSession(3, 4, true);
        GreaterStep step = new GreaterStep(settings(3), TOKENIZER, GreaterStepTest::any);
        SearchState state = step.start(session, prompt(" a b"));
        Statistics sum = session.statistics();
        for (int number = 0; number < 4; number++) {
            GreaterStep.Outcome outcome = step.run(session, state);
            state = outcome.state();
            assertThat(outcome.record().statistics().lookups()).isPositive();
            assertThat(outcome.record().statistics().wantedChains()
                            - outcome.record().statistics().prunedChains())
                    .isEqualTo(outcome.record().cost().generatedTokens());
            sum = sum.plus(outcome.record().statistics());
        }
        assertThat(sum).isEqualTo(session.statistics());
    }

    @Test
    void asksForMoreUntilThereAreEnoughCandidatesAndEndsWhereThereAreNoMore() {
        int[][] apart = {TOKENIZER.encode("defgh"), TOKENIZER.encode("hgfed")};
        ScriptedSession session = new ScriptedSession(apart, token -> -token, prompt -> 0);
        GreaterSettings two = new GreaterSettings(1, 0, 2, 1, 1, 2, 3, 1, 0, 0, 0, true, false, 0, "_", 10);
        StepRecord record = step(two, session, state(" a b c", 0));
        assertThat(record.k()).isEqualTo(4);
        assertThat(record.candidateTexts()).containsExactly(" a", " e", " f", " g");

        GreaterSettings many = new GreaterSettings(1, 0, 2, 1, 1, 2, 20, 1, 0, 0, 0, true, false, 0, "_", 10);
        assertThat(step(many, session, state(" a b c", 0)).candidateTexts())
                .containsExactly(" a", " d", " e", " f", " g", " h");
    }

    @Test
    void aPromptWhoseTextDoesNotKeepItsIdsIsNeverTried() {
        ScriptedSession session = session(Map.of('d', -4.0, 'e', -3.0), Map.of());
        StepRecord dropped = new GreaterStep(
                        settings(3), TOKENIZER, prompt -> !prompt.text().contains(" d"))
                .run(session, state(" a b c", 0))
                .record();
        assertThat(dropped.dropped()).containsExactly(" d");
        assertThat(dropped.candidateTexts()).doesNotContain(" d");

        StepRecord all = new GreaterStep(settings(3), TOKENIZER, prompt -> false)
                .run(session, state(" a b c", 0))
                .record();
        assertThat(all.reason()).isEqualTo(StepRecord.Choice.ONLY_CANDIDATE);
        assertThat(all.after().text()).isEqualTo(" a b c");
        assertThat(all.trials()).isEmpty();
    }

    @Test
    void movesOnAppendsTheFillerAndReturnsToTheStartAfterAFullStop() {
        GreaterStep step = new GreaterStep(settings(1), TOKENIZER, GreaterStepTest::any);
        ScriptedSession session = session(Map.of('d', -4.0), Map.of());
        SearchState middle = step.run(session, state(" a b", 0)).state();
        assertThat(middle.position()).isEqualTo(1);
        assertThat(middle.prompt().text()).isEqualTo(" d b");

        SearchState end = step.run(session, middle).state();
        assertThat(end.position()).isEqualTo(2);
        assertThat(end.prompt().text()).isEqualTo(" d d_");

        SearchState stopped =
                step.run(session(Map.of('.', -4.0), Map.of()), state(" a b", 1)).state();
        assertThat(stopped.prompt().text()).isEqualTo(" a.");
        assertThat(stopped.position()).isZero();
    }

    @Test
    void remembersEveryScoredPromptOnceAndRanksThem() {
        GreaterStep step = new GreaterStep(settings(3), TOKENIZER, GreaterStepTest::any);
        ScriptedSession session =
                session(Map.of('d', -4.0, 'e', -3.0, 'c', -2.0), Map.of(" a b", 3, " d b", 2, " e b", 1, " c b", 2));
        SearchState first =
                step.run(session, step.start(session, prompt(" a b"))).state();
        assertThat(first.history())
                .extracting(scored -> scored.prompt().text())
                .containsExactly(" a b", " d b", " e b", " c b");
        assertThat(first.best().prompt().text()).isEqualTo(" e b");
        assertThat(first.lastImprovement()).isEqualTo(1);
        assertThat(first.finalists(3))
                .extracting(scored -> scored.prompt().text())
                .containsExactly(" e b", " d b", " c b");
    }

    @Test
    void stopsByStepsPatienceAndBudget() {
        ScriptedSession session = session(Map.of('d', -4.0), Map.of());
        GreaterSettings patient = new GreaterSettings(50, 0, 9, 2, 5, 5, 1, 1, 0, 0, 0, true, false, 3, "_", 10);
        assertThat(reason(patient, session, false)).isEqualTo(StopReason.PATIENCE);
        assertThat(reason(settings(1), session, false)).isEqualTo(StopReason.STEPS);
        assertThat(reason(settings(1), session, true)).isEqualTo(StopReason.BUDGET);
    }

    @Test
    void assessesTheInitialPromptOnce() {
        ScriptedSession session = session(Map.of('d', -4.0), Map.of());
        reason(settings(1), session, true);
        assertThat(session.asked).containsExactly("assess a b");
    }

    @Test
    void drawsDependOnSeedAndStepAlone() {
        int[][] proposals = new int[20][];
        for (int j = 0; j < proposals.length; j++) {
            proposals[j] = new int[] {j, (j + 1) % 20, (j + 2) % 20, 21};
        }
        assertThat(Candidates.draw(proposals, 5, 3, Candidates.random(7, 3)))
                .isEqualTo(Candidates.draw(proposals, 5, 3, Candidates.random(7, 3)))
                .contains(21);
        long distinct = LongStream.range(0, 50)
                .mapToObj(seed -> Candidates.sample(20, 5, Candidates.random(seed, 0)))
                .map(Arrays::toString)
                .distinct()
                .count();
        assertThat(distinct).isGreaterThan(45);
        assertThat(Candidates.sample(4, 4, Candidates.random(1, 1))).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void namesEverySettingThatIsNotSound() {
        GreaterSettings unsound =
                new GreaterSettings(0, 0, 0, 2, 5, 5, 6, 3, Double.NaN, 0, 0, true, false, -1, "_", 10);
        assertThatThrownBy(unsound::check)
                .isInstanceOf(GreaterException.class)
                .hasMessageContainingAll("--steps", "--top-k", "--patience", "--selection-fluency-weight");
        assertThatThrownBy(() -> new GreaterStep(
                        new GreaterSettings(1, 0, 9, 2, 5, 5, 1, 1, 0, 0, 0, true, false, 0, "__", 10),
                        TOKENIZER,
                        GreaterStepTest::any))
                .hasMessageContaining("filler of one token");
    }

    private static boolean any(Prompt prompt) {
        return prompt.length() > 0;
    }

    private static StopReason reason(GreaterSettings settings, ScriptedSession session, boolean spent) {
        List<OptimizationEvent> events = new ArrayList<>();
        new GreaterOptimizer(settings, TOKENIZER, GreaterStepTest::any)
                .optimize(session, prompt(" a b"), null, () -> spent, events::add);
        assertThat(events.get(0)).isInstanceOf(OptimizationEvent.Started.class);
        return ((OptimizationEvent.Stopped) events.get(events.size() - 1)).reason();
    }

    private static StepRecord step(GreaterSettings settings, ScriptedSession session, SearchState state) {
        return new GreaterStep(settings, TOKENIZER, GreaterStepTest::any)
                .run(session, state)
                .record();
    }

    private static ScriptedSession session(Map<Character, Double> gradients, Map<String, Integer> mistakes) {
        StringBuilder tokens = new StringBuilder();
        gradients.keySet().stream().sorted().forEach(tokens::append);
        int[] ids = TOKENIZER.encode(tokens.toString());
        int[][] ranked = {ids, ids, ids, ids};
        return new ScriptedSession(
                ranked,
                token -> {
                    String text = TOKENIZER.decode(token).strip();
                    return gradients.getOrDefault(text.charAt(0), 5.0);
                },
                prompt -> mistakes.getOrDefault(prompt.text(), 4));
    }

    private static GreaterSettings settings(int trials) {
        return new GreaterSettings(1, 0, 9, 2, 5, 5, 1, trials, 0.02, 0, 0, true, false, 0, "_", 10);
    }

    private static GreaterSettings keeping(GreaterSettings settings) {
        return new GreaterSettings(1, 0, 9, 2, 5, 5, 1, settings.trials(), 0.02, 0, 0, true, true, 0, "_", 10);
    }

    private static Prompt prompt(String text) {
        return Prompt.of(TOKENIZER.encode(text), text);
    }

    private static SearchState state(String text, int position) {
        ScoredPrompt initial = new ScoredPrompt(prompt(text), 1, 4, 1, 0, 0, -1);
        return new SearchState(0, position, prompt(text), prompt(text).length(), List.of(initial), 0);
    }
}
