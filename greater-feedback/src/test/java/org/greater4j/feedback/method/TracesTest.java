package org.greater4j.feedback.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.greater4j.feedback.Sampling;
import org.greater4j.feedback.search.PromptSearch;
import org.greater4j.feedback.search.RankedPrompt;
import org.greater4j.feedback.search.Script;
import org.greater4j.feedback.search.SearchEnd;
import org.greater4j.feedback.search.Workbench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each loop against a trace worked out by hand: who is asked what, in which order, and what is kept. Draws of rows are of all rows there
 * are, so that the trace does not hang on them.
 */
class TracesTest {
    private static final Sampling ANY = Sampling.of(1, 10);

    @TempDir
    Path folder;

    @Test
    void apeGuessesTakesRepeatsOutScoresAndRanks() {
        Script script = new Script(1, 2, folder)
                .reply("induce", "p1", "\"p2\"", "p1", "Instruction: p3")
                .right("p1", "d1")
                .right("p2", "d1 d2")
                .right("p3", "d2");
        SearchEnd end = run(script, new Ape(new Ape.Settings(2, 2, 5, 0, 0, 0, 0, ANY)));

        assertThat(script.trace())
                .containsExactly(
                        "ask induce t1",
                        "ask induce t1",
                        "ask induce t1",
                        "ask induce t1",
                        "score p1: d1 d2",
                        "score p2: d1 d2",
                        "score p3: d1 d2",
                        "step 1: p2=1.0 p1=0.5 p3=0.5");
        assertThat(end.finalists()).extracting(RankedPrompt::prompt).containsExactly("p2", "p1", "p3");
        assertThat(end.stoppedBy()).isEqualTo("steps");
        assertThat(end.tally().proposals()).isEqualTo(4);
    }

    @Test
    void aBanditOfApePullsAShareOfThePromptsOnRowsOfTheirOwn() {
        Script script =
                new Script(1, 1, folder).reply("induce", "p1", "p2", "p3").right("p2", "d1");
        // one arm a round: the first at random, then those never pulled by their bound, then the best
        SearchEnd end = run(script, new Ape(new Ape.Settings(1, 3, 5, 5, 0.334, 1, 0.1, ANY)));

        assertThat(script.trace().stream().filter(line -> line.startsWith("score")))
                .containsExactlyInAnyOrder("score p1: d1", "score p2: d1", "score p3: d1");
        assertThat(end.finalists().get(0)).isEqualTo(new RankedPrompt("p2", 1.0, 1));
    }

    @Test
    void iterativeApeKeepsTheBestOfAllAndVariesThem() {
        Script script = new Script(1, 2, folder)
                .reply("induce", "p1", "p2")
                .reply("paraphrase", "p3", "p1", "p4", "p5")
                .right("p0", "d1")
                .right("p1", "d1 d2")
                .right("p3", "d1 d2")
                .right("p4", "d2");
        SearchEnd end = run(script, new IterativeApe(new IterativeApe.Settings(2, 2, 5, 2, 2, ANY)));

        assertThat(script.trace())
                .containsExactly(
                        "ask induce t1",
                        "ask induce t1",
                        "score p0: d1 d2",
                        "score p1: d1 d2",
                        "score p2: d1 d2",
                        "step 0: p1=1.0 p0=0.5",
                        "ask paraphrase p1",
                        "ask paraphrase p1",
                        "ask paraphrase p0",
                        "ask paraphrase p0",
                        "score p3: d1 d2",
                        "score p4: d1 d2",
                        "score p5: d1 d2",
                        "step 1: p1=1.0 p3=1.0");
        assertThat(end.finalists())
                .extracting(RankedPrompt::prompt)
                .containsExactly("p1", "p3", "p0", "p4", "p2", "p5");
    }

    @Test
    void proTeGiNamesReasonsRewritesParaphrasesAndKeepsABeam() {
        Script script = new Script(2, 1, folder)
                .reply("protegi-reasons", "<START>r1<END>", "say <START>r2")
                .reply("protegi-rewrite", "<START>p1<END>", "<START>p2<END> <START>never<END>")
                .reply("paraphrase", "p3", "p4", "p0", "p1")
                .right("p0", "t1")
                .right("p1", "t1 t2")
                .right("p3", "t2");
        ProTeGi.Settings settings = new ProTeGi.Settings(
                1, 2, 64, 2, 4, 1, 1, 1, 8, BeamEvaluator.BRUTE_FORCE, new BeamEvaluator.Effort(1, 1, 100, 1), ANY);
        // of three sections, p1, p2 and p0, the variations are p3, p4 and p0 again
        SearchEnd end = run(script, new ProTeGi(settings));

        assertThat(sorted(script.trace(), 9, 13))
                .containsExactly(
                        "score p0: t1 t2",
                        "step 0: p0=0.5",
                        "ask protegi-reasons p0 t2 1",
                        "ask protegi-reasons p0 t2 1",
                        "ask protegi-rewrite p0 t2 r1 1",
                        "ask protegi-rewrite p0 t2 r2 1",
                        "ask paraphrase p1",
                        "ask paraphrase p2",
                        "ask paraphrase p0",
                        // successors stand in random order
                        "score p1: t1 t2",
                        "score p2: t1 t2",
                        "score p3: t1 t2",
                        "score p4: t1 t2",
                        // successors stand before the old beam, and win where they are as good
                        "step 1: p1=1.0 p3=0.5");
        assertThat(end.finalists()).hasSize(2);
    }

    @Test
    void proTeGiAsksForNoReasonsWithoutMistakes() {
        Script script = new Script(1, 1, folder).reply("paraphrase", "p1").right("p0", "t1");
        ProTeGi.Settings settings = new ProTeGi.Settings(
                1, 2, 64, 2, 4, 1, 1, 1, 8, BeamEvaluator.UCB, new BeamEvaluator.Effort(2, 2, 1, 1), ANY);
        run(script, new ProTeGi(settings));

        assertThat(script.trace())
                .containsExactly(
                        "score p0: t1", "step 0: p0=1.0", "ask paraphrase p0", "score p1: t1", "step 1: p0=1.0 p1=0.0");
    }

    @Test
    void oproShowsTheBestWorstFirstAndSkipsWhatItHasSeen() {
        Script script = new Script(1, 1, folder)
                .reply(
                        "opro",
                        "<INS>p1</INS>",
                        "<INS>p0</INS>",
                        "the <INS>p2",
                        "\"p3\"",
                        "<INS>write <INS> INS</INS>",
                        "<INS>" + "x".repeat(501) + "</INS>")
                .right("p1", "t1")
                .right("p3", "t1");
        SearchEnd end = run(script, new Opro(new Opro.Settings(3, 2, 3, 0, 3, ANY)));

        assertThat(script.trace())
                .containsExactly(
                        "score p0: t1",
                        "step 0: p0=0.0",
                        "ask opro p0:0 t1+<INS>",
                        "ask opro p0:0 t1+<INS>",
                        "score p1: t1",
                        "step 1: p1=1.0 p0=0.0",
                        "ask opro p0:0\n\np1:100 t1+<INS>",
                        "ask opro p0:0\n\np1:100 t1+<INS>",
                        "score p2: t1",
                        "score p3: t1",
                        "step 2: p1=1.0 p3=1.0 p0=0.0",
                        "ask opro p0:0\n\np3:100\n\np1:100 t1+<INS>",
                        "ask opro p0:0\n\np3:100\n\np1:100 t1+<INS>",
                        "step 3: p1=1.0 p3=1.0 p0=0.0");
        assertThat(end.finalists()).extracting(RankedPrompt::prompt).containsExactly("p1", "p3", "p0", "p2");
    }

    @Test
    void pe2LooksAtMistakesAndRewritesInOneConversation() {
        Script script = new Script(2, 2, folder)
                .reply("pe2-analyse", "too vague")
                .reply("pe2-rewrite", "p1")
                .right("p0", "t1 d1")
                .right("p1", "d1 d2");
        SearchEnd end = run(script, new Pe2(new Pe2.Settings(4, 2, 1, 2, 50, ANY, ANY)));

        assertThat(script.trace())
                .containsExactly(
                        "score p0: d1 d2",
                        "step 0: p0=0.5",
                        // two mistakes are wanted, so two rows are asked at once
                        "score p0: t1 t2",
                        "ask pe2-analyse p0 (the question)+p0 t2",
                        "ask pe2-analyse p0 (the question)+p0 t2 | assistant: too vague | pe2-rewrite p0 50",
                        "score p1: d1 d2",
                        // perfect on dev ends it
                        "step 1: p1=1.0 p0=0.5");
        assertThat(end.finalists().get(0)).isEqualTo(new RankedPrompt("p1", 1.0, 1));
    }

    @Test
    void textGradTakesBackWhatDoesWorseOnDevAndKeepsTies() {
        Script script = new Script(1, 2, folder)
                .reply("textgrad-reply", "f1", "f2", "f3")
                .reply("textgrad-prompt", "g1", "g2", "g3")
                .reply("textgrad-improve", "<IMPROVED>p1</IMPROVED>", "<IMPROVED>p2</IMPROVED>", "no tags")
                .reply("repair-tagged", "again no tags")
                .right("p0", "d1")
                .right("p1", "d2")
                .right("p2", "t1");
        SearchEnd end = run(script, new TextGrad(new TextGrad.Settings(3, 4, 3, true, ANY, ANY)));

        assertThat(script.trace())
                .containsExactly(
                        "score p0: d1 d2",
                        "step 0: p0=0.5",
                        "score p0: t1",
                        "ask textgrad-reply p0 t1 hm\nAnswer: no the answer is wrong; the right one is yes.",
                        "ask textgrad-prompt p0 t1 hm\nAnswer: no f1",
                        "ask textgrad-improve p0 t1+p0\n-> hm\nAnswer: no\nFeedback: g1",
                        "score p1: d1 d2",
                        "step 1: p1=0.5",
                        "score p1: t1",
                        "ask textgrad-reply p1 t1 hm\nAnswer: no the answer is wrong; the right one is yes.",
                        "ask textgrad-prompt p1 t1 hm\nAnswer: no f2",
                        "ask textgrad-improve p1 t1+p1\n-> hm\nAnswer: no\nFeedback: g2",
                        "score p2: d1 d2",
                        "step 2: p1=0.5",
                        "ask textgrad-reply p1 t1 hm\nAnswer: no the answer is wrong; the right one is yes.",
                        "ask textgrad-prompt p1 t1 hm\nAnswer: no f3",
                        "ask textgrad-improve p1 t1+p1\n-> hm\nAnswer: no\nFeedback: g3",
                        "ask textgrad-improve p1 t1+p1\n-> hm\nAnswer: no\nFeedback: g3 | assistant: no tags"
                                + " | repair-tagged <IMPROVED> </IMPROVED>",
                        "step 3: p1=0.5");
        assertThat(end.finalists()).containsExactly(new RankedPrompt("p1", 0.5, 1));
        assertThat(end.tally().noProposals()).isEqualTo(1);
        assertThat(end.tally().repairs()).isEqualTo(1);
    }

    @Test
    void geneticEvolutionKeepsTheBestOfOldAndNew() {
        Script script = new Script(1, 2, folder)
                .reply("induce", "a", "b", "c", "d")
                .reply("paraphrase", "e", "f")
                .reply(
                        "evoprompt-ga",
                        "1. x 2. <prompt>g</prompt>",
                        "<prompt>h",
                        "<prompt>b</prompt>",
                        "<prompt>i</prompt>")
                .right("p0", "d1")
                .right("a", "d1")
                .right("b", "d1 d2")
                .right("e", "d1")
                .right("g", "d1 d2");
        SearchEnd end = run(script, EvoPrompt.genetic(new EvoPrompt.Settings(4, 1, 5, ANY)));

        // the better half is b and p0; the wheel never draws f, which has no fitness
        assertThat(script.trace().subList(0, 15))
                .containsExactly(
                        "score p0: d1 d2",
                        "ask induce t1",
                        "ask induce t1",
                        "ask induce t1",
                        "ask induce t1",
                        "score a: d1 d2",
                        "score b: d1 d2",
                        "score c: d1 d2",
                        "score d: d1 d2",
                        "ask paraphrase b",
                        "ask paraphrase p0",
                        "score e: d1 d2",
                        "score f: d1 d2",
                        "step 0: b=1.0 p0=0.5 a=0.5 e=0.5",
                        script.trace().get(14));
        List<String> crossed = script.trace().subList(14, 18);
        assertThat(crossed).allMatch(line -> line.matches("ask evoprompt-ga (b|p0|e) (b|p0|e)"));
        assertThat(crossed).noneMatch(line -> line.matches(".* (\\S+) \\1"));
        assertThat(script.trace().subList(18, 22))
                .containsExactly(
                        "score g: d1 d2", "score h: d1 d2", "score i: d1 d2", "step 1: b=1.0 g=1.0 p0=0.5 a=0.5");
        assertThat(end.finalists().get(0).prompt()).isEqualTo("b");
    }

    @Test
    void differentialEvolutionReplacesAParentByABetterChildOnly() {
        Script script = new Script(1, 2, folder)
                .reply("induce", "a", "b", "c", "d")
                .reply("paraphrase", "e", "f")
                // children of b, p0, e and f, in this order
                .reply(
                        "evoprompt-de",
                        "<prompt>g</prompt>",
                        "<prompt>h</prompt>",
                        "<prompt>i</prompt>",
                        "<prompt>j</prompt>")
                .right("p0", "d1")
                .right("b", "d1 d2")
                .right("e", "d1")
                .right("g", "d1 d2")
                .right("h", "d1 d2")
                .right("i", "d2")
                .right("j", "d2");
        EvoPrompt method = EvoPrompt.differential(new EvoPrompt.Settings(4, 2, 5, ANY));
        run(script, method);

        List<String> first = script.trace().stream()
                .filter(line -> line.startsWith("ask evoprompt-de"))
                .limit(4)
                .toList();
        assertThat(first.get(0)).matches("ask evoprompt-de (p0|e|f) (p0|e|f) b b");
        assertThat(first.get(1)).matches("ask evoprompt-de (b|e|f) (b|e|f) b p0");
        assertThat(first.get(2)).matches("ask evoprompt-de (b|p0|f) (b|p0|f) b e");
        assertThat(first.get(3)).matches("ask evoprompt-de (b|p0|e) (b|p0|e) b f");
        // g ties with b and i with e: the old ones stay; h is better than p0, j than f
        List<String> second = script.trace().stream()
                .filter(line -> line.startsWith("ask evoprompt-de"))
                .skip(4)
                .toList();
        assertThat(second)
                .extracting(line -> line.substring(line.lastIndexOf(' ') + 1))
                .containsExactly("b", "h", "e", "j");
    }

    @Test
    void gepaReflectsOnAParentAndAddsAChildThatIsStrictlyBetter() {
        Script script = new Script(2, 2, folder)
                .reply("gepa-reflect", "```\np1\n```", "Here: ```text\np2\n```", "```p3```")
                .right("p0", "t1 d1")
                .right("p1", "t2 d1")
                .right("p2", "t1 t2 d2")
                .right("p3", "t1 t2");
        // answers: 2 on dev, 2 on train, 2 for p1, 2 for p2 and 2 for it on dev make 10
        SearchEnd end = run(script, new Gepa(new Gepa.Settings(10, 2, ANY)));

        assertThat(script.trace().stream().map(line -> line.lines().findFirst().orElse("")))
                .containsExactly(
                        "score p0: d1 d2",
                        "step 0: p0=0.5",
                        "score p0: t1 t2",
                        "ask gepa-reflect p0 # Example 1",
                        // as good as its parent is not better
                        "score p1: t1 t2",
                        "step 1: p0=0.5",
                        "ask gepa-reflect p0 # Example 1",
                        "score p2: t1 t2",
                        "score p2: d1 d2",
                        "step 2: p0=0.5 p2=0.5");
        assertThat(end.finalists()).extracting(RankedPrompt::prompt).containsExactly("p0", "p2");
    }

    @Test
    void gepaSkipsAMinibatchThatIsAllRight() {
        Script script = new Script(1, 1, folder).right("p0", "t1");
        SearchEnd end = run(script, new Gepa(new Gepa.Settings(100, 1, ANY)));

        assertThat(script.trace()).noneMatch(line -> line.startsWith("ask"));
        assertThat(end.finalists()).extracting(RankedPrompt::prompt).containsExactly("p0");
    }

    private static SearchEnd run(Script script, PromptSearch method) {
        Workbench bench = script.bench();
        return bench.run(method, "p0", 10);
    }

    private static List<String> sorted(List<String> lines, int from, int to) {
        List<String> all = new ArrayList<>(lines);
        all.subList(from, to).sort(String::compareTo);
        return all;
    }
}
