package org.greater4j.torch.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.objective.TokenFilter;
import org.greater4j.text.Message;
import org.greater4j.torch.format.GgufFile;
import org.greater4j.torch.format.GgufWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GgufTokenizerTest {
    private static final LocalDate TODAY = LocalDate.of(2025, 3, 7);

    @TempDir
    private Path folder;

    private TextCodec read(GgufWriter writer) {
        try (GgufFile file = GgufFile.open(writer.write(folder.resolve("model.gguf")))) {
            return GgufTokenizer.read(file.metadata(), "m", TODAY);
        }
    }

    @Test
    void readsTheDefaultModel() {
        JsonNode expected = TestData.json("/golden/smollm2_135m.json");
        try (GgufFile file = GgufFile.open(TestData.defaultModel());
                TextCodec codec = GgufTokenizer.read(file.metadata(), "smollm2-135m-instruct", TODAY)) {
            for (JsonNode one : expected.get("encode")) {
                String text = one.get("text").asText();
                int[] ids = TestData.ints(one.get("ids"));
                assertThat(codec.tokenizer().encode(text)).as(text).containsExactly(ids);
                assertThat(codec.tokenizer().decode(ids))
                        .isEqualTo(one.get("decoded").asText());
            }
            for (JsonNode chat : expected.get("chat")) {
                assertThat(codec.template()
                                .render(
                                        TestData.messages(chat.get("messages")),
                                        chat.get("add_generation_prompt").asBoolean()))
                        .isEqualTo(chat.get("rendered").asText());
            }
            assertThat(TokenFilter.allowed(codec.tokenizer()).cardinality())
                    .isEqualTo(expected.get("allowed_token_count").asInt());
            assertThat(codec.templateFromModel()).isTrue();
            assertThat(codec.tokenizer().vocabularySize()).isEqualTo(49152);
            assertThat(codec.beginIds()).containsExactly(1);
            assertThat(codec.endIds()).containsExactly(2);
        }
    }

    /** A tokenizer.json taken apart into GGUF metadata, and put together again, gives the same ids. */
    @ParameterizedTest
    @CsvSource({"header_style,llama-bpe", "im_style,qwen2"})
    void writesTheTokenizerThatTheMetadataCameFrom(String name, String preTokenizer) {
        JsonNode json = TestData.json("/golden/tokenizers/" + name + "/tokenizer.json");
        List<String> merges = new ArrayList<>();
        for (JsonNode merge : json.path("model").path("merges")) {
            merges.add(merge.get(0).asText() + " " + merge.get(1).asText());
        }
        GgufWriter writer = vocabulary(json)
                .string("tokenizer.ggml.model", "gpt2")
                .string("tokenizer.ggml.pre", preTokenizer)
                .strings("tokenizer.ggml.merges", merges);
        assertSameIds(name, writer);
    }

    /** As before for a vocabulary without scores: the rank of the merge that makes a piece is its score. */
    @Test
    void findsTheMergesOfATokenizerWithoutASpaceInFront() {
        JsonNode json = TestData.json("/golden/tokenizers/turn_style/tokenizer.json");
        Map<String, Integer> rank = new java.util.HashMap<>();
        for (JsonNode merge : json.path("model").path("merges")) {
            rank.put(merge.get(0).asText() + merge.get(1).asText(), rank.size());
        }
        String[] tokens = tokens(json);
        float[] scores = new float[tokens.length];
        for (int id = 0; id < tokens.length; id++) {
            scores[id] = -rank.getOrDefault(tokens[id], 100_000);
        }
        GgufWriter writer = vocabulary(json)
                .string("tokenizer.ggml.model", "llama")
                .flag("tokenizer.ggml.add_space_prefix", false)
                .numbers("tokenizer.ggml.scores", scores);
        assertSameIds("turn_style", writer);
    }

    private static String[] tokens(JsonNode json) {
        String[] tokens = new String[json.path("model").path("vocab").size()];
        for (Map.Entry<String, JsonNode> token :
                json.path("model").path("vocab").properties()) {
            tokens[token.getValue().asInt()] = token.getKey();
        }
        return tokens;
    }

    private static GgufWriter vocabulary(JsonNode json) {
        String[] tokens = tokens(json);
        int[] types = new int[tokens.length];
        for (int id = 0; id < types.length; id++) {
            types[id] = tokens[id].matches("<0x[0-9A-F]{2}>") ? 6 : 1;
        }
        for (JsonNode added : json.path("added_tokens")) {
            types[added.path("id").asInt()] = 3;
        }
        return new GgufWriter()
                .strings("tokenizer.ggml.tokens", List.of(tokens))
                .integers("tokenizer.ggml.token_type", types);
    }

    private void assertSameIds(String name, GgufWriter writer) {
        try (TextCodec codec = read(writer)) {
            for (JsonNode one : TestData.json("/golden/tokenizers/" + name + "/expected.json")
                    .get("encode")) {
                int[] ids = TestData.ints(one.get("ids"));
                assertThat(codec.tokenizer().encode(one.get("text").asText()))
                        .as(one.get("text").asText())
                        .containsExactly(ids);
                assertThat(codec.tokenizer().decode(ids))
                        .isEqualTo(one.get("decoded").asText());
            }
        }
    }

    private static GgufWriter sentencePiece(JsonNode expected) {
        float[] scores = new float[expected.get("scores").size()];
        List<String> pieces = new ArrayList<>();
        for (int id = 0; id < scores.length; id++) {
            scores[id] = (float) expected.get("scores").get(id).asDouble();
            pieces.add(expected.get("pieces").get(id).asText());
        }
        return new GgufWriter()
                .string("tokenizer.ggml.model", "llama")
                .strings("tokenizer.ggml.tokens", pieces)
                .numbers("tokenizer.ggml.scores", scores)
                .integers("tokenizer.ggml.token_type", TestData.ints(expected.get("types")))
                .flag(
                        "tokenizer.ggml.add_space_prefix",
                        expected.get("add_space_prefix").asBoolean())
                .integer("tokenizer.ggml.unknown_token_id", 0)
                .integer("tokenizer.ggml.bos_token_id", 1)
                .integer("tokenizer.ggml.eos_token_id", 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sentencepiece_prefix", "sentencepiece_plain"})
    void encodesAsSentencePieceDoes(String name) {
        JsonNode expected = TestData.json("/expected/" + name + ".json");
        try (TextCodec codec = read(sentencePiece(expected))) {
            for (JsonNode one : expected.get("encode")) {
                String text = one.get("text").asText();
                if (text.contains("<tool>") && name.endsWith("prefix")) {
                    continue; // Hugging Face's Llama, unlike SentencePiece, puts a space after such a token too
                }
                int[] ids = TestData.ints(one.get("ids"));
                assertThat(codec.tokenizer().encodeAlone(text)).as(text).containsExactly(ids);
                assertThat(codec.tokenizer().decodeAlone(ids)).isEqualTo(text);
            }
            assertThat(codec.template().render(List.of(Message.user("Q")), true))
                    .isEqualTo("<s>Question: Q\nAnswer:");
            assertThat(codec.endIds()).containsExactly(2);
        }
    }

    /** Parts of a chat, encoded one by one, are the chat encoded at once; this is what makes a prompt's ids its own. */
    @ParameterizedTest
    @ValueSource(strings = {"sentencepiece_prefix", "sentencepiece_plain"})
    void encodesPartsAsPartsOfAWhole(String name) {
        try (TextCodec codec = read(sentencePiece(TestData.json("/expected/" + name + ".json")))) {
            FastTokenizer tokenizer = codec.tokenizer();
            String head = "<s><turn>the question thinks";
            String prompt = " the answer is right.";
            String tail = "</turn><turn>it gives";
            int[] parts = java.util.stream.Stream.of(head, prompt, tail)
                    .flatMapToInt(part -> Arrays.stream(tokenizer.encode(part)))
                    .toArray();
            assertThat(tokenizer.encode(head + prompt + tail)).containsExactly(parts);
            assertThat(tokenizer.encodeAlone(head + prompt + tail)).containsExactly(parts);
            assertThat(tokenizer.decode(tokenizer.encode(prompt))).isEqualTo(prompt);
            assertThat(tokenizer.decode(tokenizer.encode("answer"))).isEqualTo("answer");
            assertThat(tokenizer.decode(tokenizer.encode("ü🙂"))).isEqualTo("ü🙂");
        }
    }

    private static GgufWriter tiny(String preTokenizer) {
        return new GgufWriter()
                .string("tokenizer.ggml.model", "gpt2")
                .string("tokenizer.ggml.pre", preTokenizer)
                .strings(
                        "tokenizer.ggml.tokens",
                        List.of("a", "b", "Ġ", "Ġa", "ab", "1", "2", "12", "<|end|>", "<tool>", "[PAD10]", "a"))
                .strings("tokenizer.ggml.merges", List.of("Ġ a", "a b", "1 2"))
                .integers("tokenizer.ggml.token_type", 1, 1, 1, 1, 1, 1, 1, 1, 3, 4, 5, 1);
    }

    @Test
    void tellsTokensOfEveryTypeApart() {
        try (TextCodec codec = read(tiny("gpt-2"))) {
            FastTokenizer tokenizer = codec.tokenizer();
            assertThat(tokenizer.vocabularySize()).isEqualTo(12);
            assertThat(tokenizer.encode("ab a12<|end|><tool>")).containsExactly(4, 3, 7, 8, 9);
            assertThat(tokenizer.decode(4, 3, 7, 8, 9)).isEqualTo("ab a12<|end|><tool>");
            assertThat(java.util.stream.IntStream.range(0, 12).filter(tokenizer::isSpecial))
                    .containsExactly(8, 9, 10, 11);
            assertThat(codec.endIds()).containsExactly(8);
            assertThat(codec.beginIds()).isEmpty();
        }
        try (TextCodec codec = read(tiny("smollm"))) {
            assertThat(codec.tokenizer().encode("12")).containsExactly(5, 6);
        }
    }

    /** Gemma's vocabularies define line breaks and runs of spaces by themselves; pieces are put together around them. */
    @Test
    void takesDefinedWhiteSpaceForText() {
        GgufWriter writer = new GgufWriter()
                .string("tokenizer.ggml.model", "llama")
                .strings(
                        "tokenizer.ggml.tokens",
                        List.of("<unk>", "<eos>", "\n", "\n\n", "  ", "<b>", "▁", "a", "▁a", "<0x0A>", "<0x09>"))
                .numbers("tokenizer.ggml.scores", -1000, -1000, -1000, -1000, -1000, -1000, -2, -3, -1, 0, 0)
                .integers("tokenizer.ggml.token_type", 2, 3, 4, 4, 4, 4, 1, 1, 1, 6, 6)
                .flag("tokenizer.ggml.add_space_prefix", false)
                .integer("tokenizer.ggml.unknown_token_id", 0)
                .integer("tokenizer.ggml.eos_token_id", 1);
        try (TextCodec codec = read(writer)) {
            FastTokenizer tokenizer = codec.tokenizer();
            assertThat(tokenizer.encode("a a  a\n\n\na<b>\t<eos>")).containsExactly(7, 8, 4, 7, 3, 2, 7, 5, 10, 1);
            assertThat(tokenizer.decode(7, 8, 4, 7, 3, 2, 7, 5, 10, 1)).isEqualTo("a a  a\n\n\na<b>\t<eos>");
            assertThat(java.util.stream.IntStream.range(0, 11).filter(tokenizer::isSpecial))
                    .containsExactly(0, 1, 5);
            assertThat(tokenizer.encode("")).isEmpty();
            assertThat(tokenizer.encode("a")).containsExactly(7);
        }
    }

    @Test
    void namesWhatItDoesNotKnow() {
        assertRefused(tiny("my-own"), ErrorCode.UNSUPPORTED_MODEL, "tokenizer.ggml.pre", "found my-own", "smollm");
        assertRefused(
                new GgufWriter().string("tokenizer.ggml.model", "t5").strings("tokenizer.ggml.tokens", List.of("a")),
                ErrorCode.UNSUPPORTED_MODEL,
                "expected gpt2 or llama in key tokenizer.ggml.model, found t5");
        assertRefused(
                new GgufWriter().string("tokenizer.ggml.model", "gpt2"),
                ErrorCode.INVALID_MODEL,
                "key tokenizer.ggml.tokens");
        assertRefused(
                new GgufWriter()
                        .string("tokenizer.ggml.model", "llama")
                        .strings("tokenizer.ggml.tokens", List.of("a", "a".repeat(300_000)))
                        .numbers("tokenizer.ggml.scores", 1f, 1f),
                ErrorCode.INVALID_MODEL,
                "expected tokens of at most 1000 characters in key tokenizer.ggml.tokens, found one of 300000 at id 1");
        assertRefused(
                tiny("gpt-2").integer("tokenizer.ggml.eos_token_id", 12),
                ErrorCode.INVALID_MODEL,
                "expected an id below 12 in key tokenizer.ggml.eos_token_id, found 12");
        assertRefused(
                new GgufWriter()
                        .string("tokenizer.ggml.model", "llama")
                        .strings("tokenizer.ggml.tokens", List.of("a", "b"))
                        .numbers("tokenizer.ggml.scores", 1f),
                ErrorCode.INVALID_MODEL,
                "expected 2 scores",
                "found 1");
        assertRefused(
                new GgufWriter()
                        .string("tokenizer.ggml.model", "gpt2")
                        .string("tokenizer.ggml.pre", "gpt-2")
                        .strings("tokenizer.ggml.tokens", List.of("a", "b"))
                        .strings("tokenizer.ggml.merges", List.of("a c")),
                ErrorCode.INVALID_MODEL,
                "model.gguf");
        assertRefused(
                new GgufWriter()
                        .string("tokenizer.ggml.model", "gpt2")
                        .strings("tokenizer.ggml.tokens", List.of("a", "b"))
                        .integers("tokenizer.ggml.token_type", 1),
                ErrorCode.INVALID_MODEL,
                "expected 2 types",
                "found 1");
    }

    private void assertRefused(GgufWriter writer, ErrorCode code, String... parts) {
        assertThatThrownBy(() -> read(writer).close())
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContainingAll(parts)
                .hasMessageContaining("model.gguf");
    }
}
