package org.greater4j.feedback.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.greater4j.feedback.Sampling;
import org.greater4j.feedback.search.RankedPrompt;
import org.greater4j.feedback.search.Script;
import org.greater4j.feedback.search.SearchEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What whole traces don't show: calls of the task model that fail, texts that break a method's rules, populations with repeats. */
class TraceDetailsTest {
    private static final Sampling ANY = Sampling.of(1, 10);

    @TempDir
    Path folder;

    @Test
    void gepaHoldsAChildAgainstItsParentOnRowsMeasuredForBoth() {
        // on all rows p1 leads 2 to 1, on the one that was measured for both they are equal
        Script script = new Script(2, 1, folder)
                .reply("gepa-reflect", "```p1```", "```p2```")
                .right("p0", "t1")
                .fails("p1", "t1")
                .right("p2", "t2")
                .fails("p2", "t1");
        SearchEnd end = script.bench().run(new Gepa(new Gepa.Settings(100, 2, ANY)), "p0", 10);

        // p1 has nothing right; p2 has as many right as p0, but leads on the only row that counts
        assertThat(end.finalists()).extracting(RankedPrompt::prompt).containsExactly("p0", "p2");

        Script other = new Script(2, 1, folder)
                .reply("gepa-reflect", "```p1```")
                .right("p0", "d1")
                .fails("p0", "t1")
                .right("p1", "t1");
        SearchEnd still = other.bench().run(new Gepa(new Gepa.Settings(100, 2, ANY)), "p0", 10);
        assertThat(still.finalists())
                .as("a row that failed under the parent is no lead of the child")
                .extracting(RankedPrompt::prompt)
                .containsExactly("p0");
    }

    @Test
    void gepaLeavesOutAChildWhoseDevCallsAllFail() {
        Script script = new Script(1, 2, folder)
                .reply("gepa-reflect", "```p1```")
                .right("p1", "t1")
                .fails("p1", "d1 d2");
        SearchEnd end = script.bench().run(new Gepa(new Gepa.Settings(100, 1, ANY)), "p0", 10);
        assertThat(end.finalists()).extracting(RankedPrompt::prompt).containsExactly("p0");
    }

    @Test
    void textGradValidatesOnRowsMeasuredForBothAndTakesBackWhatCannotBeMeasured() {
        Script script = new Script(1, 3, folder)
                .reply("textgrad-reply", "f1", "f2")
                .reply("textgrad-prompt", "g1", "g2")
                .reply("textgrad-improve", "<IMPROVED>p1</IMPROVED>", "<IMPROVED>p2</IMPROVED>")
                .right("p0", "d1 d2")
                // 1 of 2 after 2 of 3, but d2 failed, and on d1 and d3 it is as good
                .right("p1", "d1")
                .fails("p1", "d2")
                .fails("p2", "d1 d2 d3");
        SearchEnd end = script.bench().run(new TextGrad(new TextGrad.Settings(2, 1, 1, true, ANY, ANY)), "p0", 10);
        assertThat(end.finalists()).containsExactly(new RankedPrompt("p1", 0.5, 1));
    }

    @Test
    void textsThatOpRosRulesLeaveOutAreNoProposals() {
        Script script = new Script(1, 1, folder)
                .reply(
                        "opro",
                        "<INS>p1</INS>",
                        "<INS>INS</INS>",
                        "<INS>" + "x".repeat(501) + "</INS>",
                        "<INS>p0</INS>");
        SearchEnd end = script.bench().run(new Opro(new Opro.Settings(1, 4, 3, 0, 3, ANY)), "p0", 10);
        assertThat(end.tally().proposals()).as("a repeat is one").isEqualTo(2);
        assertThat(end.tally().noProposals()).isEqualTo(2);
    }

    @Test
    void whereDigitsWouldBeNumbersOfAProblemOproTakesNone() {
        for (boolean digits : new boolean[] {true, false}) {
            Script script = new Script(1, 1, folder).reply("opro", "<INS>add 12</INS>", "<INS>add all</INS>");
            Opro.Settings settings = new Opro.Settings(1, 2, 3, 0, 3, ANY);
            SearchEnd end = script.bench().run(new Opro(digits ? settings : settings.withoutDigits()), "p0", 10);
            assertThat(end.finalists().stream().anyMatch(one -> one.prompt().equals("add 12")))
                    .isEqualTo(digits);
            assertThat(end.finalists()).extracting(RankedPrompt::prompt).contains("add all");
            assertThat(end.tally().noProposals()).isEqualTo(digits ? 0 : 1);
        }
    }

    @Test
    void differentialEvolutionKeepsItsSizeWhereTwoChildrenAreTheSame() {
        Script script = new Script(1, 2, folder)
                .reply("induce", "a", "b", "c", "d")
                .reply("paraphrase", "e", "f")
                .reply("evoprompt-de", "none", "<prompt>g</prompt>", "<prompt>g</prompt>", "<prompt>g</prompt>")
                .right("b", "d1 d2")
                .right("g", "d1");
        script.bench().run(EvoPrompt.differential(new EvoPrompt.Settings(4, 3, 5, ANY)), "p0", 10);

        assertThat(script.trace().stream().filter(line -> line.startsWith("ask evoprompt-de")))
                .as("four a generation")
                .hasSize(12)
                .as("the two whose difference is taken are never the same")
                .noneMatch(line -> line.matches("ask evoprompt-de (\\S+) \\1 .*"));
    }
}
