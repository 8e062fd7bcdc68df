package org.greater4j.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.AbstractStringAssert;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TaskLoaderTest {
    private static AbstractStringAssert<?> assertError(TaskRequest request, ErrorCode code) {
        return assertThatThrownBy(() -> TaskLoader.load(request, Map.of()))
                .asInstanceOf(type(GreaterException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .extracting(GreaterException::getMessage)
                .asString();
    }

    @Test
    void generatesAsAsked() {
        Task task = TaskLoader.load(TaskRequest.named("gen/navigate")
                .seed(9)
                .difficulty(2)
                .examples(20)
                .build());
        assertThat(task.name()).isEqualTo("gen/navigate");
        assertThat(task.examples()).hasSize(20);
        assertThat(task.examples().get(17).id()).isEqualTo("gen/navigate#17");
        assertThat(task.source()).isEqualTo("generated, seed=9, difficulty=2, 20 examples");
        assertThat(TaskLoader.load(TaskRequest.named("gen/navigate").build()).examples())
                .hasSize(TaskLoader.GENERATED_EXAMPLES);
    }

    @ParameterizedTest
    @CsvSource({
        "navigate, gen/navigate or bbh/navigate",
        "bbh/navigat, bbh/navigate",
        "gen/sentimant, gen/sentiment",
        "gen/is-animals, gen/is_animal",
        "bbh/wrod_sorting, bbh/word_sorting",
        "object counting, gen/object_counting or bbh/object_counting",
        "tracking_shuffled_objects_three, bbh/tracking_shuffled_objects_three_objects"
    })
    void namesNearMatches(String wrong, String near) {
        assertError(TaskRequest.named(wrong).build(), ErrorCode.INVALID_TASK)
                .contains("found '" + wrong + "'", "did you mean", "`greater tasks` lists all names")
                .satisfies(message -> assertThat(near.split(" or "))
                        .allSatisfy(name -> assertThat(message).contains(name)));
    }

    @Test
    void namesNoMatchWhereThereIsNone() {
        assertError(TaskRequest.named("quantum.xlsx").build(), ErrorCode.INVALID_TASK)
                .contains("a path ending in .csv, .tsv or .jsonl")
                .doesNotContain("did you mean");
        assertError(TaskRequest.named("").build(), ErrorCode.INVALID_TASK).doesNotContain("did you mean");
    }

    @Test
    void refusesOptionsThatAGeneratedTaskHasNoUseFor() {
        assertError(
                        TaskRequest.named("gen/navigate")
                                .questionField("q")
                                .answerKind(AnswerKind.TEXT)
                                .build(),
                        ErrorCode.INVALID_OPTION)
                .contains("found --question-field, --answer-format");
    }

    @Test
    void saysWhichFileIsMissing(@TempDir Path folder) {
        assertError(TaskRequest.named(folder.resolve("none.csv").toString()).build(), ErrorCode.FILE_NOT_FOUND)
                .contains("expected a file, found none at " + folder.resolve("none.csv"));
    }

    @Test
    void countsSlipsOfTheFinger() {
        assertThat(NearMatches.distance("", "")).isZero();
        assertThat(NearMatches.distance("navigate", "navigate")).isZero();
        assertThat(NearMatches.distance("nvaigate", "navigate")).isEqualTo(1);
        assertThat(NearMatches.distance("navgate", "navigate")).isEqualTo(1);
        assertThat(NearMatches.distance("abc", "")).isEqualTo(3);
        assertThat(NearMatches.distance("kitten", "sitting")).isEqualTo(3);
    }
}
