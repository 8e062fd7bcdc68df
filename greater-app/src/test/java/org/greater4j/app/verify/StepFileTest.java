package org.greater4j.app.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.greater4j.app.Models;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole steps on the default model against the plain reading's, and against a damaged copy. */
class StepFileTest {
    private static final String FILE = "steps_navigate.json";

    @TempDir
    private Path folder;

    @Test
    void stepsAreThePlainReadings() {
        VerificationReport report = Verification.verify(ExpectedFiles.golden(FILE), ExpectedFiles.withDefaultModel());
        report.lines().forEach(System.out::println);
        assertThat(ExpectedFiles.failed(report)).isEmpty();
        assertThat(report.layout()).isEqualTo("step file");
        assertThat(ExpectedFiles.check(report, "chains").detail()).isEqualTo("65 of 65 chains alike");
        assertThat(ExpectedFiles.check(report, "choices").detail()).isEqualTo("4 of 4 steps alike");
        assertThat(ExpectedFiles.check(report, "gradients").deviation()).isPositive();
    }

    @Test
    void namesEveryDamagedValueOfAStep() {
        Models models = ExpectedFiles.withDefaultModel();
        ObjectNode root = ExpectedFiles.read(ExpectedFiles.golden(FILE));
        root.set("final_prompt_ids", root.at("/steps/1/prompt_ids"));
        root.set("initial_prompt_ids", root.at("/steps/0/prompt_ids"));
        root.put("final_prompt", "something else");
        ArrayNode steps = (ArrayNode) root.get("steps");
        while (steps.size() > 1) {
            steps.remove(1);
        }
        ObjectNode step = (ObjectNode) steps.get(0);
        ((ArrayNode) step.at("/trials/1/rows/2/chain")).set(3, IntNode.valueOf(77));
        ((ObjectNode) step.at("/trials/0/rows/4")).put("prompt_nll", 4.0);
        ((ObjectNode) root.at("/initial/1"))
                .put("wrong", 1 - root.at("/initial/1/wrong").asInt());
        ArrayNode gradient = (ArrayNode) step.at("/gradient_per_example/3");
        gradient.set(2, gradient.numberNode(gradient.get(2).asDouble() + 0.5));
        ArrayNode list = (ArrayNode) step.at("/top_tokens_per_example/0");
        list.set(11, IntNode.valueOf(list.get(11).asInt() + 1));
        ArrayNode candidates = (ArrayNode) step.get("candidates");
        step.put("chosen", step.at("/trials/1/token").asInt());

        VerificationReport report =
                Verification.verify(ExpectedFiles.write(folder.resolve("damaged.json"), root), models, null);
        assertThat(candidates).isNotEmpty();
        assertThat(ExpectedFiles.failed(report))
                .containsExactly(
                        "ids of prompts, answers and candidates",
                        "chains",
                        "mistakes",
                        "fluency losses",
                        "k-best lists",
                        "gradients",
                        "choices",
                        "prompts after the choice");
        assertThat(ExpectedFiles.check(report, "frames of the task's questions").detail())
                .startsWith("not checked: no file bbh/navigate.json");
        assertThat(ExpectedFiles.check(report, "chains").detail())
                .startsWith("19 of 20 chains alike; steps[0], token 30, example 2: expected [77")
                .contains("from token 3 on");
        assertThat(ExpectedFiles.check(report, "gradients").detail())
                .startsWith("1 of ")
                .contains("steps[0], example 3, token " + candidates.get(2).asInt());
        assertThat(ExpectedFiles.check(report, "choices").detail())
                .isEqualTo("0 of 1 steps alike; steps[0]: expected 30, found 2789");
    }

    @Test
    void refusesStepsThatAreDrawnAtRandom() {
        ObjectNode root = ExpectedFiles.read(ExpectedFiles.golden(FILE));
        ((ObjectNode) root.get("settings")).put("subset_size", 3);
        ((ArrayNode) root.at("/steps/1/gradient_per_example/0")).remove(0);
        Path file = ExpectedFiles.write(folder.resolve("random.json"), root);
        assertThatThrownBy(() -> Verification.verify(file, new Models()))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_EXPECTATION))
                .hasMessageContaining("settings.subset_size: expected a subset that holds all 5 examples")
                .hasMessageContaining("steps[1].gradient_per_example[0]: expected");
    }
}
