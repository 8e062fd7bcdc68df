package org.greater4j.feedback.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.greater4j.feedback.Usage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PricesTest {
    @TempDir
    Path folder;

    @Test
    void theStandardTableHasADayAndPrices() {
        Prices prices = Prices.standard();
        assertThat(LocalDate.parse(prices.date())).isAfter(LocalDate.of(2026, 1, 1));
        assertThat(prices.currency()).isEqualTo("USD");
        assertThat(price(prices, "openai:gpt-4.1-nano")).isEqualTo(new Price(0.10, 0.40));
        assertThat(price(prices, "openai:gpt-4.1-nano-2025-04-14")).isEqualTo(new Price(0.10, 0.40));
        assertThat(price(prices, "anthropic:claude-haiku-4-5-20251001")).isEqualTo(new Price(1, 5));
        assertThat(new Price(0.10, 0.40).of(new Usage(2_000_000, 500_000))).isEqualTo(0.4);
    }

    @Test
    void whatIsNotInTheTableHasNoPrice() {
        assertThat(price(Prices.standard(), "openai:gpt-4.1-pico")).isNull();
        assertThat(price(Prices.standard(), "openai:gpt-4.1-nano@https://h.example/v1"))
                .as("another service has prices of its own")
                .isNull();
    }

    @Test
    void aTableOfTheUsersStandsForTheWhole() throws IOException {
        Prices prices = read("""
                {"date": "2026-02-03", "currency": "EUR",
                 "perMillionTokens": {"openai:mine@http://localhost:8000/v1/": {"input": 0, "output": 0.5}}}
                """);
        assertThat(price(prices, "openai:mine@http://localhost:8000/v1")).isEqualTo(new Price(0, 0.5));
        assertThat(price(prices, "openai:gpt-4.1-nano")).isNull();
        assertThat(prices.currency()).isEqualTo("EUR");
    }

    @Test
    void allThatIsWrongIsNamed() {
        assertThatThrownBy(() -> read("""
                        {"date": 3, "perMillionTokens": {"gpt": {"input": 1, "output": 1}, "openai:x": {"input": -1}}}
                        """))
                .hasMessageContaining("date: expected a text, found 3")
                .hasMessageContaining("currency: expected a text, found none")
                .hasMessageContaining("gpt: expected a name such as openai:NAME")
                .hasMessageContaining("openai:x.input: expected a number of at least 0, found -1")
                .hasMessageContaining("openai:x.output: expected a number of at least 0, found none");
        assertThatThrownBy(() -> read("{\n\"date\": oh")).hasMessageContaining("prices.json, line 2");
        assertThatThrownBy(() -> Prices.read(folder.resolve("none.json"))).hasMessageContaining("found none at");
    }

    private Prices read(String text) throws IOException {
        return Prices.read(Files.writeString(folder.resolve("prices.json"), text));
    }

    private static @Nullable Price price(Prices prices, String name) {
        return prices.of(RemoteName.parse(name));
    }
}
