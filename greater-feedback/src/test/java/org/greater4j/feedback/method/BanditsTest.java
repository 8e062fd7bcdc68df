package org.greater4j.feedback.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.greater4j.feedback.search.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bandits and Pareto fronts against numbers worked out by hand. */
class BanditsTest {
    @TempDir
    Path folder;

    @Test
    void boundsWeighMeansAgainstPulls() {
        UcbArms arms = new UcbArms(3, 1);
        assertThat(arms.choose(2, arms.classic(1), new Random(1))).hasSize(2).doesNotHaveDuplicates();
        arms.pulled(0, 4, 0.75);
        arms.pulled(1, 16, 0.8);
        arms.pulled(2, 4, 0.25);
        assertThat(arms.pulls()).isEqualTo(24);
        // ln 24 = 3.178: bonuses 0.891, 0.446 and 0.891, so 1.641, 1.246 and 1.141
        assertThat(arms.classic(24).of(4)).isCloseTo(0.891, within(1e-3));
        assertThat(arms.choose(3, arms.classic(24), new Random(1))).containsExactly(0, 1, 2);
        // at time 1 nothing is explored
        assertThat(arms.choose(3, arms.classic(1), new Random(1))).containsExactly(1, 0, 2);
        // sqrt(1/4) = 0.5 and sqrt(1/16) = 0.25: 1.25, 1.05 and 0.75
        assertThat(arms.extended().of(16)).isCloseTo(0.25, within(1e-4));
        assertThat(arms.choose(3, arms.extended(), new Random(1))).containsExactly(0, 1, 2);
        arms.pulled(2, 4, 1);
        assertThat(arms.mean(2)).isEqualTo(0.625);
    }

    /** With questions enough, every evaluator ranks by accuracy. */
    @ParameterizedTest
    @EnumSource
    void theBestPromptsAreFound(BeamEvaluator evaluator) {
        Script script = new Script(4, 1, folder)
                .right("good", "t1 t2 t3")
                .right("best", "t1 t2 t3 t4")
                .right("bad", "t1");
        Map<String, Double> scores = evaluator.scores(
                script.bench(), List.of("bad", "good", "worst", "best"), 2, new BeamEvaluator.Effort(4, 4, 4, 0.5));

        Ranking ranking = new Ranking();
        scores.forEach((prompt, score) -> ranking.note(prompt, score, 0));
        assertThat(ranking.best(2)).extracting(one -> one.prompt()).containsExactly("best", "good");
        assertThat(scores).containsEntry("best", 1.0).containsEntry("good", 0.75);
        boolean rejects =
                evaluator == BeamEvaluator.SUCCESSIVE_REJECTS || evaluator == BeamEvaluator.SUCCESSIVE_HALVING;
        assertThat(scores).hasSize(rejects ? 2 : 4);
    }

    /**
     * Six prompts, a beam of two, 62 questions: four rejects, log-bar 0.5 + 1/2 + 1/3 + 1/4 = 1.5833, and rows per prompt up to the end of
     * each phase 58 / (1.5833 · 4) = 9.16, 12.21, 18.32 and 36.63. The differences are 9.16, 3.05 (at least 4), 6.11 and 18.32 (12 rows
     * are all there are).
     */
    @Test
    void rejectsAskEachPromptTheRowsOfItsPhaseAndDropTheFirstOfEquals() {
        Script script = new Script(12, 1, folder);
        Map<String, Double> scores = BeamEvaluator.SUCCESSIVE_REJECTS.scores(
                script.bench(), List.of("a", "b", "c", "d", "e", "f"), 2, new BeamEvaluator.Effort(1, 2, 31, 1));

        assertThat(script.scored())
                .containsExactly(
                        "a:9", "b:9", "c:9", "d:9", "e:9", "f:9", "b:4", "c:4", "d:4", "e:4", "f:4", "c:6", "d:6",
                        "e:6", "f:6", "d:12", "e:12", "f:12");
        assertThat(scores).containsOnlyKeys("e", "f");
    }

    @Test
    void rejectsDropTheWorstOfThePhase() {
        Script script = new Script(4, 1, folder)
                .right("a", "t1 t2 t3 t4")
                .right("b", "t1")
                .right("c", "t1 t2");
        assertThat(BeamEvaluator.SUCCESSIVE_REJECTS.scores(
                        script.bench(), List.of("a", "b", "c"), 1, new BeamEvaluator.Effort(1, 1, 8, 1)))
                .containsOnlyKeys("a")
                .containsEntry("a", 1.0);
        assertThat(script.scored()).containsExactly("a:4", "b:4", "c:4", "a:4", "c:4");
    }

    /** Round 0 is random; at ln 1 = 0 nothing is explored, so that round 1 pulls the same arm again; ln 2 explores the other one. */
    @Test
    void boundsCountRoundsFromZero() {
        for (int rounds = 2; rounds <= 3; rounds++) {
            Script script = new Script(1, 1, folder).right("good", "t1");
            BeamEvaluator.UCB.scores(
                    script.bench(), List.of("bad", "good"), 1, new BeamEvaluator.Effort(rounds, 1, 1, 1));
            assertThat(script.scored()).hasSize(rounds);
            assertThat(script.scored().stream().distinct()).hasSize(rounds - 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPromptWhoseCallsAllFailHasNoScore(BeamEvaluator evaluator) {
        Script script = new Script(4, 1, folder).right("good", "t1 t2").fails("broken", "t1 t2 t3 t4");
        Map<String, Double> scores = evaluator.scores(
                script.bench(), List.of("broken", "good", "bad"), 2, new BeamEvaluator.Effort(6, 3, 4, 0.5));

        assertThat(scores).doesNotContainKey("broken").containsEntry("good", 0.5);
        assertThat(evaluator.scores(
                        new Script(1, 1, folder).fails("broken", "t1").bench(),
                        List.of("broken"),
                        2,
                        new BeamEvaluator.Effort(2, 1, 1, 1)))
                .isEmpty();
    }

    @Test
    void aRowThatCouldNotBeMeasuredSpeaksNeitherForNorAgainstACandidate() {
        ParetoFront front = new ParetoFront(2);
        front.add(new double[] {ParetoFront.UNKNOWN, 1});
        front.add(new double[] {0, 0});
        assertThat(front.front(0)).containsExactly(1);
        assertThat(front.front(1)).containsExactly(0);
        assertThat(front.mean(0)).isEqualTo(1);
        assertThat(front.undominated()).containsExactly(0, 1);
    }

    @Test
    void bruteForceSharesItsQuestionsAmongThePrompts() {
        Script script = new Script(9, 1, folder);
        BeamEvaluator.BRUTE_FORCE.scores(
                script.bench(), List.of("a", "b", "c"), 1, new BeamEvaluator.Effort(1, 2, 4, 1));
        // 8 questions for 3 prompts: 2 rows, the same for all
        assertThat(script.trace()).hasSize(3);
        assertThat(script.trace()).allMatch(line -> line.split(" ").length == 4);
        assertThat(script.trace().stream().map(line -> line.substring(line.indexOf(':'))))
                .containsOnly(script.trace().get(0).substring("score a".length()));
    }

    @Test
    void parentsAreThoseThatNoOthersMakeNeedless() {
        ParetoFront front = new ParetoFront(3);
        front.add(new double[] {1, 0, 0});
        assertThat(front.undominated()).containsExactly(0);
        front.add(new double[] {1, 1, 0});
        // wherever the first is among the best, the second is too
        assertThat(front.front(0)).containsExactly(0, 1);
        assertThat(front.undominated()).containsExactly(1);
        front.add(new double[] {0, 0, 1});
        assertThat(front.undominated()).containsExactly(1, 2);
        Random random = new Random(3);
        int second = 0;
        for (int draw = 0; draw < 3000; draw++) {
            second += front.parent(random) == 1 ? 1 : 0;
        }
        // two of three rows: 2000, give or take four times 26
        assertThat(second).isBetween(1896, 2104);
        assertThat(front.mean(1)).isCloseTo(2.0 / 3, within(1e-12));
    }
}
