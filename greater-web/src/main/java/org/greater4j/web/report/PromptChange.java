package org.greater4j.web.report;

import java.util.List;
import org.greater4j.objective.Placement;
import org.greater4j.run.Manifest;
import org.greater4j.run.RecordedPrompt;
import org.jspecify.annotations.Nullable;

/**
 * First and last prompt.
 *
 * @param before text of the initial prompt; null before it was scored
 * @param after text of the latest one; null before the initial one was scored
 * @param afterLabel what the latest one is
 * @param difference of the two
 * @param unchanged whether there is but one
 * @param placement where it stands in the chat
 */
public record PromptChange(
        @Nullable String before,
        @Nullable String after,
        String afterLabel,
        List<Piece> difference,
        boolean unchanged,
        String placement) {
    static PromptChange of(Manifest manifest, Search search) {
        RecordedPrompt initial = search.initial();
        RecordedPrompt latest = search.latest();
        String where = where(manifest.placement());
        if (initial == null || latest == null) {
            return new PromptChange(null, null, "", List.of(), true, where);
        }
        return new PromptChange(
                initial.text(),
                latest.text(),
                search.finished() ? "after" : "so far",
                WordDiff.of(initial.text(), latest.text()).pieces(),
                search.unchanged(),
                where);
    }

    private static String where(Placement placement) {
        return switch (placement) {
            case AFTER_QUESTION -> "It stands right behind the question.";
            case BEFORE_QUESTION -> "It stands right in front of the question.";
            case SYSTEM -> "It is the system message.";
        };
    }
}
