package org.greater4j.torch.tokenizer;

import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
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
    /** Where the chat template is from, in words, for the record of a run. */
    public String templateOrigin() {
        return templateFromModel ? "the model's own" : "plain: Question and Answer, for the model has none";
    }

    /**
     * Holds the vocabulary against a model's embedding.
     *
     * @param rows of the embedding, some of which may have no token
     * @param model names the model's file in the error
     * @throws GreaterException ({@code INVALID_MODEL}) if there are more tokens than rows
     */
    public void requireWithin(int rows, String model) {
        if (tokenizer.vocabularySize() > rows) {
            throw new GreaterException(
                    ErrorCode.INVALID_MODEL,
                    "model " + model + ": expected at most " + rows + " tokens (the rows of the embedding), found "
                            + tokenizer.vocabularySize() + " in the tokenizer; fetch tokenizer and weights again");
        }
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
