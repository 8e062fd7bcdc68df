package org.greater4j.torch.tokenizer;

import java.util.List;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.text.ChatTemplate;
import org.greater4j.text.Message;

/**
 * A frame for models that were never trained on chats: each user's turn as {@code Question: …}, each answer as {@code Answer: …}, with an
 * empty line between them. A system message stands before all, as it is.
 *
 * @param begin text of the token that starts a text; empty if the model has none
 */
public record PlainChatTemplate(String begin) implements ChatTemplate {
    @Override
    public String render(List<Message> messages, boolean addGenerationPrompt) {
        StringBuilder text = new StringBuilder(begin);
        String separator = "";
        for (Message message : messages) {
            switch (message.role()) {
                case "system" ->
                    text.append(separator).append(message.content()).append("\n\n");
                case "user" ->
                    text.append(separator)
                            .append("Question: ")
                            .append(message.content())
                            .append('\n');
                case "assistant" ->
                    text.append("Answer: ").append(message.content()).append("\n\n");
                default ->
                    throw new GreaterException(
                            ErrorCode.TEMPLATE_REFUSED,
                            "Chat template: expected the roles system, user and assistant, found " + message.role());
            }
            separator = message.role().equals("user") ? "\n" : "";
        }
        return text.append(addGenerationPrompt ? "Answer:" : "").toString();
    }
}
