package org.greater4j.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InertOutputTest {
    @Test
    void plainTextStaysAsItIs() {
        for (String text :
                new String[] {"", "plain\n\ttext", "\u05E9 \uD83D\uDC69\u200D\uD83D\uDC67 \u202E \uFFFD \uD800\uDC00"
                }) {
            assertThat(InertOutput.visible(text)).isSameAs(text);
        }
    }

    @Test
    void whatHtmlDoesNotAllowBecomesASign() {
        assertThat(InertOutput.visible("a\u0000\u001B[0m\r\n\u007F\u0085\uFFFE"))
                .isEqualTo("a\u2400\u241B[0m\u240D\n\u2421\uFFFD\uFFFD");
        assertThat(InertOutput.visible("\uD83Dx\uDC69")).isEqualTo("\uFFFDx\uFFFD");
        assertThat(InertOutput.visible("\uD83D")).isEqualTo("\uFFFD");
    }
}
