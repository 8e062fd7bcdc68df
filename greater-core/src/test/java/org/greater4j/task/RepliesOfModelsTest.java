package org.greater4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What models write after an extractor, and what is read out of it. */
final class RepliesOfModelsTest {
    private static final AnswerFormat PLAUSIBLE = new LabelFormat(
            List.of("no", "yes"),
            Map.of(
                    "plausible", "yes",
                    "not plausible", "no",
                    "isn't plausible", "no",
                    "implausible", "no"));
    private static final AnswerFormat LETTERS = new ChoiceFormat(List.of("A", "B", "C", "D"));
    private static final AnswerFormat NUMBER = new NumberFormat();
    private static final Example DAYS = new Example(
            "days#1", "When is it?\nOptions:\n(A) Friday\n(B) Saturday\n(C) not Friday\n(D) Friday or later", "A");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plausible | yes",
                "not plausible | no",
                "implausible | no",
                "Implausible. | no",
                "**not plausible** | no",
                "\\boxed{yes} | yes",
                "\\boxed{\\text{no}} | no",
                "\\boxed{yes | yes",
                "<answer>yes</answer> | yes",
                "`no` | no",
                "_Yes_ | yes",
                "The sentence is plausible. | yes",
                "It isn't plausible | no",
                "yes, it is plausible | yes",
                "no, it is plausible | no",
                "The answer is: yes | yes",
                "The answer is no. | no",
                "not very plausible |",
                "it is hardly plausible |",
                "not implausible |",
                "there is no way to know |",
                "No way to know |",
                "No idea. |",
                "No answer |",
                "No, there is no answer | no",
                "plausible or implausible |",
                "it is plausible, or can it be that the |",
                "Plausible or not, as one | yes",
                "both plausible and |",
                "it is plausible and likely | yes",
                "it is neither yes nor no |"
            })
    void labelsWithSynonyms(String generated, String expected) {
        assertThat(PLAUSIBLE.parse(generated).orElse(null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "**(A)** | A",
                "\\boxed{B} | B",
                "\\boxed{(B)} | B",
                "\\boxed{\\text{(C)}} | C",
                "$\\boxed{D}$ | D",
                "\\(B\\) | B",
                "The answer is (B). | B",
                "The correct answer is **B**. | B",
                "Answer: C | C",
                "[B] | B",
                "`B` | B",
                "<b>B</b> | B",
                "Option (B) Saturday | B",
                "(B) Saturday, not (A) Friday | B",
                "Saturday | B",
                "friday. | A",
                "Not Friday | C",
                "Sunday |",
                "It is Friday |",
                "not (A) |",
                "both (A) and (B) |",
                "(A)/(B) |",
                "none of these |",
                "A is correct | A",
                "Option A is correct | A",
                "The answer is A because it rained | A",
                "The answer is A since it rained. | A",
                "I choose option A in this case | A",
                "Letter A fits | A",
                "The answer is A in this case | A",
                "Answer: A as said above | A",
                "A, because it rained | A",
                "B is correct | B",
                "A or B |",
                "Either A or |",
                "A and B |",
                "A book |",
                "A good day is Friday |",
                "Not an option. A book |",
                "a is the first letter |",
                "N/A |",
                "n/a |",
                "k;B?x |",
                "A/B |",
                "#&A} |",
                "B? | B",
                "-> B | B",
                "Answer:B | B",
                "It's B! | B"
            })
    void choices(String generated, String expected) {
        assertThat(LETTERS.parse(generated, DAYS).orElse(null)).isEqualTo(expected);
    }

    @Test
    void lettersInTheTextOfAnOptionAreNone() {
        ChoiceFormat format = new ChoiceFormat(List.of("A", "B", "C"));
        Example films = new Example(
                "films#1",
                "Which?\nOptions:\n(A) Jaws\n(B) Star Wars Episode IV - A New Hope\n(C) A Tale of Two Cities",
                "B");
        assertThat(format.parse("Star Wars Episode IV - A New Hope", films)).contains("B");
        assertThat(format.parse("A Tale of Two Cities.", films)).contains("C");
        assertThat(format.parse("A", films)).contains("A");
        assertThat(format.parse("(A) Jaws", films)).contains("A");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1\u00a0234", "1\u202f234", "1\u2009234", "1'234", "1\u2019234 dollars", "1,234"})
    void digitsInGroups(String generated) {
        assertThat(new NumberFormat().parse(generated)).contains("1234");
    }

    @Test
    void labelsThatLookLikeMarkup() {
        LabelFormat format = new LabelFormat(List.of("__label__good", "<bad>"));
        assertThat(format.parse("__label__good")).contains("__label__good");
        assertThat(format.parse("<BAD>")).contains("<bad>");
    }

    @Test
    void listsOfNamesWithValues() {
        Example example = new Example("a#1", "Who?", "name: Bob, age: 3");
        assertThat(new ListFormat()
                        .parse("name: Bob, age: 3", example)
                        .map(given -> new ListFormat().same(example.answer(), given)))
                .contains(true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$1,234.50 | 1234.5",
                "\\$1,234.50 | 1234.5",
                "\\boxed{42} | 42",
                "$\\boxed{1{,}234}$ | 1234",
                "\\boxed{1,\\!234} | 1234",
                "**18** | 18",
                "**18 dollars** | 18",
                "The answer is 18. | 18",
                "x = 18 | 18",
                "3 * 6 = 18 | 18",
                "#### 18 | 18",
                "18% | 18",
                "-$5 | -5",
                "$-5 | -5",
                "- $5.00 | -5",
                "minus 5 | -5",
                "negative 12 degrees | -12",
                "5 kg | 5",
                "€12 | 12",
                "1,234,567.00. | 1234567",
                "\u20135 | -5",
                "\u2013$5 | -5",
                "$\u20135 | -5",
                "The answer is \u221212. | -12",
                "The answer is \u201312. | -12",
                "3\u20135 |",
                "3 \u2013 5 |",
                "5 - \u20133 |",
                "USD18 | 18",
                "\u7b54\u6848\u662f18 | 18",
                "xk39 |",
                "asdf123 |",
                "asdf12.5 |",
                "a1b2c3 |",
                "H2O weighs 18 | 18",
                "8 minus 3 |",
                "8 times 3 |",
                "2**3 |",
                "1 000 |",
                "5 1/2 |",
                "5 and a half |",
                "5 million |",
                "3 dozen |",
                "10k |",
                "$10M |",
                "5 m | 5",
                "5m | 5",
                "1.234,56 |",
                "1,23 |",
                "\\frac{1}{2} |",
                "12:30 |",
                "5-6 |",
                "about five |",
                "42 or so | 42",
                "It is 42, or if one counts the |"
            })
    void numbers(String generated, String expected) {
        assertThat(NUMBER.parse(generated).orElse(null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"$12,12", "-$1.50,-1.5", "24.,24", "50%,50", "+7,7", "\u221235,-35", "\u201335,-35"})
    void numbersAsFilesGiveThem(String given, String expected) {
        assertThat(NUMBER.normalise(given)).isEqualTo(expected);
    }

    @Test
    void optionsAreThoseThatTheQuestionOffers() {
        AnswerFormat more = new ChoiceFormat(List.of("A", "B", "C", "D", "E", "F"));
        assertThat(more.options(DAYS)).containsExactly("A", "B", "C", "D");
        assertThat(more.options(new Example("x", "no options here", "A"))).hasSize(6);
        assertThat(PLAUSIBLE.options(DAYS)).containsExactly("no", "yes");
        assertThat(NUMBER.options(DAYS)).isEmpty();
    }

    @Test
    void synonymsAreReadInGivenAnswersToo() {
        assertThat(PLAUSIBLE.normalise("Implausible")).isEqualTo("no");
        assertThatThrownBy(() -> new LabelFormat(List.of("a", "b"), Map.of("c", "d")))
                .hasMessageContaining("found 'c' for 'd'");
        assertThatThrownBy(() -> new LabelFormat(List.of("a", "b"), Map.of("A", "b")))
                .hasMessageContaining("no labels themselves");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "barn damp it&t o'connell",
                "barn, damp, it&t, o'connell",
                "barn, damp, it&t, and o'connell.",
                "Barn Damp IT&T O'Connell",
                "['barn', 'damp', 'it&t', 'o'connell']",
                "1. barn 2. damp 3. it&t 4. o'connell",
                "**barn damp it&t o'connell**",
                "The sorted list is: barn damp it&t o'connell"
            })
    void listsHoweverTheyAreWritten(String generated) {
        Example example = new Example("sort#1", "Sort: damp barn it&t o'connell", "barn damp it&t o'connell");
        Task task = Task.of("sort", new ListFormat(), List.of(example), "this test");
        assertThat(task.judge(example, generated)).isEqualTo(Outcome.RIGHT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "damp barn it&t o'connell | WRONG",
                "barn damp it&t | WRONG",
                "barn barn damp it&t o'connell | WRONG",
                "some other words | UNANSWERED",
                "??? | UNANSWERED",
                "'' | UNANSWERED"
            })
    void listsThatAreNotRight(String generated, Outcome outcome) {
        Example example = new Example("sort#1", "Sort: damp barn it&t o'connell", "barn damp it&t o'connell");
        Task task = Task.of("sort", new ListFormat(), List.of(example), "this test");
        assertThat(task.judge(example, generated)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10:30, 11:45 | RIGHT",
                "The times are: 10:30, 11:45 | RIGHT",
                "Answer:10:30, 11:45 | RIGHT",
                "So, in order, they are: 10:30, 11:45 | RIGHT",
                "11:45, 10:30 | WRONG",
                "11:45 | WRONG"
            })
    void aColonWithinAnItemLeadsToNothing(String generated, Outcome outcome) {
        Example example = new Example("times#1", "Sort: 11:45, 10:30", "10:30, 11:45");
        Task task = Task.of("times", new ListFormat(), List.of(example), "this test");
        assertThat(task.judge(example, generated)).isEqualTo(outcome);
        assertThat(new ListFormat().parse("a:b, c:d")).contains("a:b, c:d");
    }

    @Test
    void itemsOfSeveralWordsHaveCommasBetweenThem() {
        AnswerFormat list = new ListFormat();
        assertThat(list.normalise("New York,Paris ; Rome")).isEqualTo("New York, Paris, Rome");
        assertThat(list.same("New York, Paris", "new york, paris")).isTrue();
        assertThat(list.same("New York, Paris", "new york paris")).isFalse();
        assertThatThrownBy(() -> list.normalise("a\nb")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> list.normalise("...")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "] ] > | RIGHT",
                "]]> | RIGHT",
                "` ] ] >.` | RIGHT",
                "**] ] >** | RIGHT",
                "`]]>` | RIGHT",
                "The answer is: ] ] > | RIGHT",
                "] ] | WRONG",
                "] ] > ) | WRONG",
                "[ [ < > ] ] | WRONG",
                "] ] or ] ] > | UNANSWERED",
                "#### ] ] > | RIGHT",
                "$] ] >$ | RIGHT",
                "close them all | UNANSWERED",
                "!@#$%^&*() | UNANSWERED",
                "print() | UNANSWERED",
                "$;) | UNANSWERED",
                "{* | UNANSWERED",
                "]VNuOv | UNANSWERED",
                "**] ] > | RIGHT",
                "] ] > closes them | RIGHT",
                "so it is `] ] >`. | RIGHT",
                "a(b | UNANSWERED",
                "`` | UNANSWERED"
            })
    void brackets(String generated, Outcome outcome) {
        assertThat(new BracketFormat().judge("] ] >", generated)).isEqualTo(outcome);
    }

    @Test
    void manyThousandBrackets() {
        String many = "] ".repeat(50_000).strip();
        assertThat(new BracketFormat().normalise(many)).isEqualTo(many);
        assertThat(new BracketFormat().judge(many, many + ".")).isEqualTo(Outcome.RIGHT);
    }

    @Test
    void bracketsHaveOneSpelling() {
        assertThat(new BracketFormat().normalise("]]>")).isEqualTo("] ] >");
        assertThatThrownBy(() -> new BracketFormat().normalise("] a")).hasMessageContaining("brackets, found '] a'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-03-04 | 2026-03-04",
                "March 4, 2026 | 2026-03-04",
                "Mar. 4 2026. | 2026-03-04",
                "4th of March 2026 | 2026-03-04",
                "4 march, 2026 | 2026-03-04",
                "on Sept 30, 2026, a Wednesday | 2026-09-30",
                "31/12/2026 | 2026-12-31",
                "12/31/2026 | 2026-12-31",
                "05.05.2026 | 2026-05-05",
                "**2026-03-04** | 2026-03-04",
                "2026-03-04, that is March 4, 2026 | 2026-03-04",
                "2026/03/04 | 2026-03-04",
                "2026.3.4. | 2026-03-04",
                "4-Mar-2026 | 2026-03-04",
                "04/mar/2026 | 2026-03-04",
                "31-12-2026 | 2026-12-31",
                "It is Wednesday, March 4, 2026 | 2026-03-04",
                "Wed 2026-03-04 | 2026-03-04",
                "2026/03.04 |",
                "03-04-2026 |",
                "03/04/2026 |",
                "2026-02-30 |",
                "2026-03-04 or 2026-03-05 |",
                "March 2026 |",
                "32/13/2026 |",
                "today |"
            })
    void dates(String generated, String expected) {
        assertThat(new DateFormat(DateFormat.Order.UNKNOWN).parse(generated).orElse(null))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026/03/04 | 2026-03-04",
                "2026.03.04 | 2026-03-04",
                "4-Mar-2026 | 2026-03-04",
                "Wednesday, March 4, 2026 | 2026-03-04",
                "Wed, 4 Mar 2026 | 2026-03-04",
                "Tues. 2026-03-03 | 2026-03-03",
                "Thurs 05.05.2026 | 2026-05-05"
            })
    void datesAsFilesGiveThem(String given, String expected) {
        assertThat(new DateFormat(DateFormat.Order.UNKNOWN).normalise(given)).isEqualTo(expected);
    }

    @Test
    void theOrderOfDatesIsThatOfTheClearOnes() {
        assertThat(DateFormat.orderOf(List.of("03/04/2026", "12/31/2026"))).isEqualTo(DateFormat.Order.MONTH_FIRST);
        assertThat(DateFormat.orderOf(List.of("03.04.2026", "31.12.2026"))).isEqualTo(DateFormat.Order.DAY_FIRST);
        assertThat(DateFormat.orderOf(List.of("31/12/2026", "12/31/2026"))).isEqualTo(DateFormat.Order.UNKNOWN);
        assertThat(DateFormat.orderOf(List.of("03/04/2026", "05/05/2026", "2026-12-31", "May 31, 2026", "?")))
                .isEqualTo(DateFormat.Order.UNKNOWN);
        assertThat(DateFormat.Order.DAY_FIRST.label()).isEqualTo("day-first");
    }

    @Test
    void datesInTheTasksOrder() {
        assertThat(new DateFormat(DateFormat.Order.DAY_FIRST).normalise("03/04/2026"))
                .isEqualTo("2026-04-03");
        assertThat(new DateFormat(DateFormat.Order.MONTH_FIRST).normalise("03/04/2026"))
                .isEqualTo("2026-03-04");
        assertThatThrownBy(() -> new DateFormat(DateFormat.Order.UNKNOWN).normalise("03/04/2026"))
                .hasMessageContaining("day and month can be told apart, found '03/04/2026'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chair | RIGHT",
                "Chair. | RIGHT",
                "**chair** | RIGHT",
                "The second word is chair. | RIGHT",
                "river | WRONG",
                "table | UNANSWERED",
                "river chair | UNANSWERED",
                "??? | UNANSWERED"
            })
    void wordsOfTheQuestion(String generated, Outcome outcome) {
        Example example = new Example("word#1", "What is the second word: river, chair, stone?", "chair");
        Task task = Task.of("word", new WordOfQuestionFormat(), List.of(example), "this test");
        assertThat(task.judge(example, generated)).isEqualTo(outcome);
    }

    @Test
    void aReplyWithoutLettersAndDigitsIsNoTextUnlessTheAnswerIsSuch() {
        Example city = new Example("city", "Which city?", "Paris");
        Example sign = new Example("sign", "Which sign?", "?!");
        Task task = Task.of("text", new FreeTextFormat(), List.of(city, sign), "this test");
        assertThat(task.judge(city, "???")).isEqualTo(Outcome.UNANSWERED);
        assertThat(task.judge(city, "!@#$%^&*()")).isEqualTo(Outcome.UNANSWERED);
        assertThat(task.judge(city, "Lyon???")).isEqualTo(Outcome.WRONG);
        assertThat(task.judge(city, "Paris!!")).isEqualTo(Outcome.RIGHT);
        assertThat(task.judge(sign, "?!")).isEqualTo(Outcome.RIGHT);
        assertThat(task.judge(sign, "??")).isEqualTo(Outcome.WRONG);
    }

    @Test
    void accentsAreTheSameHoweverTheyAreEncoded() {
        AnswerFormat text = new FreeTextFormat();
        assertThat(text.normalise("cafe\u0301")).isEqualTo("caf\u00e9");
        assertThat(text.judge("caf\u00e9", "Cafe\u0301.")).isEqualTo(Outcome.RIGHT);
        assertThat(text.judge(text.normalise("cafe\u0301"), "caf\u00e9")).isEqualTo(Outcome.RIGHT);
    }

    @Test
    void partsOfWordsAreNoLabels() {
        AnswerFormat format = new LabelFormat(List.of("F", "T"), Map.of("true", "T", "false", "F"));
        assertThat(format.parse("I don't know")).isEmpty();
        assertThat(format.parse("I don\u2019t know")).isEmpty();
        assertThat(format.parse("T")).contains("T");
        assertThat(format.parse("It's true.")).contains("T");
        assertThat(format.parse("'F'")).contains("F");
    }

    @Test
    void textIsReadWithoutItsLeadAndMarkup() {
        AnswerFormat text = new FreeTextFormat();
        assertThat(text.judge("Paris", "The answer is **Paris**.")).isEqualTo(Outcome.RIGHT);
        assertThat(text.judge("Paris", "Final answer: Paris")).isEqualTo(Outcome.RIGHT);
        assertThat(text.judge("Paris", "Lyon")).isEqualTo(Outcome.WRONG);
    }
}
