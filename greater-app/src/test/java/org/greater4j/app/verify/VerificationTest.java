package org.greater4j.app.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.greater4j.app.Models;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs no model: blocks, layouts, folders and bad input. */
class VerificationTest {
    private static final Models MODELS = new Models();

    @TempDir
    private Path folder;

    @Test
    void blocksOfEveryTypeDecodeAsExpected() {
        VerificationReport report = Verification.verify(ExpectedFiles.golden("gguf_blocks.json"), MODELS);
        assertThat(report.ok()).isTrue();
        assertThat(report.layout()).isEqualTo("block file");
        assertThat(report.checks())
                .hasSize(17)
                .allSatisfy(check -> assertThat(check.detail()).contains("values"));
        assertThat(report.lines()).hasSize(18);
    }

    @Test
    void namesTypesThatDoNotDecodeAsExpected() {
        ObjectNode blocks = ExpectedFiles.read(ExpectedFiles.golden("gguf_blocks.json"));
        byte[] values = Base64.getDecoder().decode(blocks.at("/Q4_K/float32_le").textValue());
        // a low bit of the second value's exponent
        values[6] ^= (byte) 0x80;
        ((ObjectNode) blocks.get("Q4_K")).put("float32_le", values);
        ((ObjectNode) blocks.get("Q8_0")).put("block_bytes", 36);
        ((ObjectNode) blocks.get("TQ1_0")).put("type_id", 16);
        VerificationReport report =
                Verification.verify(ExpectedFiles.write(folder.resolve("blocks.json"), blocks), MODELS);
        assertThat(report.ok()).isFalse();
        assertThat(ExpectedFiles.failed(report)).containsExactlyInAnyOrder("Q4_K", "Q8_0", "TQ1_0");
        assertThat(ExpectedFiles.check(report, "Q4_K").detail())
                .startsWith("1 of 1024 values beyond it, weight 1: expected");
        assertThat(ExpectedFiles.check(report, "Q8_0").detail()).isEqualTo("bytes of a block: expected 36, found 34");
        assertThat(ExpectedFiles.check(report, "TQ1_0").detail()).contains("type 16 (IQ2_XXS)");
    }

    @Test
    void saysWhatIsNotThere() {
        assertRefused(folder.resolve("none.json"), ErrorCode.FILE_NOT_FOUND).hasMessageContaining("none.json");
        assertRefused(folder, ErrorCode.INVALID_EXPECTATION)
                .hasMessageContaining("expected something to verify, found none in the folder");
    }

    @Test
    void saysWhatIsNoFileOfExpectedValues() throws IOException {
        Path text = Files.writeString(folder.resolve("text.json"), "{\"a\": \n oops}");
        assertRefused(text, ErrorCode.INVALID_EXPECTATION)
                .hasMessageContaining("expected JSON, found something else at line 2")
                .hasMessageContaining("step file (");
        Path empty = Files.writeString(folder.resolve("empty.json"), "");
        assertRefused(empty, ErrorCode.INVALID_EXPECTATION).hasMessageContaining("found an empty file");
        Path other = Files.writeString(folder.resolve("other.json"), "{\"colour\": 3}");
        assertRefused(other, ErrorCode.INVALID_EXPECTATION)
                .hasMessageContaining("found the keys colour")
                .hasMessageContaining("block file (");
    }

    @Test
    void namesEveryMissingKeyAtOnce() throws IOException {
        Path steps = Files.writeString(
                folder.resolve("steps.json"), "{\"steps\": [{\"position\": \"first\"}], \"frames\": []}");
        assertRefused(steps, ErrorCode.INVALID_EXPECTATION)
                .hasMessageContaining("read as a step file (known are: block file")
                .hasMessageContaining("frames: expected at least one, found none")
                .hasMessageContaining("steps[0].prompt_ids: expected a list, found nothing")
                .hasMessageContaining("steps[0].position: expected an integer, found 'first'");
        Path blocks =
                Files.writeString(folder.resolve("blocks.json"), "{\"F32\": {\"type_id\": 0, \"raw\": \"????\"}}");
        assertRefused(blocks, ErrorCode.INVALID_EXPECTATION)
                .hasMessageContaining("F32.raw: expected bytes in base64")
                .hasMessageContaining("F32.float32_le: expected bytes in base64, found nothing")
                .hasMessageContaining("F32.block_size: expected an integer, found nothing");
    }

    @Test
    void namesAModelThatTheCatalogueDoesNotHave() throws IOException {
        Path file = Files.writeString(folder.resolve("model.json"), """
                {"model_sha256": "00ff", "allowed_token_count": 1,
                 "encode": [{"text": "a", "ids": [1], "decoded": "a"}],
                 "chat": [{"messages": [{"role": "user", "content": "a"}], "add_generation_prompt": true, "rendered": "a"}],
                 "language_model": [{"prompt_ids": [1], "top_ids": [1], "top_logits": [1.0], "logsumexp": 1.0,
                                     "greedy_48": [], "greedy_min_margin": 1.0}]}
                """);
        assertRefused(file, ErrorCode.INVALID_EXPECTATION)
                .hasMessageContaining("found '00ff' in model_sha256")
                .hasMessageContaining("smollm2-135m-instruct");
    }

    @Test
    void verifiesEveryChildOfAFolder() throws IOException {
        Path blocks = ExpectedFiles.golden("gguf_blocks.json");
        Files.copy(blocks, Files.createDirectories(folder.resolve("a/b")).resolve("blocks.json"));
        Files.writeString(folder.resolve("README.md"), "not expected values");
        VerificationReport report = Verification.verify(folder, MODELS);
        assertThat(report.ok()).isTrue();
        assertThat(report.checks()).hasSize(17);
        assertThat(report.checks().get(0).name()).isEqualTo(Path.of("a", "b", "blocks.json") + ": Q4_0");

        Files.writeString(folder.resolve("other.json"), "[]");
        VerificationReport spoilt = Verification.verify(folder, MODELS);
        assertThat(spoilt.ok()).isFalse();
        assertThat(ExpectedFiles.failed(spoilt)).containsExactly("other.json");
        assertThat(ExpectedFiles.check(spoilt, "other.json").detail()).startsWith("INVALID_EXPECTATION: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"header_style", "turn_style", "im_style"})
    void tokenizerFoldersDoAsExpected(String name) {
        VerificationReport report = Verification.verify(ExpectedFiles.golden("tokenizers/" + name), MODELS);
        assertThat(ExpectedFiles.failed(report)).isEmpty();
        assertThat(report.layout()).isEqualTo("tokenizer folder");
        assertThat(report.checks().stream().map(Check::detail))
                .containsExactly(
                        "38 of 38 texts alike", "38 of 38 texts alike", "38 of 38 texts alike", "6 of 6 chats alike");
    }

    @Test
    void namesEveryDamagedValueOfATokenizerFolder() throws IOException {
        Path golden = ExpectedFiles.golden("tokenizers/turn_style");
        Path damaged = Files.createDirectories(folder.resolve("damaged"));
        for (String file : new String[] {"tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"}) {
            Files.copy(golden.resolve(file), damaged.resolve(file));
        }
        ObjectNode root = ExpectedFiles.read(golden.resolve("expected.json"));
        ((ArrayNode) root.at("/encode/0/ids_with_special")).removeAll();
        ((ObjectNode) root.at("/encode/6")).put("decoded", "12345");
        ObjectNode refused = (ObjectNode) root.at("/chat/4");
        assertThat(refused.has("error")).isTrue();
        refused.put("error", "no reason");
        ExpectedFiles.write(damaged.resolve("expected.json"), root);
        VerificationReport report = Verification.verify(damaged, MODELS);
        assertThat(ExpectedFiles.failed(report))
                .containsExactly("token ids with special tokens", "decodings", "rendered chats");
        assertThat(ExpectedFiles.check(report, "token ids with special tokens").detail())
                .isEqualTo("37 of 38 texts alike; encode[0]: expected [], found [2] from token 0 on");
        assertThat(ExpectedFiles.check(report, "rendered chats").detail())
                .startsWith("5 of 6 chats alike; chat[4]: expected 'no reason'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemma2", "gemma3_text", "llama", "mistral", "olmo2", "phi3", "qwen2", "qwen3", "smollm3"})
    void foldersOfEveryFamilyDoAsExpected(String name) {
        VerificationReport report = Verification.verify(ExpectedFiles.golden("families/" + name), MODELS);
        assertThat(report.lines()).noneMatch(line -> line.contains("FAILED"));
        assertThat(report.layout()).isEqualTo("model folder");
        assertThat(report.checks().stream().map(Check::name))
                .containsExactly("logits", "greedy continuations", "losses", "gradients");
        // 512 logits of the last token and 32 of an early one, in two texts
        assertThat(ExpectedFiles.check(report, "logits").detail()).startsWith("1088 values");
    }

    @Test
    void namesEveryDamagedValueOfAModelFolder() throws IOException {
        Path damaged = copy(ExpectedFiles.golden("families/qwen3"), folder.resolve("damaged"));
        ObjectNode root = ExpectedFiles.read(damaged.resolve("expected.json"));
        ObjectNode first = (ObjectNode) root.at("/cases/0");
        ((ArrayNode) first.get("last_logits")).set(7, first.at("/last_logits/7").doubleValue() + 0.01);
        ((ArrayNode) first.get("greedy_24")).set(3, 5);
        first.put("prompt_nll", first.get("prompt_nll").doubleValue() * 1.001);
        ((ArrayNode) first.get("one_hot_gradient")).set(0, 0.5);
        ExpectedFiles.write(damaged.resolve("expected.json"), root);
        VerificationReport report = Verification.verify(damaged, MODELS);
        assertThat(ExpectedFiles.failed(report))
                .containsExactly("logits", "greedy continuations", "losses", "gradients");
        assertThat(ExpectedFiles.check(report, "logits").detail())
                .startsWith("1 of 1088 values beyond it, cases[0].last_logits[7]: expected");
        first.put("position", 99);
        ExpectedFiles.write(damaged.resolve("expected.json"), root);
        assertRefused(damaged, ErrorCode.INVALID_EXPECTATION)
                .hasMessageContaining("cases[0].position: expected a position within the prompt, found 99");
    }

    @Test
    void refusesFoldersOfModelsThatItCannotRead() throws IOException {
        Path model = copy(ExpectedFiles.golden("families/qwen3"), folder.resolve("model"));
        ObjectNode config = ExpectedFiles.read(model.resolve("config.json"));
        ExpectedFiles.write(model.resolve("config.json"), config.put("model_type", "mamba"));
        assertRefused(model, ErrorCode.UNSUPPORTED_MODEL).hasMessageContaining("found 'mamba'");
        assertRefused(folder, ErrorCode.UNSUPPORTED_MODEL);
    }

    private static Path copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(Path path, ErrorCode code) {
        return assertThatThrownBy(() -> Verification.verify(path, MODELS))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
