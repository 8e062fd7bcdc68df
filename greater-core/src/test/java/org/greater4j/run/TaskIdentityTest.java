package org.greater4j.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskIdentityTest {
    @ParameterizedTest
    @CsvSource({
        "/home/me/data/reviews.csv, reviews.csv",
        "C:\\data\\reviews.csv, reviews.csv",
        "C:/data/reviews.csv, reviews.csv",
        "bbh/navigate, bbh/navigate",
        "gen/sentiment, gen/sentiment",
        "data/reviews.csv, data/reviews.csv",
        "/, /"
    })
    void aFileIsShownByItsOwnName(String name, String label) {
        assertThat(TaskIdentity.label(name)).isEqualTo(label);
        assertThat(new TaskIdentity(name, "this test", "label", "").label()).isEqualTo(label);
    }
}
