package org.greater4j.feedback.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.greater4j.feedback.Sampling;
import org.greater4j.feedback.search.Journals;
import org.greater4j.feedback.search.RankedPrompt;
import org.greater4j.feedback.search.Script;
import org.greater4j.feedback.search.SearchEnd;
import org.greater4j.feedback.search.SearchEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GEPA's merge: of texts, and in the loop against a trace worked out by hand. */
class GepaMergeTest {
    private static final Gepa.Settings SETTINGS = new Gepa.Settings(1000, 1, Sampling.of(1, 10)).withMerge(true);
    private static final String MERGED = "A1. B1.";

    @TempDir
    Path folder;

    @Test
    void sentencesEndAtTheirMarksAndWithTheLine() {
        assertThat(ThreeWayMerge.sentences(" One 1.5, two. \"Three!\" Four?\nFive\n\nSix"))
                .containsExactly("One 1.5, two. ", "\"Three!\" ", "Four?\n", "Five\n\n", "Six");
        assertThat(ThreeWayMerge.sentences(" ")).isEmpty();
    }

    @Test
    void whatOneChangedIsTaken() {
        assertMerged("A. B. C.", "A1. B. C.", "A. B. C1.", "A1. B. C1.");
        // neighbours too
        assertMerged("A. B.", "A1. B.", "A. B1.", MERGED);
        // what was put in, and what was left out
        assertMerged("A. B.", "A. X. B.", "A. B. Y.", "A. X. B. Y.");
        assertMerged("A. B. C.", "B. C.", "A. B. C1.", "B. C1.");
        assertMerged("A. B.", "A. B.", "A. B1. B2.", "A. B1. B2.");
        // lines stay lines
        assertMerged("A\nB", "A\nB\nC", "A1\nB", "A1\nB\nC");
    }

    @Test
    void whatBothChangedIsTakenFromTheBetter() {
        ThreeWayMerge merge = ThreeWayMerge.of("A. B.", "A1. B1.", "A2. B.");
        assertThat(merge.isUseful()).isTrue();
        assertThat(merge.merge(() -> true).prompt()).isEqualTo("A1. B1.");
        assertThat(merge.merge(() -> false).prompt()).isEqualTo("A2. B1.");
        assertThat(merge.merge(() -> false).taken()).containsExactly("both", "second", "both", "first", "both");
        // equal changes are no question
        assertThat(ThreeWayMerge.of("A. B.", "A1.  B.", "A1. B1.")
                        .merge(() -> {
                            throw new AssertionError("asked");
                        })
                        .prompt())
                .isEqualTo("A1.  B1.");
    }

    @Test
    void withoutAPartThatExactlyOneChangedThereIsNothingToMerge() {
        assertThat(ThreeWayMerge.of("A.", "A1.", "A2.").isUseful()).isFalse();
        assertThat(ThreeWayMerge.of("A. B.", "A1. B1.", "A2. B2.").isUseful()).isFalse();
        assertThat(ThreeWayMerge.of("A. B.", "A1. B.", "A1. B.").isUseful()).isFalse();
    }

    /**
     * Both children of the initial prompt changed one sentence each. Of five dev rows the first is better at two, the second at two, and one is
     * a tie: these are the test. The merge gets four, its parents two each.
     */
    @Test
    void twoChildrenBecomeOneWithTheChangesOfBoth() {
        Script script = script(0, "d1 d2 d3 d4");
        SearchEnd end = script.bench().run(new Gepa(SETTINGS), "A. B.", 10);

        assertThat(asked(script))
                .containsExactly(
                        "score A. B.: d1 d2 d3 d4 d5",
                        "score A. B.: t1",
                        "ask gepa-reflect A. B. # Example 1",
                        "score A1. B.: t1",
                        "score A1. B.: d1 d2 d3 d4 d5",
                        // an ancestor and its descendant are not merged
                        "ask gepa-reflect A. B. # Example 1",
                        "score A. B1.: t1",
                        "score A. B1.: d1 d2 d3 d4 d5",
                        "score A1. B1.: d1 d2 d3 d4 d5");
        assertThat(end.finalists())
                .extracting(RankedPrompt::prompt)
                .containsExactly(MERGED, "A1. B.", "A. B1.", "A. B.");
        assertThat(end.finalists().get(0).score()).isEqualTo(0.8);
    }

    @Test
    void aMergeThatDoesWorseThanAParentIsNotAddedAndNotTriedAgain() {
        Script script = script(0, "d1").reply("gepa-reflect", "```A. B. C.```").right("A. B. C.", "t1 d1 d3 d5");
        SearchEnd end = script.bench().run(new Gepa(SETTINGS), "A. B.", 10);

        assertThat(end.finalists()).extracting(RankedPrompt::prompt).doesNotContain(MERGED);
        assertThat(script.trace()).containsOnlyOnce("score A1. B1.: d1 d2 d3 d4 d5");
    }

    @Test
    void mergesAreOffUnlessTheyAreAskedForOrFitABudget() {
        Script script = script(0, "d1 d2 d3 d4");
        script.bench().run(new Gepa(SETTINGS.withMerge(false)), "A. B.", 10);

        assertThat(script.trace()).noneMatch(line -> line.contains(MERGED));
        assertThat(Gepa.Settings.authors(10).merge()).isFalse();
        assertThat(Gepa.Settings.within(new Scale(1000, 3, 3, 10)).merge()).isTrue();
    }

    @Test
    void aRunKilledAroundAMergeGoesOnToTheSameEnd() {
        Journals.Kept whole = new Journals.Kept(List.of());
        SearchEnd expected = script(0, "d1 d2 d3 d4").bench(whole).run(new Gepa(SETTINGS), "A. B.", 10);
        for (int kept = 0; kept < whole.events().size(); kept++) {
            Journals.Kept dying = new Journals.Kept(List.of(), kept);
            assertThatThrownBy(() -> script(0, "d1 d2 d3 d4").bench(dying).run(new Gepa(SETTINGS), "A. B.", 10))
                    .isInstanceOf(Journals.Kept.Killed.class);
            int told = dying.events().stream()
                    .mapToInt(event -> event instanceof SearchEvent.Asked asked
                            ? asked.exchanges().size()
                            : 0)
                    .sum();
            Journals.Kept resumed = new Journals.Kept(dying.events());
            assertThat(script(told, "d1 d2 d3 d4").bench(resumed).run(new Gepa(SETTINGS), "A. B.", 10))
                    .as("after %s events", kept)
                    .isEqualTo(expected);
        }
    }

    /** @param told replies that an earlier go has had */
    private Script script(int told, String mergedRight) {
        List<String> replies = List.of("```A1. B.```", "```A. B1.```");
        return new Script(1, 5, folder)
                .reply(
                        "gepa-reflect",
                        replies.subList(Math.min(told, replies.size()), replies.size())
                                .toArray(String[]::new))
                .right("A. B.", "d5")
                .right("A1. B.", "t1 d1 d2")
                .right("A. B1.", "t1 d3 d4")
                .right(MERGED, "t1 " + mergedRight);
    }

    private static void assertMerged(String ancestor, String first, String second, String merged) {
        ThreeWayMerge merge = ThreeWayMerge.of(ancestor, first, second);
        assertThat(merge.merge(() -> {
                            throw new AssertionError("asked");
                        })
                        .prompt())
                .isEqualTo(merged);
        assertThat(ThreeWayMerge.of(ancestor, second, first).merge(() -> true).prompt())
                .isEqualTo(merged);
    }

    // up to the merge; the steps after it find nothing, since the script has no more replies
    private static List<String> asked(Script script) {
        return script.trace().stream()
                .filter(line -> !line.startsWith("step"))
                .map(line -> line.lines().findFirst().orElse(""))
                .limit(9)
                .toList();
    }
}
