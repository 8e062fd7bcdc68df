package org.greater4j.feedback.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A reply in pieces, put together again.
 *
 * <p>Replies are asked for as a whole, but there are servers in the shape of OpenAI's that stream whatever is asked. Their events
 * ({@code chat.completion.chunk}) become the {@code chat.completion} that they are pieces of.
 */
final class EventStream {
    private static final ObjectMapper JSON = new ObjectMapper();

    private EventStream() {}

    /** The whole reply as JSON; an empty text, which no reader takes for a reply, if an event is damaged or the stream did not end. */
    static String assemble(String events) {
        ObjectNode reply = JSON.createObjectNode().put("object", "chat.completion");
        StringBuilder content = new StringBuilder();
        String finish = "";
        for (String line : events.split("\n")) {
            String data =
                    line.startsWith("data:") ? line.substring("data:".length()).strip() : "";
            if (data.isEmpty() || data.equals("[DONE]")) {
                continue;
            }
            JsonNode event;
            try {
                event = JSON.readTree(data);
            } catch (JsonProcessingException e) {
                return "";
            }
            reply.put("id", event.path("id").asText(""));
            reply.put("model", event.path("model").asText(""));
            if (event.path("usage").isObject()) {
                reply.set("usage", event.get("usage"));
            }
            JsonNode choice = event.path("choices").path(0);
            content.append(choice.path("delta").path("content").asText(""));
            finish = choice.path("finish_reason").asText(finish);
        }
        if (finish.isEmpty() || finish.equals("null")) {
            return "";
        }
        ObjectNode choice =
                reply.putArray("choices").addObject().put("index", 0).put("finish_reason", finish);
        choice.putObject("message").put("role", "assistant").put("content", content.toString());
        return reply.toString();
    }
}
