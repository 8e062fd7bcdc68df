package org.greater4j.feedback.remote;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatAnswerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "Yes | Yes",
                "Yes\" | Yes\"",
                "\"Yes\" | Yes\"",
                "The final answer (Yes or No) is \"No\". | No\".",
                "So, **the  final answer (yes or no) is** \"No\" | ** \"No\"",
                "The final answer is No. | The final answer is No.",
                "'' | ''"
            })
    void theSentenceThatWasToBeCompletedIsTakenAway(String reply, String answer) {
        assertThat(ChatAnswer.after("The final answer (Yes or No) is \"", reply))
                .isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource({"'Therefore, the answer is $18.', '$18.'", "18, 18", "'\"18\"', '\"18\"'"})
    void anExtractorWithoutAQuoteLeavesQuotesAlone(String reply, String answer) {
        assertThat(ChatAnswer.after("Therefore, the answer is", reply)).isEqualTo(answer);
    }
}
