package org.greater4j.torch.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * tokens, as strings or as objects; the template is {@code chat_template.jinja}, or the one in {@code tokenizer_config.json} or {@code
 * chat_template.json} (of several, that called {@code default}); {@code generation_config.json}, or else {@code config.json}, may name
 * more tokens that end an answer, besides the tokenizer's own end token.
 */
public final class HuggingFaceFolder {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** The largest tokenizer.json known has a sixth of this. */
    private static final long LARGEST_FILE = 200_000_000;

    private final Path folder;
    private final JsonNode config;
    private final NamedTokens named;

    private HuggingFaceFolder(Path folder) {
        this.folder = folder;
        this.config = json("tokenizer_config.json");
        this.named = NamedTokens.of(config, json("special_tokens_map.json"));
    }

    /**
     * Reads a codec.
     *
     * @param modelName for errors
     * @param today the day that a template which writes the date is given
     * @throws GreaterException {@code FILE_NOT_FOUND} without a tokenizer.json, {@code INVALID_MODEL} naming the file that is damaged,
     *     {@code UNSUPPORTED_MODEL} for a template or a part of the tokenizer that can't be run
     */
    public static TextCodec read(Path folder, String modelName, LocalDate today) {
        return new HuggingFaceFolder(folder).read(modelName, today);
    }

    private TextCodec read(String modelName, LocalDate today) {
        String file = folder.resolve("tokenizer.json").toString();
        String json = text("tokenizer.json");
        if (json == null) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND,
                    "Tokenizer: expected the file " + file
                            + ", found none; save the tokenizer again with a current version of transformers, which writes it");
        }
        TokenizerJson facts = TokenizerJson.read(json, file, named.texts());
        String complete = named.addMissing(json, facts);
        if (!complete.equals(json)) {
            facts = TokenizerJson.read(complete, file, named.texts());
        }
        int[] beginIds = ids(facts, named.text("bos_token"));
        int[] endIds = endIds(facts);
        ChatTemplate own = template(modelName, today);
        FastTokenizer tokenizer = FastTokenizer.of(facts, complete, file);
        boolean made = false;
        try {
            TextCodec codec = new TextCodec(
                    tokenizer, own != null ? own : plain(tokenizer, beginIds), own != null, beginIds, endIds);
            made = true;
            return codec;
        } finally {
            if (!made) {
                tokenizer.close();
            }
        }
    }

    private @Nullable String text(String name) {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw invalid("expected at most " + LARGEST_FILE + " bytes in " + file + ", found " + Files.size(file));
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
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
            JsonNode root = MAPPER.readTree(text);
            if (!root.isObject()) {
                throw invalid("expected a JSON object in " + folder.resolve(name) + ", found none");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_MODEL,
                    "Model folder: expected JSON in " + folder.resolve(name) + ", found " + e.getOriginalMessage(),
                    e);
        }
    }

    private static GreaterException invalid(String problem) {
        return new GreaterException(ErrorCode.INVALID_MODEL, "Model folder: " + problem);
    }

    private @Nullable ChatTemplate template(String modelName, LocalDate today) {
        String template = text("chat_template.jinja");
        if (template == null) {
            template = templateIn(config, "tokenizer_config.json");
        }
        if (template == null) {
            template = templateIn(json("chat_template.json"), "chat_template.json");
        }
        return template == null || template.isBlank()
                ? null
                : new JinjaChatTemplate(template, named.variables(), modelName, today);
    }

    /** A template, or the default one of several, which stand there by name or in a list of objects with a name. */
    private @Nullable String templateIn(JsonNode source, String file) {
        JsonNode template = source.path("chat_template");
        if (template.isTextual()) {
            return template.asText();
        }
        if (template.isEmpty()) {
            return null;
        }
        Map<String, String> byName = new HashMap<>();
        template.properties()
                .forEach(entry -> byName.put(entry.getKey(), entry.getValue().asText()));
        for (JsonNode one : template.isArray() ? template : List.<JsonNode>of()) {
            byName.put(one.path("name").asText(), one.path("template").asText());
        }
        String found = byName.get("default");
        if (found == null) {
            throw invalid("expected a template called default in chat_template of " + folder.resolve(file) + ", found "
                    + new TreeSet<>(byName.keySet()));
        }
        return found;
    }

    /** The frame for a model without a template, which begins as the tokenizer begins a text. */
    private ChatTemplate plain(FastTokenizer tokenizer, int[] beginIds) {
        String begin = named.text("bos_token");
        if (begin == null || beginIds.length == 0) {
            return new PlainChatTemplate("");
        }
        JsonNode asked = config.path("add_bos_token");
        int[] empty = tokenizer.encodeWithSpecialTokens("");
        boolean begins = asked.isBoolean() ? asked.asBoolean() : empty.length > 0 && empty[0] == beginIds[0];
        return new PlainChatTemplate(begins ? begin : "");
    }

    private static int[] ids(TokenizerJson facts, @Nullable String token) {
        Integer id = token == null ? null : facts.found().get(token);
        return id == null ? new int[0] : new int[] {id};
    }

    private int[] endIds(TokenizerJson facts) {
        Set<Integer> ends = new TreeSet<>();
        for (int id : ids(facts, named.text("eos_token"))) {
            ends.add(id);
        }
        JsonNode said = json("generation_config.json").path("eos_token_id");
        if (said.isMissingNode() || said.isNull()) {
            JsonNode model = json("config.json");
            JsonNode own = model.path("eos_token_id");
            said = own.isMissingNode() || own.isNull()
                    ? model.path("text_config").path("eos_token_id")
                    : own;
        }
        for (JsonNode id : said.isArray() ? said : List.of(said)) {
            if (id.canConvertToInt() && id.asInt() >= 0 && id.asInt() < facts.vocabularySize()) {
                ends.add(id.asInt());
            }
        }
        return ends.stream().mapToInt(Integer::intValue).toArray();
    }
}
