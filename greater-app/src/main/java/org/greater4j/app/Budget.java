package org.greater4j.app;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a search ends before its steps are done; null sets no limit. The step under way is finished, and a result is made of what there is.
 * Tokens end it before a step that would exceed them if it took as many as the dearest one before it.
 *
 * @param tokens that go through the model
 * @param minutes of wall time
 */
public record Budget(@Nullable Long tokens, @Nullable Double minutes) {
    public static final Budget NONE = new Budget(null, null);

    List<String> problems() {
        if (tokens != null && tokens < 1) {
            return List.of("--budget tokens: expected at least 1, found " + tokens);
        }
        if (minutes != null && !(minutes > 0)) {
            return List.of("--budget minutes: expected more than 0, found " + minutes);
        }
        return List.of();
    }

    /** Whether nothing more is begun that may take so many further tokens; 0 if that is not known. */
    boolean spent(long usedTokens, long nextTokens, double usedSeconds) {
        return (tokens != null && (usedTokens >= tokens || usedTokens + nextTokens > tokens))
                || (minutes != null && usedSeconds >= 60 * minutes);
    }
}
