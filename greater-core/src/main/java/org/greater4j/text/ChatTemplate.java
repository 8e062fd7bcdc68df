package org.greater4j.text;

import java.util.List;
import org.greater4j.error.GreaterException;

/** Writes a chat as the one text that a model was trained on. Thread-safe. */
public interface ChatTemplate {
    /**
     * Renders some messages.
     *
     * @param addGenerationPrompt whether the text ends with the header of the assistant's turn
     * @throws GreaterException ({@code TEMPLATE_REFUSED}) naming the model and the role, if the template does not take the messages
     */
    String render(List<Message> messages, boolean addGenerationPrompt);
}
