package org.greater4j.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import org.greater4j.task.Task;
import org.junit.jupiter.api.Test;

final class TaskCatalogueTest {
    @Test
    void listsEveryTaskOnce() {
        assertThat(TaskCatalogue.entries())
                .hasSize(12 + 27 + 2)
                .allSatisfy(entry -> {
                    assertThat(entry.description()).isNotBlank().doesNotContain("\n");
                    assertThat(entry.answerFormat())
                            .isIn("choice", "label", "number", "text", "list", "brackets", "word");
                    assertThat(entry.generated()).isEqualTo(entry.name().startsWith("gen/"));
                    assertThat(entry.difficulties().isEmpty()).isEqualTo(!entry.generated());
                })
                .extracting(TaskCatalogue.Entry::name)
                .doesNotHaveDuplicates();
    }

    @Test
    void everyGeneratedEntryLoads() {
        assertThat(TaskCatalogue.entries().stream().filter(TaskCatalogue.Entry::generated))
                .allSatisfy(entry -> {
                    for (int difficulty = 1; difficulty <= entry.difficulties().size(); difficulty++) {
                        Task task = TaskLoader.load(TaskRequest.named(entry.name())
                                .difficulty(difficulty)
                                .examples(10)
                                .build());
                        assertThat(task.answerFormat().name()).isEqualTo(entry.answerFormat());
                    }
                });
    }

    @Test
    void findsByName() {
        assertThat(TaskCatalogue.find("bbh/snarks"))
                .hasValueSatisfying(entry -> assertThat(entry.size()).isEqualTo("178"));
        assertThat(TaskCatalogue.find("gen/sentiment"))
                .hasValueSatisfying(entry -> assertThat(entry.size()).isEqualTo("generated"));
        assertThat(TaskCatalogue.find("snarks")).isEmpty();
    }

    @Test
    void showsExamples() {
        Task task = TaskLoader.load(
                TaskRequest.named("gen/larger_number").examples(3).build());
        assertThat(TaskCatalogue.show(task, 2).lines())
                .startsWith(
                        "gen/larger_number: 3 examples",
                        "  source     generated, seed=0, difficulty=1, 3 examples",
                        "  answers    number, a number",
                        "  extractor  The final answer (a number) is",
                        "",
                        "gen/larger_number#0",
                        "  " + task.examples().get(0).question(),
                        "  => " + task.examples().get(0).answer())
                .hasSize(4 + 2 * 4);
        assertThat(TaskCatalogue.show(task, 100).lines()).hasSize(4 + 3 * 4);
        assertThat(TaskCatalogue.show(task, -1).lines()).hasSize(4);
    }
}
