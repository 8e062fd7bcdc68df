package org.greater4j.torch.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.greater4j.fuzz.Fuzz;
import org.greater4j.text.Message;
import org.greater4j.torch.format.GgufFile;
import org.greater4j.torch.format.GgufWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tokenizers over damaged files. What the native library does not expect ends the process, so these tests fail by the loss of their JVM.
 */
final class FuzzTokenizersTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> STYLES = List.of("header_style", "im_style", "turn_style");
    private static final List<String> TEXTS =
            List.of("a", "The answer is 12.", "ü🙂\n x", "<|im_end|><eos>", "aaaaaaaaaaab");

    private static final List<String> LONG_TEXTS =
            List.of("a".repeat(1200), "e".repeat(100) + "1", "be ".repeat(300), " ".repeat(700) + "x\n", "Is this e?");

    private static final List<String> ATOMS = List.of(
            "a",
            "e",
            "\\w",
            "[a-z]",
            ".",
            "\\s",
            "\\d",
            "\\p{L}",
            "[^\\s\\p{N}]",
            "(?=\\d)",
            "(?!\\S)",
            "$",
            "\\b",
            "|");
    private static final List<String> GROUPS = List.of("(", "(?:", "(?i:", "(?=", "(?!", "(?>", "(?<=", "(?<!", "(a|");
    private static final List<String> QUANTIFIERS = List.of(
            "", "", "", "*", "*", "+", "+", "?", "*?", "+?", "++", "*+", "??", "{2}", "{1,3}", "{2,}", "{,4}",
            "{1,900}", "{,}", "{1,3}+", "{2}?", "|");

    /** Parts of tokenizers of other kinds, and values that no part expects. */
    private static final List<String> STRANGE = List.of(
            "null",
            "-1",
            "0",
            "1e9",
            "4294967295",
            "18446744073709551616",
            "true",
            "\"\"",
            "\"a\"",
            "\"[\"",
            "\"(a+)+$\"",
            "[]",
            "{}",
            "{\"type\": \"Metaspace\", \"replacement\": \"▁\", \"prepend_scheme\": \"first\", \"split\": true}",
            "{\"type\": \"Digits\", \"individual_digits\": true}",
            "{\"type\": \"Strip\", \"content\": \" \", \"start\": 1, \"stop\": 1}",
            "{\"type\": \"Prepend\", \"prepend\": \"▁\"}",
            "{\"type\": \"Precompiled\", \"precompiled_charsmap\": \"CAAAAP////////8/AAAA\"}",
            "{\"type\": \"NFKC\"}",
            "{\"type\": \"FixedLength\", \"length\": 0}",
            "{\"type\": \"Split\", \"pattern\": {\"Regex\": \"\"}, \"behavior\": \"Removed\", \"invert\": true}",
            "{\"type\": \"Replace\", \"pattern\": {\"Regex\": \"a*\"}, \"content\": \"aa\"}",
            "{\"type\": \"Unigram\", \"unk_id\": null, \"vocab\": [[\"b\", -1.0]]}",
            "{\"type\": \"WordLevel\", \"vocab\": {\"a\": 0}, \"unk_token\": \"<unk>\"}",
            "{\"type\": \"BPEDecoder\", \"suffix\": \"</w>\"}");

    @TempDir
    private Path folder;

    @Test
    void tokenizerJson() throws Exception {
        List<String> sound = new ArrayList<>();
        for (String style : STYLES) {
            sound.add(Files.readString(TestData.path("/golden/tokenizers/" + style + "/tokenizer.json")));
        }
        Fuzz.Outcome outcome = Fuzz.run("tokenizer.json", 1, random -> {
            String json = sound.get(random.nextInt(sound.size()));
            use(random.nextInt(4) == 0 ? damagedText(json, random) : damagedParts(json, random));
        });
        assertThat(outcome.refused()).isPositive();
        assertThat(outcome.sound()).isPositive();
    }

    /** Long words, and patterns of which some take steps by a power of a word's length. */
    @Test
    void patternsOverLongWords() throws Exception {
        String sound = Files.readString(TestData.path("/golden/tokenizers/header_style/tokenizer.json"));
        Fuzz.Outcome outcome = Fuzz.run("patterns of tokenizers", 0.1, random -> {
            ObjectNode root = (ObjectNode) MAPPER.readTree(sound);
            ObjectNode split = MAPPER.createObjectNode();
            split.put("type", "Split").put("behavior", "Isolated").put("invert", random.nextBoolean());
            split.putObject("pattern").put("Regex", pattern(random, 1 + random.nextInt(5)));
            root.set("pre_tokenizer", split);
            if (random.nextBoolean()) {
                ObjectNode longer = MAPPER.createObjectNode();
                longer.put("type", "Replace").put("content", "a".repeat(1 + random.nextInt(20)));
                longer.putObject("pattern").put("String", "e");
                root.set("normalizer", longer);
            }
            try (FastTokenizer tokenizer = FastTokenizer.of(root.toString(), "tokenizer.json")) {
                for (String text : LONG_TEXTS) {
                    tokenizer.encode(text);
                }
            }
        });
        assertThat(outcome.refused()).isPositive();
        assertThat(outcome.sound()).isPositive();
    }

    private static String pattern(Random random, int parts) {
        StringBuilder pattern = new StringBuilder();
        for (int part = 0; part < parts; part++) {
            String atom = ATOMS.get(random.nextInt(ATOMS.size()));
            if (random.nextInt(4) == 0 && parts > 1) {
                atom = GROUPS.get(random.nextInt(GROUPS.size())) + pattern(random, random.nextInt(parts)) + ")";
            }
            pattern.append(atom).append(QUANTIFIERS.get(random.nextInt(QUANTIFIERS.size())));
        }
        return pattern.toString();
    }

    private static String damagedText(String json, Random random) {
        return new String(Fuzz.damage(json.getBytes(StandardCharsets.UTF_8), random), StandardCharsets.UTF_8);
    }

    private static void use(String json) {
        try (FastTokenizer tokenizer = FastTokenizer.of(json, "tokenizer.json")) {
            for (String text : TEXTS) {
                tokenizer.decode(tokenizer.encode(text));
                tokenizer.encodeWithSpecialTokens(text);
            }
            tokenizer.decode(0, tokenizer.vocabularySize() - 1, Integer.MAX_VALUE);
        }
    }

    /** Puts strange values, or parts from elsewhere in the file, in the places of others, or takes some away. */
    private static String damagedParts(String json, Random random) throws Exception {
        JsonNode root = MAPPER.readTree(json);
        for (int times = 1 + random.nextInt(2); times > 0; times--) {
            List<JsonNode> holders = new ArrayList<>();
            holders(root, holders);
            JsonNode holder = holders.get(random.nextInt(holders.size()));
            List<JsonNode> small =
                    holders.stream().filter(node -> node.size() < 20).toList();
            JsonNode value = random.nextInt(4) == 0
                    ? small.get(random.nextInt(small.size())).deepCopy()
                    : MAPPER.readTree(STRANGE.get(random.nextInt(STRANGE.size())));
            if (holder instanceof ObjectNode object && !object.isEmpty()) {
                List<String> names = new ArrayList<>();
                object.fieldNames().forEachRemaining(names::add);
                String name = names.get(random.nextInt(Math.min(names.size(), 20)));
                if (random.nextInt(5) == 0) {
                    object.remove(name);
                } else {
                    object.set(name, value);
                }
            } else if (holder instanceof ArrayNode array) {
                array.insert(random.nextInt(array.size() + 1), value);
            }
        }
        return MAPPER.writeValueAsString(root);
    }

    private static void holders(JsonNode node, List<JsonNode> found) {
        if (node.isContainerNode()) {
            found.add(node);
            int seen = 0;
            for (JsonNode child : node) {
                if (seen++ > 10) {
                    break;
                }
                holders(child, found);
            }
        }
    }

    @Test
    void foldersOfHuggingFace() throws Exception {
        Path source = TestData.path("/golden/tokenizers/turn_style");
        List<String> names = List.of("tokenizer_config.json", "special_tokens_map.json", "generation_config.json");
        Files.copy(source.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
        Map<String, byte[]> sound = Map.of(
                names.get(0), Files.readAllBytes(source.resolve(names.get(0))),
                names.get(1), Files.readAllBytes(source.resolve(names.get(1))),
                names.get(2), "{\"eos_token_id\": [1, 5], \"bos_token_id\": 2}".getBytes(StandardCharsets.UTF_8));
        Fuzz.Outcome outcome = Fuzz.run("folder", 0.5, random -> {
            String damaged = names.get(random.nextInt(names.size()));
            for (String name : names) {
                byte[] bytes = Objects.requireNonNull(sound.get(name));
                Files.write(folder.resolve(name), name.equals(damaged) ? Fuzz.damage(bytes, random) : bytes);
            }
            try (TextCodec codec = HuggingFaceFolder.read(folder, "fuzz", LocalDate.EPOCH)) {
                codec.template().render(List.of(Message.user("Hi")), true);
            }
        });
        assertThat(outcome.refused()).isPositive();
        assertThat(outcome.sound()).isPositive();
    }

    @Test
    void tokenizersInGguf() {
        byte[] bytePairs = new GgufWriter()
                .string("tokenizer.ggml.model", "gpt2")
                .string("tokenizer.ggml.pre", "gpt-2")
                .strings("tokenizer.ggml.tokens", List.of("a", "b", "Ġ", "Ġa", "ab", "1", "2", "12", "<|end|>", "a"))
                .strings("tokenizer.ggml.merges", List.of("Ġ a", "a b", "1 2"))
                .integers("tokenizer.ggml.token_type", 1, 1, 1, 1, 1, 1, 1, 1, 3, 5)
                .integer("tokenizer.ggml.eos_token_id", 8)
                .bytes();
        byte[] pieces = new GgufWriter()
                .string("tokenizer.ggml.model", "llama")
                .strings("tokenizer.ggml.tokens", List.of("<unk>", "<s>", "▁", "a", "▁a", "\n", "<0x0A>"))
                .numbers("tokenizer.ggml.scores", 0, 0, -1, -2, -3, -1000, 0)
                .integers("tokenizer.ggml.token_type", 2, 3, 1, 1, 1, 4, 6)
                .integer("tokenizer.ggml.unknown_token_id", 0)
                .string("tokenizer.chat_template", "{% for m in messages %}{{ m.content }}{% endfor %}")
                .bytes();
        Path path = folder.resolve("model.gguf");
        Fuzz.Outcome outcome = Fuzz.run("tokenizer in gguf", 0.5, random -> {
            Files.write(path, Fuzz.damage(random.nextBoolean() ? bytePairs : pieces, random));
            try (GgufFile file = GgufFile.open(path);
                    TextCodec codec = GgufTokenizer.read(file.metadata(), "fuzz", LocalDate.EPOCH)) {
                codec.template().render(List.of(Message.user("Hi")), true);
                for (String text : TEXTS) {
                    codec.tokenizer().decode(codec.tokenizer().encode(text));
                }
            }
        });
        assertThat(outcome.refused()).isPositive();
        assertThat(outcome.sound()).isPositive();
    }
}
