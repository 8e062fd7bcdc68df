package org.greater4j.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.greater4j.app.Budget;
import org.greater4j.app.Defaults;
import org.greater4j.app.RunConfig;
import org.greater4j.app.playground.PlaygroundAnswer;
import org.junit.jupiter.api.Test;

class PagesTest {
    @Test
    void anAddressEncodesWhatItHolds() {
        assertThat(Address.ofRun("a b/ü&c=d").with("step", null).with("q", "").toString())
                .isEqualTo("/run?id=a+b%2F%C3%BC%26c%3Dd");
        assertThat(Address.of("/").with("q", "x").with("page", "2").at("here")).isEqualTo("/?q=x&page=2#here");
    }

    @Test
    void aQueryIsItsAddress() {
        RunQuery query =
                RunQuery.of(Map.of("q", "a&b", "state", "running", "sort", "name", "order", "down", "page", "3")::get);
        assertThat(query.address().toString()).isEqualTo("/?q=a%26b&state=running&sort=name&order=down&page=3");
        assertThat(RunQuery.ALL.address().toString()).isEqualTo("/");
        // turned round, and back at the first page
        assertThat(query.sortedBy(RunQuery.Sort.NAME).address().toString())
                .isEqualTo("/?q=a%26b&state=running&sort=name");
    }

    @Test
    void aSparklineGoesDownWithTheLowestScoreAndStaysSmall() {
        Sparkline line = Sparkline.ofLowest(List.of(1.0, 0.5, 0.8));
        assertThat(line.path()).isEqualTo("M3.0 3.0L48.0 21.0L93.0 21.0");
        assertThat(line.description()).isEqualTo("best score 1.000 at the start, 0.500 after 2 steps");
        List<Double> many = new ArrayList<>();
        for (int step = 0; step < 10_000; step++) {
            many.add(1.0 / (1 + step));
        }
        Sparkline thinned = Sparkline.ofLowest(many);
        assertThat(thinned.path().length()).isLessThan(1500);
        assertThat(thinned.x()).isEqualTo("93.0");
        assertThat(Sparkline.ofLowest(List.of()).path()).isEmpty();
        assertThat(Sparkline.ofLowest(List.of(0.5)).path()).isEqualTo("M48.0 12.0");
    }

    @Test
    void aFormThatIsFilledInWithSettingsReadsAsThem() {
        RunForm.Reading reading = RunForm.of(Defaults.run()).read(Defaults.run(), Map.of());
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.config()).isEqualTo(Defaults.run());
        RunForm changed = RunForm.of(Defaults.run())
                .with("steps", "9")
                .with("minutes", "1.5")
                .with("init", " a\r\nb");
        assertThat(changed.read(Defaults.run(), Map.of()).config())
                .isEqualTo(Defaults.run().withSteps(9).withInit(" a\r\nb").withBudget(new Budget(null, 1.5)));
        RunConfig asked = Objects.requireNonNull(RunForm.of(Defaults.run())
                .with("method", "opro")
                .with("optimizer", "gemma-3-270m")
                .read(Defaults.run(), Map.of())
                .config());
        assertThat(asked.feedback().optimizer()).isEqualTo("gemma-3-270m");
        assertThat(RunForm.of(asked.withTask(asked.task().withReading("", "", "text"))))
                .extracting(form -> form.value("optimizer"), form -> form.value("answer-format"))
                .containsExactly("gemma-3-270m", "text");
        assertThat(RunForm.of(Map.of("init", " a\r\nb")::get).value("init")).isEqualTo(" a\nb");
    }

    @Test
    void theHeatIsHighestWhereAChangePromisesMost() {
        PlaygroundAnswer answer = new PlaygroundAnswer(
                PlaygroundAnswer.Stage.DONE,
                "",
                null,
                null,
                List.of(
                        token(" a", 0, 1, " x", 1),
                        token(" b", 6, 2, " y", -4),
                        token(" c", 3, 0, " z", -3),
                        new PlaygroundAnswer.PromptToken(" d", true, 0, 0, List.of())),
                null);
        PlaygroundPage.Answer words = PlaygroundPage.words(answer);
        assertThat(words.tokens()).extracting(PlaygroundPage.Token::heat).containsExactly(0, 5, 3, 0);
        assertThat(words.best()).isEqualTo(" a y c d");
        assertThat(words.working()).isFalse();
    }

    private static PlaygroundAnswer.PromptToken token(
            String text, double promise, double gradient, String other, double otherGradient) {
        return new PlaygroundAnswer.PromptToken(
                text, true, promise, gradient, List.of(new PlaygroundAnswer.Alternative(other, otherGradient)));
    }
}
