package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.greater4j.engine.Acceleration;
import org.greater4j.objective.Placement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    @TempDir
    Path folder;

    private OptimizeCommand parse(String yaml, String... flags) throws IOException {
        Path file = Files.writeString(folder.resolve("run.yaml"), yaml);
        List<String> words = new ArrayList<>(List.of("optimize", "--config", file.toString()));
        words.addAll(List.of(flags));
        Arguments arguments = Arguments.parse(words, Style.PLAIN);
        arguments.check("greater");
        return (OptimizeCommand) arguments.command();
    }

    @Test
    void keysAreTheNamesOfTheFlags() throws IOException {
        OptimizeCommand command = parse("""
                task: gen/navigate
                train: 4
                answer-temperature: 0.5
                placement: system
                keep-incumbent: true
                stop-wins: false
                no-test: true
                labels: [Yes, False]
                init: ' starts with a space'
                budget:
                  tokens: 5000
                  minutes: 2.5
                """);
        assertThat(command.task.task).isEqualTo("gen/navigate");
        assertThat(command.sizes.train).isEqualTo(4);
        assertThat(command.search.answerTemperature).isEqualTo(0.5);
        assertThat(command.framing.placement).isEqualTo(Placement.SYSTEM);
        assertThat(command.search.keepIncumbent).isTrue();
        assertThat(command.search.stopWins).isFalse();
        assertThat(command.run.noTest).isTrue();
        assertThat(command.task.labels).isEqualTo("Yes,False");
        assertThat(command.run.init).isEqualTo(" starts with a space");
        assertThat(BudgetText.parse(command.run.budget).budget().tokens()).isEqualTo(5000);
        assertThat(BudgetText.parse(command.run.budget).budget().minutes()).isEqualTo(2.5);
    }

    @Test
    void accelerationsAreSwitchedOffByName() throws IOException {
        assertThat(parse("train: 4").speed.accelerations()).isEqualTo(Acceleration.all());
        assertThat(parse("plain: true").speed.accelerations()).isEmpty();
        assertThat(parse("without: [drafts, pruning]").speed.accelerations())
                .isEqualTo(EnumSet.complementOf(EnumSet.of(Acceleration.DRAFTS, Acceleration.PRUNING)));
        assertThat(parse("without: [drafts, pruning]", "--without", "memory")
                        .speed
                        .accelerations())
                .isEqualTo(EnumSet.complementOf(EnumSet.of(Acceleration.MEMORY)));
    }

    @Test
    void flagsWin() throws IOException {
        OptimizeCommand command = parse(
                "train: 4\nlabels: [Yes, No]\nstop-wins: false\nkeep-incumbent: true\n",
                "--train=5",
                "--labels=a,b,c",
                "--stop-wins",
                "--no-keep-incumbent");
        assertThat(command.sizes.train).isEqualTo(5);
        assertThat(command.task.labels).isEqualTo("a,b,c");
        assertThat(command.search.stopWins).isTrue();
        assertThat(command.search.keepIncumbent).isFalse();
    }

    @Test
    void flagsOfTruthValuesAreWhatTheySay() throws IOException {
        OptimizeCommand none = parse("train: 4");
        assertThat(none.search.stopWins).isNull();
        OptimizeCommand negated = parse("train: 4", "--no-stop-wins", "--keep-incumbent");
        assertThat(negated.search.stopWins).isFalse();
        assertThat(negated.search.keepIncumbent).isTrue();
    }
}
