package org.greater4j.torch.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.greater4j.objective.TokenFilter;
import org.greater4j.text.Message;
import org.greater4j.torch.DefaultModel;
import org.greater4j.torch.Golden;
import org.greater4j.torch.format.GgufFile;
import org.junit.jupiter.api.Test;

/** The default model's tokenizer and chat template against transformers' values. */
class DefaultModelTokenizerTest {
    @Test
    void encodesDecodesAndRendersAsTransformersDoes() {
        JsonNode golden = Golden.read("smollm2_135m.json");
        try (GgufFile file = GgufFile.open(DefaultModel.path())) {
            TextCodec codec = GgufTokenizer.read(file.metadata(), "the default model");
            try (FastTokenizer tokenizer = codec.tokenizer()) {
                for (JsonNode expected : golden.get("encode")) {
                    int[] ids = tokenizer.encode(expected.get("text").asText());
                    assertThat(ids).as(expected.get("text").asText()).containsExactly(Golden.ints(expected.get("ids")));
                    assertThat(tokenizer.decode(ids))
                            .isEqualTo(expected.get("decoded").asText());
                }
                for (JsonNode expected : golden.get("chat")) {
                    List<Message> messages = new ArrayList<>();
                    for (JsonNode message : expected.get("messages")) {
                        messages.add(new Message(
                                message.get("role").asText(),
                                message.get("content").asText()));
                    }
                    assertThat(codec.chatTemplate()
                                    .render(
                                            messages,
                                            expected.get("add_generation_prompt")
                                                    .asBoolean()))
                            .isEqualTo(expected.get("rendered").asText());
                }
                assertThat(TokenFilter.allowed(tokenizer).cardinality())
                        .isEqualTo(golden.get("allowed_token_count").asInt());
                assertThat(codec.ends().stream()).containsExactly(2);
            }
        }
    }

    @Test
    void templatesCopyWhateverTheUserWrites() {
        try (GgufFile file = GgufFile.open(DefaultModel.path())) {
            TextCodec codec = GgufTokenizer.read(file.metadata(), "the default model");
            try (FastTokenizer tokenizer = codec.tokenizer()) {
                for (String text : List.of(
                        "\u0001",
                        "a\\b \\n",
                        "{{ 7 * 7 }}{% if %}{# no #}",
                        "\"quoted\" 'twice'",
                        "ünï 你好 🙂",
                        " \t x \n",
                        "null")) {
                    assertThat(codec.chatTemplate().render(List.of(Message.user(text)), true))
                            .contains("<|im_start|>user\n" + text + "<|im_end|>");
                }
                assertThat(tokenizer.encode("")).isEmpty();
            }
        }
    }
}
