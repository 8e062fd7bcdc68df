package org.greater4j.feedback.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "' 120 ', PT2M",
        "1.5, PT1.5S",
        "'Sun, 01 Mar 2026 12:01:00 GMT', PT1M",
        "'Sun, 01 Mar 2026 11:00:00 GMT', PT0S",
        "'Sunday, 01-Mar-26 12:01:00 GMT', PT1M",
        "'Tuesday, 01-Mar-94 12:01:00 GMT', PT0S",
        "'Sun Mar  1 12:01:00 2026', PT1M",
        "'Sun Mar 15 12:00:00 2026', PT336H",
        "'Monday, 01-Mar-26 12:01:00 GMT',",
        "-5,",
        "soon,",
        "'',",
        "'Sun, 32 Mar 2026 12:01:00 GMT',"
    })
    void secondsAndDatesAreRead(String header, @Nullable Duration wait) {
        assertThat(RetryAfter.parse(header, Remotes.NOW)).isEqualTo(wait);
    }
}
