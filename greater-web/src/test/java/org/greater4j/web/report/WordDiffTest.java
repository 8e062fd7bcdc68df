package org.greater4j.web.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WordDiffTest {
    @Test
    void wordsThatDifferAreMarked() {
        assertThat(WordDiff.of(" think step by step, then answer.", " think hard, then answer!")
                        .pieces())
                .containsExactly(
                        new Piece(Piece.Kind.SAME, " think"),
                        new Piece(Piece.Kind.REMOVED, " step by step"),
                        new Piece(Piece.Kind.ADDED, " hard"),
                        new Piece(Piece.Kind.SAME, ", then answer"),
                        new Piece(Piece.Kind.REMOVED, "."),
                        new Piece(Piece.Kind.ADDED, "!"));
    }

    @Test
    void whatIsOneSignToPeopleIsNotTakenApart() {
        String woman = "\uD83D\uDC69";
        String family = woman + "\u200D\uD83D\uDC67";
        assertThat(WordDiff.of("a" + family, "a" + woman).pieces())
                .containsExactly(
                        new Piece(Piece.Kind.SAME, "a"),
                        new Piece(Piece.Kind.REMOVED, family),
                        new Piece(Piece.Kind.ADDED, woman));
    }

    @Test
    void bothTextsCanBeReadFromTheDifference() {
        List<String> words = List.of("a", " a", " b", " c", ".", "\n", "  ", "ü", "\t,", "\uD83D\uDC69", "\u05E9 ");
        Random random = new Random(11);
        for (int round = 0; round < 500; round++) {
            String before = text(words, random);
            String after = text(words, random);
            WordDiff diff = WordDiff.of(before, after);
            assertThat(join(diff.before())).as("round %d", round).isEqualTo(before);
            assertThat(join(diff.after())).as("round %d", round).isEqualTo(after);
            assertThat(diff.same()).as("round %d", round).isEqualTo(before.equals(after));
        }
    }

    @Test
    void longTextsWithLittleInCommonAreReplacedAsAWhole() {
        String before = "start " + "left ".repeat(5000) + "end";
        String after = "start " + "right ".repeat(5000) + "end";
        assertThat(WordDiff.of(before, after).pieces())
                .extracting(Piece::kind)
                .containsExactly(Piece.Kind.SAME, Piece.Kind.REMOVED, Piece.Kind.ADDED, Piece.Kind.SAME);
    }

    private static String text(List<String> words, Random random) {
        return random.ints(random.nextInt(25), 0, words.size())
                .mapToObj(words::get)
                .collect(Collectors.joining());
    }

    private static String join(List<Piece> pieces) {
        return pieces.stream().map(Piece::text).collect(Collectors.joining());
    }
}
