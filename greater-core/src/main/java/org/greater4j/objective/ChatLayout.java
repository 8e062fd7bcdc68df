package org.greater4j.objective;

import java.util.List;
import org.greater4j.text.Message;

/**
 * Where question and prompt stand in a chat, as messages; needs neither a template nor a tokenizer, so it serves models that are asked in
 * text alone.
 *
 * @param placement where the prompt stands; {@link Placement#SYSTEM} for models that take a system message
 * @param frozenBefore text right before the prompt that is never changed; may be empty
 * @param frozenAfter text right after the prompt that is never changed; may be empty
 */
public record ChatLayout(Placement placement, String frozenBefore, String frozenAfter) {
    private static final String SEPARATOR = "\n\n";

    /** The messages of one question under a prompt, which is put there as it is; the empty prompt asks the bare question. */
    public List<Message> messages(String question, String promptText) {
        String prompt = frozenBefore + promptText + frozenAfter;
        return switch (placement) {
            case SYSTEM -> List.of(Message.system(prompt), Message.user(question));
            case AFTER_QUESTION -> List.of(Message.user(question + prompt));
            case BEFORE_QUESTION -> List.of(Message.user(prompt.isEmpty() ? question : prompt + SEPARATOR + question));
        };
    }

    /** The text as this placement wants it put there by hand: after a question, with a space in front. */
    public String spell(String text) {
        boolean needsSpace = placement == Placement.AFTER_QUESTION && !text.isEmpty() && !startsWithSpace(text);
        return needsSpace ? " " + text : text;
    }

    /** The same with the prompt elsewhere. */
    ChatLayout at(Placement other) {
        return new ChatLayout(other, frozenBefore, frozenAfter);
    }

    static boolean startsWithSpace(String text) {
        return !text.isEmpty() && Character.isWhitespace(text.charAt(0));
    }
}
