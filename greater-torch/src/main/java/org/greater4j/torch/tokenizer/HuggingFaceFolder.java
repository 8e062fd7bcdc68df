package org.greater4j.torch.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.text.ChatTemplate;
import org.jspecify.annotations.Nullable;

/**
 * Reads tokenizer and chat template of a Hugging Face folder.
 *
 * <p>Files: {@code tokenizer.json} must be there; {@code tokenizer_config.json} and {@code special_tokens_map.json} name the special
 * tokens; the template is {@code chat_template.jinja}, or the one in {@code tokenizer_config.json} (of several, that called {@code
 * default}); {@code generation_config.json} and {@code config.json} may name more tokens that end an answer.
 */
public final class HuggingFaceFolder {
    private final Path folder;
    private final JsonNode config;
    private final JsonNode specialTokens;

    private HuggingFaceFolder(Path folder) {
        this.folder = folder;
        this.config = json("tokenizer_config.json");
        this.specialTokens = json("special_tokens_map.json");
    }

    /**
     * Reads a codec.
     *
     * @param modelName for errors
     * @param today the day that a template which writes the date is given
     * @throws GreaterException {@code FILE_NOT_FOUND} without a tokenizer.json, {@code INVALID_MODEL} naming the file that is damaged
     */
    public static TextCodec read(Path folder, String modelName, LocalDate today) {
        return new HuggingFaceFolder(folder).read(modelName, today);
    }

    private TextCodec read(String modelName, LocalDate today) {
        Path file = folder.resolve("tokenizer.json");
        String json = text("tokenizer.json");
        if (json == null) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND,
                    "Tokenizer: expected the file " + file
                            + ", found none; save the tokenizer again with a current version of transformers, which writes it");
        }
        TokenizerJson facts = TokenizerJson.read(json, file.toString());
        SpecialTokens special =
                new SpecialTokens(token("bos_token"), token("eos_token"), token("unk_token"), token("pad_token"));
        ChatTemplate template = template(special, modelName, today);
        return new TextCodec(
                FastTokenizer.of(json, file.toString()),
                template,
                template instanceof JinjaChatTemplate,
                ids(facts, special.begin()),
                endIds(facts, special.end()));
    }

    private @Nullable String text(String name) {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new GreaterException(ErrorCode.INVALID_MODEL, "Model folder: expected UTF-8 text in " + file, e);
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND, "Model folder: " + file + " can't be read: " + e.getMessage(), e);
        }
    }

    private JsonNode json(String name) {
        String text = text(name);
        if (text == null) {
            return MissingNode.getInstance();
        }
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_MODEL,
                    "Model folder: expected JSON in " + folder.resolve(name) + ", found " + e.getOriginalMessage(),
                    e);
        }
    }

    /** The text of a special token, which stands there as a string or as an object with a field {@code content}. */
    private @Nullable String token(String name) {
        for (JsonNode source : new JsonNode[] {config, specialTokens}) {
            JsonNode token = source.path(name);
            JsonNode text = token.isObject() ? token.path("content") : token;
            if (text.isTextual()) {
                return text.asText();
            }
        }
        return null;
    }

    private ChatTemplate template(SpecialTokens special, String modelName, LocalDate today) {
        String template = text("chat_template.jinja");
        if (template == null) {
            template = templateInConfig();
        }
        if (template != null && !template.isBlank()) {
            return new JinjaChatTemplate(template, special.variables(), modelName, today);
        }
        boolean begins = config.path("add_bos_token").asBoolean(false) && special.begin() != null;
        return new PlainChatTemplate(begins && special.begin() != null ? special.begin() : "");
    }

    private @Nullable String templateInConfig() {
        JsonNode template = config.path("chat_template");
        if (!template.isArray()) {
            return template.isTextual() ? template.asText() : null;
        }
        for (JsonNode named : template) {
            if (named.path("name").asText().equals("default")) {
                return named.path("template").asText();
            }
        }
        throw new GreaterException(
                ErrorCode.INVALID_MODEL,
                "Model folder: expected a template called default in chat_template of "
                        + folder.resolve("tokenizer_config.json") + ", found " + template.size() + " others");
    }

    private static int[] ids(TokenizerJson facts, @Nullable String token) {
        Integer id = token == null ? null : facts.added().get(token);
        return id == null ? new int[0] : new int[] {id};
    }

    private int[] endIds(TokenizerJson facts, @Nullable String endToken) {
        Set<Integer> ends = new TreeSet<>();
        for (int id : ids(facts, endToken)) {
            ends.add(id);
        }
        JsonNode generation = json("generation_config.json").path("eos_token_id");
        JsonNode named = generation.isMissingNode() ? json("config.json").path("eos_token_id") : generation;
        for (JsonNode id :
                named.isArray() ? named : new ObjectMapper().createArrayNode().add(named)) {
            if (id.canConvertToInt() && id.asInt() >= 0 && id.asInt() < facts.vocabularySize()) {
                ends.add(id.asInt());
            }
        }
        return ends.stream().mapToInt(Integer::intValue).toArray();
    }
}
