package org.greater4j.torch.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.text.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HuggingFaceFolderTest {
    private static final LocalDate TODAY = LocalDate.of(2025, 3, 7);

    @TempDir
    private Path folder;

    private static TextCodec golden(String name) {
        return HuggingFaceFolder.read(TestData.path("/golden/tokenizers/" + name), name, TODAY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"header_style", "turn_style", "im_style"})
    void encodesAndDecodesAsTransformersDoes(String name) {
        JsonNode expected = TestData.json("/golden/tokenizers/" + name + "/expected.json");
        try (TextCodec codec = golden(name)) {
            for (JsonNode one : expected.get("encode")) {
                String text = one.get("text").asText();
                int[] ids = TestData.ints(one.get("ids"));
                assertThat(codec.tokenizer().encode(text)).as(text).containsExactly(ids);
                assertThat(codec.tokenizer().encodeAlone(text)).as(text).containsExactly(ids);
                assertThat(codec.tokenizer().decode(ids))
                        .isEqualTo(one.get("decoded").asText());
                int[] withBegin = TestData.ints(one.get("ids_with_special"));
                assertThat(withBegin)
                        .containsExactly(
                                java.util.stream.IntStream.concat(Arrays.stream(codec.beginIds()), Arrays.stream(ids))
                                        .toArray());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"header_style", "turn_style", "im_style"})
    void rendersChatsAsTransformersDoes(String name) {
        JsonNode expected = TestData.json("/golden/tokenizers/" + name + "/expected.json");
        try (TextCodec codec = golden(name)) {
            assertThat(codec.templateFromModel()).isTrue();
            for (JsonNode chat : expected.get("chat")) {
                List<Message> messages = TestData.messages(chat.get("messages"));
                boolean prompt = chat.get("add_generation_prompt").asBoolean();
                if (chat.has("rendered")) {
                    assertThat(codec.template().render(messages, prompt))
                            .isEqualTo(chat.get("rendered").asText());
                } else {
                    assertThatThrownBy(() -> codec.template().render(messages, prompt))
                            .isInstanceOfSatisfying(
                                    GreaterException.class,
                                    e -> assertThat(e.code()).isEqualTo(ErrorCode.TEMPLATE_REFUSED))
                            .hasMessageContaining(name)
                            .hasMessageContaining("system, user")
                            .hasMessageEndingWith(chat.get("error").asText());
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"header_style,4,900", "turn_style,5,1100", "im_style,2,900"})
    void knowsSpecialTokensAndTheEndOfAnAnswer(String name, int end, int size) {
        try (TextCodec codec = golden(name)) {
            assertThat(codec.endIds()).containsExactly(end);
            assertThat(codec.tokenizer().vocabularySize()).isEqualTo(size);
            assertThat(codec.tokenizer().isSpecial(end)).isTrue();
            assertThat(codec.tokenizer().isSpecial(size - 1)).isFalse();
        }
    }

    @Test
    void takesTheDefaultOfSeveralTemplatesAndTokensThatAreObjects() throws IOException {
        copy("im_style", "tokenizer.json");
        Files.writeString(folder.resolve("tokenizer_config.json"), """
                {"eos_token": {"content": "<|im_end|>", "lstrip": false},
                 "chat_template": [{"name": "tool_use", "template": "no"},
                                   {"name": "default", "template": "{{ messages[0].content }}{{ eos_token }}{{ bos_token }}"}]}
                """);
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": [2, 0, 4711]}");
        try (TextCodec codec = HuggingFaceFolder.read(folder, "m", TODAY)) {
            assertThat(codec.template().render(List.of(Message.user("Hi")), true))
                    .isEqualTo("Hi<|im_end|>");
            assertThat(codec.endIds()).containsExactly(0, 2);
            assertThat(codec.beginIds()).isEmpty();
        }
    }

    @Test
    void framesChatsPlainlyWithoutATemplate() throws IOException {
        copy("im_style", "tokenizer.json");
        try (TextCodec codec = HuggingFaceFolder.read(folder, "m", TODAY)) {
            assertThat(codec.templateFromModel()).isFalse();
            assertThat(codec.endIds()).isEmpty();
            List<Message> chat = List.of(
                    Message.system("Be brief."), Message.user("1+1?"), Message.assistant("2"), Message.user("2+2?"));
            assertThat(codec.template().render(chat, true))
                    .isEqualTo("Be brief.\n\nQuestion: 1+1?\nAnswer: 2\n\nQuestion: 2+2?\nAnswer:");
        }
    }

    @Test
    void beginsAPlainFrameAsTheTokenizerBeginsAText() throws IOException {
        copy("header_style", "tokenizer.json");
        String named = "{\"bos_token\": \"<|begin_of_text|>\"%s}";
        List<Message> chat = List.of(Message.user("Q"));
        Files.writeString(folder.resolve("tokenizer_config.json"), named.formatted(""));
        try (TextCodec codec = HuggingFaceFolder.read(folder, "m", TODAY)) {
            assertThat(codec.template().render(chat, true)).isEqualTo("<|begin_of_text|>Question: Q\nAnswer:");
            assertThat(codec.templateOrigin()).startsWith("plain");
            assertThat(codec.tokenizer().encodeWithSpecialTokens("")).containsExactly(0);
        }
        Files.writeString(folder.resolve("tokenizer_config.json"), named.formatted(", \"add_bos_token\": false"));
        try (TextCodec codec = HuggingFaceFolder.read(folder, "m", TODAY)) {
            assertThat(codec.template().render(chat, true)).isEqualTo("Question: Q\nAnswer:");
        }
    }

    /** As in transformers: a token that only the config calls special is one, if the vocabulary has it. */
    @Test
    void takesTokensThatOnlyTheConfigNames() throws IOException {
        String json = Files.readString(TestData.path("/golden/tokenizers/im_style/tokenizer.json"));
        int start = json.indexOf("\"added_tokens\"");
        String without = json.substring(0, start) + json.substring(start).replaceFirst("(?s)\\[.*?\\]", "[]");
        Files.writeString(folder.resolve("tokenizer.json"), without);
        Files.writeString(folder.resolve("tokenizer_config.json"), """
                {"eos_token": "<|im_end|>", "additional_special_tokens": ["<|im_start|>", "<|nowhere|>"],
                 "added_tokens_decoder": {"0": {"content": "<|endoftext|>", "special": true},
                                          "900": {"content": "<tool>", "special": false}},
                 "extra_special_tokens": {"turn_token": "<|im_start|>"},
                 "chat_template": "{{ turn_token }}{{ messages[0].content }}{{ additional_special_tokens | length }}"}
                """);
        try (TextCodec codec = HuggingFaceFolder.read(folder, "m", TODAY)) {
            FastTokenizer tokenizer = codec.tokenizer();
            assertThat(tokenizer.encode("<|im_start|>a<|im_end|><|endoftext|><tool>"))
                    .startsWith(1)
                    .endsWith(2, 0, 900)
                    .hasSize(5);
            assertThat(tokenizer.vocabularySize()).isEqualTo(901);
            assertThat(tokenizer.isSpecial(1)).isTrue();
            assertThat(codec.endIds()).containsExactly(2);
            assertThat(codec.template().render(List.of(Message.user("Hi")), true))
                    .isEqualTo("<|im_start|>Hi2");
            assertThatThrownBy(() -> codec.requireWithin(900, "folder"))
                    .isInstanceOfSatisfying(
                            GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_MODEL))
                    .hasMessageContaining("at most 900 tokens (the rows of the embedding), found 901");
            codec.requireWithin(901, "folder");
        }
    }

    @Test
    void findsTokensAndTemplatesInTheOtherFilesToo() throws IOException {
        copy("im_style", "tokenizer.json");
        Files.writeString(folder.resolve("special_tokens_map.json"), "{\"eos_token\": {\"content\": \"<|im_end|>\"}}");
        Files.writeString(
                folder.resolve("chat_template.json"), "{\"chat_template\": {\"default\": \"{{ eos_token }}!\"}}");
        Files.writeString(folder.resolve("config.json"), "{\"text_config\": {\"eos_token_id\": [0, -1, 900, \"a\"]}}");
        try (TextCodec codec = HuggingFaceFolder.read(folder, "m", TODAY)) {
            assertThat(codec.template().render(List.of(Message.user("Hi")), true))
                    .isEqualTo("<|im_end|>!");
            assertThat(codec.endIds()).containsExactly(0, 2);
        }
        Files.writeString(
                folder.resolve("chat_template.json"), "{\"chat_template\": [{\"name\": \"rag\", \"template\": \"\"}]}");
        assertThatThrownBy(() -> HuggingFaceFolder.read(folder, "m", TODAY))
                .hasMessageContainingAll("a template called default", "chat_template.json", "[rag]");
    }

    /** White space that a file adds by itself, as Gemma does with line breaks, is no special token. */
    @Test
    void takesAddedWhiteSpaceForText() throws IOException {
        String json = Files.readString(TestData.path("/golden/tokenizers/turn_style/tokenizer.json"));
        String more = json.replaceFirst(
                "\"added_tokens\": *\\[",
                "\"added_tokens\": [{\"id\": 1100, \"content\": \"\\\\n\\\\n\", \"single_word\": false, \"lstrip\": false,"
                        + " \"rstrip\": false, \"normalized\": false, \"special\": false},");
        assertThat(more).isNotEqualTo(json);
        try (FastTokenizer tokenizer = FastTokenizer.of(more, "a")) {
            int[] ids = tokenizer.encode("a\n\nb");
            assertThat(ids).contains(1100);
            assertThat(tokenizer.isSpecial(1100)).isFalse();
            assertThat(tokenizer.isSpecial(5)).isTrue();
            assertThat(tokenizer.decode(ids)).isEqualTo("a\n\nb");
        }
    }

    /** Lengths that a file asks for are no part of a text's ids. */
    @Test
    void neitherCutsNorFillsUp() throws IOException {
        String json = Files.readString(TestData.path("/golden/tokenizers/im_style/tokenizer.json"));
        String limited = json.replaceFirst(
                        "\"truncation\": *null",
                        "\"truncation\": {\"direction\": \"Right\", \"max_length\": 3, \"strategy\": \"LongestFirst\", \"stride\": 0}")
                .replaceFirst(
                        "\"padding\": *null",
                        "\"padding\": {\"strategy\": {\"Fixed\": 9}, \"direction\": \"Right\", \"pad_to_multiple_of\": null, \"pad_id\": 0, \"pad_type_id\": 0, \"pad_token\": \"<|endoftext|>\"}");
        assertThat(limited).isNotEqualTo(json);
        try (FastTokenizer all = FastTokenizer.of(json, "a");
                FastTokenizer cut = FastTokenizer.of(limited, "b")) {
            for (String text : List.of("a", "one two three four five six seven")) {
                assertThat(cut.encode(text)).containsExactly(all.encode(text));
            }
        }
    }

    @Test
    void takesAnyTextAndAnyIds() {
        try (TextCodec codec = golden("turn_style")) {
            FastTokenizer tokenizer = codec.tokenizer();
            assertThat(tokenizer.encode("")).isEmpty();
            assertThat(tokenizer.decode()).isEmpty();
            assertThat(tokenizer.decode(tokenizer.encode("nul \0 in it"))).isEqualTo("nul \0 in it");
            assertThat(tokenizer.decode(tokenizer.encode("lone \ud800 surrogate")))
                    .startsWith("lone ");
            assertThat(tokenizer.decode(1_000_000)).isEmpty();
            int[] split = tokenizer.encode("🙂");
            assertThat(tokenizer.decode(split[0])).contains("\ufffd");
        }
    }

    @Test
    void refusesFoldersThatAreNotSound() throws IOException {
        assertThatThrownBy(() -> HuggingFaceFolder.read(folder, "m", TODAY))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND))
                .hasMessageContaining("expected the file " + folder.resolve("tokenizer.json"));
        for (String damaged :
                List.of("", "[]", "{", "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}}}", "{\"model\": 1}")) {
            Files.writeString(folder.resolve("tokenizer.json"), damaged);
            assertThatThrownBy(() -> HuggingFaceFolder.read(folder, "m", TODAY))
                    .as(damaged)
                    .isInstanceOfSatisfying(
                            GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_MODEL))
                    .hasMessageContaining("tokenizer.json");
        }
        copy("im_style", "tokenizer.json");
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"a\": ");
        assertThatThrownBy(() -> HuggingFaceFolder.read(folder, "m", TODAY))
                .hasMessageContaining("expected JSON in " + folder.resolve("tokenizer_config.json"));
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"chat_template\": \"{% if %}\"}");
        assertThatThrownBy(() -> HuggingFaceFolder.read(folder, "some-model", TODAY))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_MODEL))
                .hasMessageContaining("Chat template of some-model")
                .hasMessageContaining("line 1");
    }

    @Test
    void failsClearlyOnceClosed() {
        TextCodec codec = golden("im_style");
        codec.close();
        codec.close();
        assertThatThrownBy(() -> codec.tokenizer().encode("a")).isInstanceOf(IllegalStateException.class);
    }

    private void copy(String name, String file) throws IOException {
        Files.copy(
                TestData.path("/golden/tokenizers/" + name + "/" + file),
                folder.resolve(file),
                StandardCopyOption.REPLACE_EXISTING);
    }
}
