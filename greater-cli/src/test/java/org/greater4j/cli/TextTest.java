package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void numbersAsPeopleReadThem() {
        assertThat(Text.percent(0.325)).isEqualTo("32.5 %");
        assertThat(Text.duration(8.24)).isEqualTo("8.2 s");
        assertThat(Text.duration(59.4)).isEqualTo("59 s");
        assertThat(Text.duration(125)).isEqualTo("2 min 05 s");
        assertThat(Text.duration(11_400)).isEqualTo("3 h 10 min");
        assertThat(Text.clock(65)).isEqualTo("1:05");
        assertThat(Text.clock(7389)).isEqualTo("2:03:09");
        assertThat(Text.bytes(98_362_432)).isEqualTo("98.4 MB");
        assertThat(Text.count(4412)).isEqualTo("4412");
        assertThat(Text.count(1_234_567)).isEqualTo("1.2 million");
        assertThat(Text.count(134_515_008)).isEqualTo("135 million");
    }

    @Test
    void markedPartIsSeenWhereverItStands() {
        String text = "one two three four five six seven eight nine ten";
        for (int from = 0; from < text.length() - 4; from++) {
            String shown = Text.around(text, from, from + 4, 24, Style.PLAIN);
            assertThat(shown).hasSizeLessThanOrEqualTo(24).contains("[" + text.substring(from, from + 4) + "]");
        }
        assertThat(Text.around(text, 0, 3, 24, Style.PLAIN))
                .startsWith("[one] two")
                .endsWith("…");
        assertThat(Text.around(text, 45, 48, 24, Style.PLAIN)).startsWith("…").endsWith("nine [ten]");
        assertThat(Text.around("short", 0, 5, 24, Style.PLAIN)).isEqualTo("[short]");
        assertThat(Text.around(text, 4, 7, 4, Style.PLAIN)).isEqualTo("[two]");
    }

    @Test
    void linesAreBrokenAtSpacesWhereThereAreAny() {
        assertThat(Text.wrap("one two three", 8)).containsExactly("one two", "three");
        assertThat(Text.wrap("abcdefghij", 4)).containsExactly("abcd", "efgh", "ij");
        assertThat(Text.wrap("one\ntwo", 8)).containsExactly("one", "two");
        assertThat(Text.wrap("", 8)).containsExactly("");
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() {
        assertThat(Text.flat("a\nb\u001b[31mc\td")).isEqualTo("a⏎b [31mc d");
    }

    @Test
    void wordsOfAShellAreQuotedIfNeeded() {
        assertThat(Text.shellWord("runs/a-1")).isEqualTo("runs/a-1");
        assertThat(Text.shellWord("my run's")).isEqualTo("'my run'\\''s'");
    }

    @Test
    void aCommitIsCutAsGitDoesIt() {
        assertThat(Text.model("org/name@1234567890abcdef1234567890abcdef12345678"))
                .isEqualTo("org/name@1234567");
        assertThat(Text.model("org/name@main")).isEqualTo("org/name@main");
        assertThat(Text.model("smollm2")).isEqualTo("smollm2");
    }
}
