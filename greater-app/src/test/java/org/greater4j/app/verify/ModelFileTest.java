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

/** The default model against the values that transformers computed, and against damaged copies of them. */
class ModelFileTest {
    private static final String FILE = "smollm2_135m.json";

    @TempDir
    private Path folder;

    @Test
    void theDefaultModelDoesAsExpected() {
        VerificationReport report = Verification.verify(ExpectedFiles.golden(FILE), ExpectedFiles.withDefaultModel());
        report.lines().forEach(System.out::println);
        assertThat(ExpectedFiles.failed(report)).isEmpty();
        assertThat(report.layout()).isEqualTo("model file");
        assertThat(ExpectedFiles.check(report, "token ids").detail()).isEqualTo("38 of 38 texts alike");
        // float32 against float32: a deviation of nothing at all would be a check that looks at itself
        assertThat(ExpectedFiles.check(report, "likeliest tokens' logits").deviation())
                .isPositive();
    }

    @Test
    void namesEveryDamagedValue() {
        Models models = ExpectedFiles.withDefaultModel();
        ObjectNode root = ExpectedFiles.read(ExpectedFiles.golden(FILE));
        ArrayNode continuations = (ArrayNode) root.get("language_model");
        while (continuations.size() > 3) {
            continuations.remove(3);
        }
        ((ArrayNode) root.at("/encode/1/ids")).set(0, IntNode.valueOf(77));
        ((ObjectNode) root.at("/chat/1")).put("rendered", "<|im_start|>");
        root.put("allowed_token_count", root.get("allowed_token_count").asInt() + 1);
        ArrayNode logits = (ArrayNode) root.at("/language_model/0/top_logits");
        logits.set(3, logits.numberNode(logits.get(3).asDouble() + 0.02));
        ArrayNode ids = (ArrayNode) root.at("/language_model/1/top_ids");
        IntNode first = (IntNode) ids.get(0);
        ids.set(0, ids.get(1));
        ids.set(1, first);
        ((ArrayNode) root.at("/language_model/2/greedy_48")).set(4, IntNode.valueOf(77));
        ((ObjectNode) continuations.get(2)).put("logsumexp", 1.0);

        VerificationReport report =
                Verification.verify(ExpectedFiles.write(folder.resolve("damaged.json"), root), models);
        assertThat(ExpectedFiles.failed(report))
                .containsExactly(
                        "token ids",
                        "decodings",
                        "rendered chats",
                        "tokens that a prompt may use",
                        "likeliest tokens' logits",
                        "likeliest tokens and their order",
                        "log-sum-exp",
                        "greedy continuations",
                        "lead over a greedy token");
        assertThat(ExpectedFiles.check(report, "token ids").detail())
                .startsWith("37 of 38 texts alike; encode[1]: expected [77")
                .contains("from token 0 on");
        assertThat(ExpectedFiles.check(report, "rendered chats").detail()).startsWith("2 of 3 chats alike; chat[1]");
        assertThat(ExpectedFiles.check(report, "likeliest tokens and their order")
                        .detail())
                .startsWith("2 of 3 prompts alike; language_model[1]: expected token");
        assertThat(ExpectedFiles.check(report, "greedy continuations").detail())
                .startsWith("2 of 3 prompts alike; language_model[2]: expected [77");
        assertThat(ExpectedFiles.check(report, "log-sum-exp").detail()).contains("language_model[2]: expected 1.0");
    }

    @Test
    void namesATokenThatTheModelDoesNotHave() {
        Models models = ExpectedFiles.withDefaultModel();
        ObjectNode root = ExpectedFiles.read(ExpectedFiles.golden(FILE));
        ((ArrayNode) root.at("/language_model/0/prompt_ids")).set(2, IntNode.valueOf(49_152));
        Path file = ExpectedFiles.write(folder.resolve("beyond.json"), root);
        assertThatThrownBy(() -> Verification.verify(file, models))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_EXPECTATION))
                .hasMessageContaining("language_model[0].prompt_ids[2]: expected a token id below 49152, found 49152");
    }
}
