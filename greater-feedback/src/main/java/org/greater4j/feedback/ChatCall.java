package org.greater4j.feedback;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.greater4j.text.Message;

/**
 * A conversation that a model is asked to continue by one reply.
 *
 * @param messages at least one; the last is the user's
 * @param sampling how the reply is drawn
 * @param sample which draw this is among calls that are otherwise equal, from 0: two calls that differ in it alone get draws of their own,
 *     and a cache must not answer one by the other
 */
public record ChatCall(List<Message> messages, Sampling sampling, int sample) {
    /** Tokens that a chat template puts around a message, and around a chat; a generous reading of those that are in use. */
    private static final int AROUND_MESSAGE = 16;

    private static final int AROUND_CHAT = 64;

    public ChatCall {
        messages = List.copyOf(messages);
        if (messages.isEmpty() || !messages.get(messages.size() - 1).role().equals("user")) {
            throw new IllegalArgumentException(
                    "chat call: expected messages that end with the user's, found " + messages);
        }
    }

    /** One message of a user, asked for the first time. */
    public static ChatCall of(String text, Sampling sampling) {
        return new ChatCall(List.of(Message.user(text)), sampling, 0);
    }

    /** Tokens that some messages have at the most where no tokenizer is at hand: those of today cut no byte in two. */
    public static long mostTokens(List<Message> messages) {
        long tokens = AROUND_CHAT;
        for (Message message : messages) {
            tokens += AROUND_MESSAGE + message.content().getBytes(StandardCharsets.UTF_8).length;
        }
        return tokens;
    }

    /** Tokens that the call takes at the most, its reply included, where no tokenizer is at hand. */
    public long mostTokens() {
        return mostTokens(messages) + sampling.maxTokens();
    }

    /** The same call as another draw. */
    public ChatCall withSample(int other) {
        return new ChatCall(messages, sampling, other);
    }
}
