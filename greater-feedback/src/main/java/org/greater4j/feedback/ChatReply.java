package org.greater4j.feedback;

import org.jspecify.annotations.Nullable;

/**
 * What came of a {@link ChatCall}.
 *
 * @param text what the model wrote, without what stopped it; empty if the call failed
 * @param ended whether the model ended by itself or by a stop; false if it was cut off at the limit
 * @param usage tokens that the call took; of a call that failed, those of replies that came and can't be used
 * @param failure why there is no reply; null if there is one. A failed call is no bad proposal: it is counted apart
 */
public record ChatReply(
        String text, boolean ended, Usage usage, @Nullable String failure) {
    /** A reply that arrived. */
    public ChatReply(String text, boolean ended, Usage usage) {
        this(text, ended, usage, null);
    }

    /** A call that got no reply. */
    public static ChatReply failed(String reason) {
        return failed(reason, Usage.NONE);
    }

    /** A call that took tokens and got no reply to use. */
    public static ChatReply failed(String reason, Usage usage) {
        return new ChatReply("", false, usage, reason);
    }
}
