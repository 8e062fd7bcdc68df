package org.greater4j.cli;

import java.util.Locale;
import org.greater4j.evaluate.PairedComparison;
import org.jspecify.annotations.Nullable;

/** What a paired comparison says, for people. */
final class ComparisonText {
    private ComparisonText() {}

    /** The whole of it in one sentence. */
    static String sentence(@Nullable PairedComparison comparison) {
        if (comparison == null) {
            return "Not compared: no example could be measured under both prompts.";
        }
        String verdict = switch (comparison.verdict()) {
            case BETTER -> "Better";
            case WORSE -> "Worse";
            case NO_DIFFERENCE_SHOWN -> "No difference shown";
        };
        return String.format(
                Locale.ROOT,
                "%s: %d fixed, %d broken; %+.1f points, 95 %% interval %+.1f to %+.1f; paired test (exact McNemar) p %s.",
                verdict,
                comparison.fixed(),
                comparison.broken(),
                100 * comparison.difference(),
                100 * comparison.differenceInterval().low(),
                100 * comparison.differenceInterval().high(),
                comparison.pValue() < 0.0001 ? "< 0.0001" : String.format(Locale.ROOT, "= %.4f", comparison.pValue()));
    }

    /** A text in the colour of a comparison's verdict. */
    static String coloured(String text, @Nullable PairedComparison comparison, Style style) {
        if (comparison == null) {
            return text;
        }
        return switch (comparison.verdict()) {
            case BETTER -> style.good(text);
            case WORSE -> style.bad(text);
            case NO_DIFFERENCE_SHOWN -> text;
        };
    }
}
