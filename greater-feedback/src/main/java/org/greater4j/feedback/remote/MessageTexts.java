package org.greater4j.feedback.remote;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import org.greater4j.feedback.ChatCall;
import org.greater4j.text.Message;

/** The texts of chat messages, and how many tokens they may have where no tokenizer is at hand. */
final class MessageTexts {
    /** Tokens that a chat template is likely to put around a message. */
    private static final int AROUND_MESSAGE = 8;

    private static final int CHARACTERS_PER_TOKEN = 4;

    private MessageTexts() {}

    /** Role and text of each message; messages of other kinds are told by their kind and all they hold. */
    static List<Message> of(List<ChatMessage> messages) {
        List<Message> texts = new ArrayList<>(messages.size());
        for (ChatMessage message : messages) {
            if (message instanceof SystemMessage system) {
                texts.add(Message.system(system.text()));
            } else if (message instanceof UserMessage user && user.hasSingleText()) {
                texts.add(Message.user(user.singleText()));
            } else if (message instanceof AiMessage reply && !reply.hasToolExecutionRequests()) {
                texts.add(Message.assistant(reply.text() == null ? "" : reply.text()));
            } else {
                texts.add(new Message(message.type().name(), message.toString()));
            }
        }
        return texts;
    }

    /** Messages as LangChain4j has them. Empty system messages, which some services refuse, say nothing and are left out. */
    static List<ChatMessage> toChat(List<Message> messages) {
        List<ChatMessage> chat = new ArrayList<>(messages.size());
        for (Message message : messages) {
            switch (message.role()) {
                case "system" -> {
                    if (!message.content().isBlank()) {
                        chat.add(SystemMessage.from(message.content()));
                    }
                }
                case "assistant" -> chat.add(AiMessage.from(message.content()));
                default -> chat.add(UserMessage.from(message.content()));
            }
        }
        return chat;
    }

    /** Tokens that a request has at the most. */
    static long mostTokens(List<ChatMessage> messages) {
        return ChatCall.mostTokens(of(messages));
    }

    /** Tokens that a request is likely to have. */
    static long likelyTokens(List<ChatMessage> messages) {
        long tokens = 0;
        for (Message message : of(messages)) {
            tokens += AROUND_MESSAGE + likelyTokens(message.content());
        }
        return tokens;
    }

    /** Tokens that a text is likely to have: one for every four characters. */
    static long likelyTokens(String text) {
        return (text.length() + CHARACTERS_PER_TOKEN - 1L) / CHARACTERS_PER_TOKEN;
    }
}
