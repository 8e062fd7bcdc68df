package org.greater4j.torch.tokenizer;

import org.greater4j.text.ChatTemplate;

/**
 * All that stands between text and ids for one model. Owns the tokenizer's native memory: close it.
 *
 * @param tokenizer of the model
 * @param template writes chats; the model's own, or {@link PlainChatTemplate} for a model without one
 * @param templateFromModel whether the template is the model's own
 * @param beginIds id of the token that starts a text (BOS); one or none
 * @param endIds ids that end an answer, ascending; at least one for any model that is able to end
 */
public record TextCodec(
        FastTokenizer tokenizer, ChatTemplate template, boolean templateFromModel, int[] beginIds, int[] endIds)
        implements AutoCloseable {
    @Override
    public void close() {
        tokenizer.close();
    }
}
