package org.greater4j.feedback.remote;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.greater4j.text.Message;

/** The name of a question, under which its answer is kept: the sha256 of all that can change the answer. */
final class ReplyKey {
    /** Raised when the same question would get another name, or the same name another question. */
    private static final int VERSION = 2;

    private static final ObjectMapper JSON = new ObjectMapper();

    private ReplyKey() {}

    /**
     * The key of a complete request, in lower-case hexadecimal.
     *
     * @param draw which draw it is among requests that are otherwise equal
     */
    static String of(RemoteName name, ChatRequest request, Draw draw) {
        ObjectNode question = JSON.createObjectNode()
                .put("version", VERSION)
                .put("provider", name.provider().label())
                .put("address", name.address().toString())
                .put("sample", draw.sample())
                .put("seed", draw.seed());
        ArrayNode messages = question.putArray("messages");
        for (Message message : MessageTexts.of(request.messages())) {
            messages.addObject().put("role", message.role()).put("text", message.content());
        }
        ChatRequestParameters parameters = request.parameters();
        question.put("model", parameters.modelName());
        // a list's text does not tell where one of its texts ends
        ArrayNode stops = question.putArray("stops");
        parameters.stopSequences().forEach(stops::add);
        // every other parameter, common or the provider's own, stands in this text by its name
        question.put("parameters", parameters.toString());
        return sha256(question.toString());
    }

    static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
