package org.greater4j.torch.tokenizer;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.text.ChatTemplate;
import org.greater4j.torch.format.GgufMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Makes a tokenizer and a chat template out of a GGUF file's metadata.
 *
 * <p>Vocabularies of two kinds are known, by {@code tokenizer.ggml.model}: {@code gpt2} (byte pairs with merges, and a pre-tokenizer by
 * name) and {@code llama} (SentencePiece with scores and bytes for what is in no piece).
 */
public final class GgufTokenizer {
    private static final String PREFIX = "tokenizer.ggml.";
    /** Tokens that end a turn, for files whose end token only ends a text. */
    private static final Set<String> TURN_ENDS = Set.of("<|eot_id|>", "<|im_end|>", "<|end|>", "<end_of_turn>");

    private GgufTokenizer() {}

    /**
     * Reads a codec.
     *
     * @param modelName for errors
     * @param today the day that a template which writes the date is given
     * @throws GreaterException {@code INVALID_MODEL} naming the key, or {@code UNSUPPORTED_MODEL} naming the kind of tokenizer
     */
    public static TextCodec read(GgufMetadata metadata, String modelName, LocalDate today) {
        GgufVocabulary vocabulary = GgufVocabulary.read(metadata);
        String model = metadata.requiredString(PREFIX + "model");
        String json = switch (model) {
            case "gpt2" -> GgufTokenizerJson.bytePairs(metadata, vocabulary);
            case "llama" -> GgufTokenizerJson.sentencePiece(metadata, vocabulary);
            default ->
                throw new GreaterException(
                        ErrorCode.UNSUPPORTED_MODEL,
                        "Tokenizer of " + metadata.file()
                                + ": expected gpt2 or llama in key tokenizer.ggml.model, found " + model);
        };
        SpecialTokens special = new SpecialTokens(
                text(metadata, vocabulary, "bos_token_id"),
                text(metadata, vocabulary, "eos_token_id"),
                text(metadata, vocabulary, "unknown_token_id"),
                text(metadata, vocabulary, "padding_token_id"));
        ChatTemplate template = template(metadata, special, modelName, today);
        FastTokenizer tokenizer = FastTokenizer.of(
                json,
                metadata.file().toString(),
                vocabulary.notForText().stream().toArray());
        OptionalLong begin = metadata.integer(PREFIX + "bos_token_id");
        return new TextCodec(
                tokenizer,
                template,
                template instanceof JinjaChatTemplate,
                begin.isPresent() ? new int[] {(int) begin.getAsLong()} : new int[0],
                endIds(metadata, vocabulary));
    }

    private static @Nullable String text(GgufMetadata metadata, GgufVocabulary vocabulary, String key) {
        OptionalLong id = metadata.integer(PREFIX + key);
        return id.isPresent() ? vocabulary.text(metadata, PREFIX + key, id.getAsLong()) : null;
    }

    private static ChatTemplate template(
            GgufMetadata metadata, SpecialTokens special, String modelName, LocalDate today) {
        String text = metadata.string("tokenizer.chat_template").orElse("");
        if (!text.isBlank()) {
            return new JinjaChatTemplate(text, special.variables(), modelName, today);
        }
        boolean usual = metadata.string(PREFIX + "model").orElse("").equals("llama");
        boolean begins = metadata.flagOr(PREFIX + "add_bos_token", usual);
        return new PlainChatTemplate(begins && special.begin() != null ? special.begin() : "");
    }

    private static int[] endIds(GgufMetadata metadata, GgufVocabulary vocabulary) {
        Set<Integer> ends = new TreeSet<>();
        for (String key : List.of("eos_token_id", "eot_token_id", "eom_token_id")) {
            OptionalLong id = metadata.integer(PREFIX + key);
            if (id.isPresent()) {
                vocabulary.text(metadata, PREFIX + key, id.getAsLong());
                ends.add((int) id.getAsLong());
            }
        }
        for (Map.Entry<String, Integer> token : vocabulary.ids().entrySet()) {
            if (TURN_ENDS.contains(token.getKey()) && vocabulary.isMatchedFirst(token.getValue())) {
                ends.add(token.getValue());
            }
        }
        return ends.stream().mapToInt(Integer::intValue).toArray();
    }
}
