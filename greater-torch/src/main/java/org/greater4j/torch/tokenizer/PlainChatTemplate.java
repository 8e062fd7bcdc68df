package org.greater4j.torch.tokenizer;

import java.util.List;
import org.greater4j.text.ChatTemplate;
import org.greater4j.text.Message;

/** The frame for base models, which come without a chat template: {@code Question: …}, then {@code Answer:}. */
public final class PlainChatTemplate implements ChatTemplate {
    @Override
    public String render(List<Message> messages, boolean addGenerationPrompt) {
        StringBuilder text = new StringBuilder();
        for (Message message : messages) {
            switch (message.role()) {
                case "system" -> text.append(message.content()).append("\n\n");
                case "user" ->
                    text.append("Question: ").append(message.content()).append('\n');
                default -> text.append("Answer: ").append(message.content()).append("\n\n");
            }
        }
        return addGenerationPrompt ? text.append("Answer:").toString() : text.toString();
    }
}
