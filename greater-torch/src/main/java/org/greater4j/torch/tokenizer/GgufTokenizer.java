package org.greater4j.torch.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.text.ChatTemplate;
import org.greater4j.torch.format.GgufMetadata;

/** Builds tokenizer and chat template out of a GGUF file's metadata. */
public final class GgufTokenizer {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String LLAMA3 =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    // llama.cpp's token types
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;

    private GgufTokenizer() {}

    /**
     * Reads what is needed.
     *
     * @throws GreaterException ({@code UNSUPPORTED_MODEL}) for a kind of vocabulary or pre-tokenizer that is not known, ({@code
     *     INVALID_MODEL}) if the metadata contradicts itself
     */
    public static TextCodec read(GgufMetadata metadata, String modelName) {
        String kind = metadata.requiredString("tokenizer.ggml.model");
        if (!kind.equals("gpt2")) {
            throw new GreaterException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "tokenizer of " + metadata.file() + ": expected a vocabulary of the kind gpt2, found '" + kind
                            + "' in tokenizer.ggml.model; such models are not read yet");
        }
        List<String> tokens = metadata.requiredStrings("tokenizer.ggml.tokens");
        long[] types = metadata.integers("tokenizer.ggml.token_type");
        if (types.length != tokens.size()) {
            throw new GreaterException(
                    ErrorCode.INVALID_MODEL,
                    "tokenizer of " + metadata.file() + ": expected a type for each of " + tokens.size()
                            + " tokens, found " + types.length + " in tokenizer.ggml.token_type; fetch the file again");
        }
        BitSet special = new BitSet();
        for (int id = 0; id < types.length; id++) {
            special.set(id, types[id] == UNKNOWN || types[id] == CONTROL || types[id] == USER_DEFINED);
        }
        String json = json(metadata, tokens, types, special);
        BitSet ends = new BitSet();
        metadata.integer("tokenizer.ggml.eos_token_id").ifPresent(id -> ends.set((int) id));
        metadata.integer("tokenizer.ggml.eot_token_id").ifPresent(id -> ends.set((int) id));
        return new TextCodec(
                new FastTokenizer(json, tokens.size(), special), template(metadata, tokens, modelName), ends);
    }

    private static String json(GgufMetadata metadata, List<String> tokens, long[] types, BitSet special) {
        ObjectNode root = MAPPER.createObjectNode();
        ArrayNode added = root.putArray("added_tokens");
        ObjectNode vocabulary = MAPPER.createObjectNode();
        for (int id = 0; id < tokens.size(); id++) {
            vocabulary.put(tokens.get(id), id);
            if (special.get(id)) {
                added.addObject()
                        .put("id", id)
                        .put("content", tokens.get(id))
                        .put("single_word", false)
                        .put("lstrip", false)
                        .put("rstrip", false)
                        .put("normalized", false)
                        .put("special", types[id] == CONTROL);
            }
        }
        root.put("version", "1.0");
        root.set("pre_tokenizer", preTokenizer(metadata));
        root.set("decoder", byteLevel(true));
        ObjectNode model = root.putObject("model");
        model.put("type", "BPE").put("byte_fallback", false).put("fuse_unk", false);
        model.set("vocab", vocabulary);
        ArrayNode merges = model.putArray("merges");
        metadata.requiredStrings("tokenizer.ggml.merges").forEach(merges::add);
        try {
            return MAPPER.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("writing a tree as JSON", e);
        }
    }

    private static ObjectNode preTokenizer(GgufMetadata metadata) {
        String name = metadata.string("tokenizer.ggml.pre").orElse("default");
        return switch (name) {
            case "gpt-2", "gpt2", "default" -> byteLevel(true);
            case "smollm" ->
                sequence(
                        MAPPER.createObjectNode().put("type", "Digits").put("individual_digits", true),
                        byteLevel(true));
            case "llama-bpe", "llama3", "llama-v3" -> sequence(split(LLAMA3), byteLevel(false));
            case "qwen2" -> sequence(split(LLAMA3.replace("\\p{N}{1,3}", "\\p{N}")), byteLevel(false));
            default ->
                throw new GreaterException(
                        ErrorCode.UNSUPPORTED_MODEL,
                        "tokenizer of " + metadata.file()
                                + ": expected a pre-tokenizer out of gpt-2, smollm, llama-bpe, qwen2, found '" + name
                                + "' in tokenizer.ggml.pre; such models are not read yet");
        };
    }

    private static ObjectNode byteLevel(boolean ownPattern) {
        return MAPPER.createObjectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", ownPattern);
    }

    private static ObjectNode split(String pattern) {
        ObjectNode split = MAPPER.createObjectNode();
        split.put("type", "Split").put("behavior", "Isolated").put("invert", false);
        split.putObject("pattern").put("Regex", pattern);
        return split;
    }

    private static ObjectNode sequence(ObjectNode... parts) {
        ObjectNode sequence = MAPPER.createObjectNode().put("type", "Sequence");
        sequence.putArray("pretokenizers").addAll(List.of(parts));
        return sequence;
    }

    private static ChatTemplate template(GgufMetadata metadata, List<String> tokens, String modelName) {
        Map<String, String> names = Map.of(
                "bos_token", token(metadata, tokens, "bos"),
                "eos_token", token(metadata, tokens, "eos"),
                "unk_token", token(metadata, tokens, "unknown"),
                "pad_token", token(metadata, tokens, "padding"));
        return metadata.string("tokenizer.chat_template")
                .<ChatTemplate>map(text -> new JinjaChatTemplate(text, names, modelName))
                .orElseGet(PlainChatTemplate::new);
    }

    private static String token(GgufMetadata metadata, List<String> tokens, String name) {
        long id = metadata.integer("tokenizer.ggml." + name + "_token_id").orElse(-1);
        return id >= 0 && id < tokens.size() ? tokens.get((int) id) : "";
    }
}
