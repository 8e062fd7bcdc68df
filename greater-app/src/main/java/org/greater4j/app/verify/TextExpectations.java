package org.greater4j.app.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.text.ChatTemplate;
import org.greater4j.text.Message;
import org.greater4j.text.Tokenizer;
import org.jspecify.annotations.Nullable;

/** Expected ids of texts, their decodings, and chats rendered by a template. */
record TextExpectations(List<Encoding> encodings, List<Chat> chats) {
    private static final String REFUSED = "refused: ";

    private record Encoding(String text, int[] ids, int[] idsWithSpecial, String decoded) {}

    /**
     * @param rendered null if the template must refuse the messages
     * @param error what the template then says; else empty
     */
    private record Chat(
            List<Message> messages,
            boolean addGenerationPrompt,
            @Nullable String rendered,
            String error) {}

    /**
     * Reads {@code encode} and {@code chat} of an object.
     *
     * @param withSpecial whether the texts come with {@code ids_with_special} too
     */
    static TextExpectations read(ExpectedValue value, boolean withSpecial) {
        List<Encoding> encodings = new ArrayList<>();
        for (ExpectedValue encoding : value.at("encode").nonEmptyList()) {
            encodings.add(new Encoding(
                    encoding.at("text").text(),
                    encoding.at("ids").ids(),
                    withSpecial ? encoding.at("ids_with_special").ids() : new int[0],
                    encoding.at("decoded").text()));
        }
        List<Chat> chats = new ArrayList<>();
        for (ExpectedValue chat : value.at("chat").nonEmptyList()) {
            List<Message> messages = new ArrayList<>();
            for (ExpectedValue message : chat.at("messages").nonEmptyList()) {
                messages.add(new Message(
                        message.at("role").text(), message.at("content").text()));
            }
            chats.add(new Chat(
                    messages,
                    chat.at("add_generation_prompt").flag(),
                    chat.has("error") ? null : chat.at("rendered").text(),
                    chat.has("error") ? chat.at("error").text() : ""));
        }
        return new TextExpectations(encodings, chats);
    }

    List<Check> verify(Tokenizer tokenizer, ChatTemplate template) {
        Agreement ids = new Agreement("token ids", "texts");
        Agreement decodings = new Agreement("decodings", "texts");
        for (int at = 0; at < encodings.size(); at++) {
            Encoding expected = encodings.get(at);
            ids.compare(tokenizer.encode(expected.text()), expected.ids(), "encode[" + at + "]");
            decodings.compare(tokenizer.decode(expected.ids()), expected.decoded(), "encode[" + at + "]");
        }
        Agreement rendered = new Agreement("rendered chats", "chats");
        for (int at = 0; at < chats.size(); at++) {
            Chat expected = chats.get(at);
            rendered.compare(
                    render(template, expected),
                    expected.rendered() == null ? REFUSED + expected.error() : expected.rendered(),
                    "chat[" + at + "]");
        }
        return List.of(ids.check(), decodings.check(), rendered.check());
    }

    /**
     * @param encoder gives the ids of a text with the special tokens around it
     */
    Check verifySpecialTokens(Function<String, int[]> encoder) {
        Agreement ids = new Agreement("token ids with special tokens", "texts");
        for (int at = 0; at < encodings.size(); at++) {
            Encoding expected = encodings.get(at);
            ids.compare(encoder.apply(expected.text()), expected.idsWithSpecial(), "encode[" + at + "]");
        }
        return ids.check();
    }

    private static String render(ChatTemplate template, Chat chat) {
        try {
            return template.render(chat.messages(), chat.addGenerationPrompt());
        } catch (GreaterException e) {
            if (e.code() == ErrorCode.TEMPLATE_REFUSED) {
                String message = String.valueOf(e.getMessage());
                // the message quotes what the template says
                return REFUSED + (message.contains(chat.error()) ? chat.error() : message);
            }
            throw e;
        }
    }
}
