package org.greater4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswerFormatTest {
    private static final AnswerFormat YES_NO = new LabelFormat(List.of("No", "Yes"));
    private static final AnswerFormat PLAUSIBLE = new LabelFormat(List.of("plausible", "not plausible"));
    private static final AnswerFormat VALID = new LabelFormat(List.of("invalid", "valid"));
    private static final AnswerFormat LETTERS = new ChoiceFormat(List.of("A", "B", "C", "I"));
    private static final AnswerFormat NUMBER = new NumberFormat();
    private static final AnswerFormat TEXT = new FreeTextFormat();

    @Test
    void extractorsEndInAnOpeningQuote() {
        assertThat(YES_NO.extractor()).isEqualTo("\nThe final answer (No or Yes) is \"");
        assertThat(LETTERS.extractor()).isEqualTo("\nThe final answer is (");
        assertThat(NUMBER.extractor()).isEqualTo("\nThe final answer (a number) is ");
        assertThat(TEXT.extractor()).isEqualTo("\nThe final answer is \"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Yes\". And then No | Yes",
                "yes | Yes",
                "YES. | Yes",
                "**No** | No",
                "  no, it does not | No",
                "No, because Yes would need a return | No",
                "The answer is yes | Yes",
                "yesterday |",
                "Nobody |",
                "maybe |",
                "No or Yes |",
                "Yes/No |",
                "either Yes, or No |",
                "not Yes |",
                "\"Yes\" |"
            })
    void labels(String generated, String expected) {
        assertThat(YES_NO.parse(generated).orElse(null)).isEqualTo(expected);
    }

    @Test
    void labelsInsideOneAnother() {
        assertThat(PLAUSIBLE.parse("not plausible\"")).contains("not plausible");
        assertThat(PLAUSIBLE.parse("It is plausible")).contains("plausible");
        assertThat(PLAUSIBLE.parse("It is not plausible")).contains("not plausible");
        assertThat(VALID.parse("invalid\"")).contains("invalid");
        assertThat(VALID.parse("The argument is not valid\"")).isEmpty();
        assertThat(VALID.parse("The argument isn't valid\"")).isEmpty();
        assertThat(new LabelFormat(List.of("C", "C++")).parse("C++\"")).contains("C++");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "B\" or so | B",
                "(B) | B",
                "(b) | B",
                "b | B",
                "b) a dog | B",
                "B. Frankenstein | B",
                "A Tale of Two Cities | A",
                "(C) A book | C",
                "It is a dog (B) | B",
                "Option C | C",
                "A book |",
                "a book |",
                "I think so |",
                "I | I",
                "I because it is the last | I",
                "Option I is right | I",
                "I as a language model cannot say |",
                "The answer is I think unclear |",
                "(A) or (B) |",
                "A or B or C |",
                "(Z) |",
                "Z |",
                "neither |"
            })
    void choices(String generated, String expected) {
        assertThat(LETTERS.parse(generated).orElse(null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "8\" and then 9 | 8",
                "-35 | -35",
                "\u221235 | -35",
                "+4 | 4",
                "1,234,567 | 1234567",
                "$1,000.50 | 1000.5",
                "007 | 7",
                "24. | 24",
                ".5 | 0.5",
                "-.5 | -0.5",
                "-0.0 | 0",
                "12 apples | 12",
                "There are 12 apples | 12",
                "5 + 3 = 8 | 8",
                "7 (5 + 2) | 7",
                "8, because 5 + 3 is 8 | 8",
                "5 + 3 |",
                "5-3 |",
                "between 3 and 5 |",
                "3 to 5 |",
                "1/2 |",
                "12:30 |",
                "01/02/2003 |",
                "COVID-19 | 19",
                "1e5 |",
                "12.25e3 |",
                "eight |"
            })
    void numbers(String generated, String expected) {
        assertThat(NUMBER.parse(generated).orElse(null)).isEqualTo(expected);
    }

    @Test
    void numbersHaveOneSpelling() {
        assertThat(NUMBER.normalise(" 1,000.0 ")).isEqualTo("1000");
        assertThat(NUMBER.normalise("-0")).isEqualTo("0");
        assertThat(NUMBER.normalise("9.90")).isEqualTo("9.9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eight", "1e9", "1,00", "5 apples", "--5", "5-"})
    void refusesWhatIsNoNumber(String answer) {
        assertThatThrownBy(() -> NUMBER.normalise(answer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected an answer that is a number, found '" + answer + "'");
    }

    @Test
    void choiceAnswersWithAndWithoutParentheses() {
        assertThat(LETTERS.normalise("(B)")).isEqualTo("B");
        assertThat(LETTERS.normalise(" b ")).isEqualTo("B");
        assertThat(LETTERS.normalise("C)")).isEqualTo("C");
        assertThatThrownBy(() -> LETTERS.normalise("(E)"))
                .hasMessage("expected an answer that is one of the letters A, B, C, I, found '(E)'");
        assertThatThrownBy(() -> LETTERS.normalise("Monsters, Inc")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textIsComparedWithoutCaseSpaceAndSentencePunctuation() {
        assertThat(TEXT.judge("Barn damp dot", "  barn  damp dot.\" more")).isEqualTo(Outcome.RIGHT);
        assertThat(TEXT.judge("Paris", "\u201cParis!\u201d\nBut")).isEqualTo(Outcome.RIGHT);
        assertThat(TEXT.judge("Paris", "Paris, Texas")).isEqualTo(Outcome.WRONG);
        assertThat(TEXT.judge("] ] >", "] ]\"")).isEqualTo(Outcome.WRONG);
        assertThat(TEXT.judge("] ] >", "] ] >\"")).isEqualTo(Outcome.RIGHT);
        assertThat(TEXT.judge("?", "?")).isEqualTo(Outcome.RIGHT);
        assertThat(TEXT.judge("?", "!")).isEqualTo(Outcome.WRONG);
        assertThat(TEXT.judge("Paris", "\"")).isEqualTo(Outcome.UNANSWERED);
    }

    @Test
    void textThatNoReplyCanGiveIsRefused() {
        assertThatThrownBy(() -> TEXT.normalise("say \"hi\"")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TEXT.normalise("one\ntwo")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TEXT.normalise(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void formatsThatCannotWorkAreRefused() {
        assertThatThrownBy(() -> new LabelFormat(List.of("Yes"))).hasMessageContaining("two or more");
        assertThatThrownBy(() -> new LabelFormat(List.of("Yes", "yes"))).hasMessageContaining("more than case");
        assertThatThrownBy(() -> new LabelFormat(List.of("Yes", "N\"o"))).hasMessageContaining("double quotes");
        assertThatThrownBy(() -> new ChoiceFormat(List.of("A", "A"))).hasMessageContaining("different letters");
        assertThatThrownBy(() -> new ChoiceFormat(List.of("A", "b"))).hasMessageContaining("A to Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"", "\n", "\n\n\"", "()", "((((", "= =", "- -", ".,.,", "\u0000"})
    void noReplyBreaksAFormat(String generated) {
        for (AnswerFormat format : List.of(YES_NO, LETTERS, NUMBER)) {
            assertThat(format.parse(generated)).as(format.name()).isEmpty();
        }
    }
}
