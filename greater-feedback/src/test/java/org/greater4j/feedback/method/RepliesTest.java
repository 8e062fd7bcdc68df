package org.greater4j.feedback.method;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepliesTest {
    @Test
    void plainRepliesLoseLabelsAndQuotes() {
        assertThat(Replies.plain("  \"Think first.\" ")).contains("Think first.");
        assertThat(Replies.plain("New instruction: “Think first.”")).contains("Think first.");
        assertThat(Replies.plain("The instruction was: Think first.")).contains("Think first.");
        assertThat(Replies.plain("Here is the rewritten prompt:\n**Think first.**"))
                .contains("Think first.");
        assertThat(Replies.plain("Think of \"why\"")).contains("Think of \"why\"");
        assertThat(Replies.plain(" \n ")).isEmpty();
        assertThat(Replies.plain("\"\"")).isEmpty();
    }

    @Test
    void tagsMayMissTheirOtherHalf() {
        assertThat(Replies.tagged("so <p>a</p> then <p>b</p> end", "<p>", "</p>"))
                .contains("b");
        assertThat(Replies.tagged("so <p> a ", "<p>", "</p>")).contains("a");
        assertThat(Replies.tagged("a</p> b", "<p>", "</p>")).contains("a");
        assertThat(Replies.tagged("no tag at all", "<p>", "</p>")).isEmpty();
        assertThat(Replies.tagged("<p></p>", "<p>", "</p>")).isEmpty();
    }

    @Test
    void tagsAreReadInAnyCase() {
        assertThat(Replies.tagged("so <Prompt>A b</PROMPT> end", "<prompt>", "</prompt>"))
                .contains("A b");
        assertThat(Replies.allTagged("<start>a<End> <START>b<end>", "<START>", "<END>"))
                .containsExactly("a", "b");
        assertThat(Replies.tagged("p", "<prompt>", "</prompt>")).isEmpty();
    }

    @Test
    void severalTextsMayBeTagged() {
        assertThat(Replies.allTagged("<S>a<E> and <S>b <S>c<E><S><E>", "<S>", "<E>"))
                .containsExactly("a", "b", "c");
        assertThat(Replies.allTagged("nothing", "<S>", "<E>")).isEmpty();
    }

    @Test
    void theLastFenceCounts() {
        assertThat(Replies.fenced("```\na\n```\nthen\n```text\nb\nc\n```")).contains("b\nc");
        assertThat(Replies.fenced("```\nunfinished")).contains("unfinished");
        assertThat(Replies.fenced("```inline```")).contains("inline");
        assertThat(Replies.fenced("``````")).isEmpty();
        assertThat(Replies.fenced("none")).isEmpty();
    }
}
