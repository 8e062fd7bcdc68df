package org.greater4j.cli;

import java.util.Locale;
import org.greater4j.evaluate.PairedComparison;
import org.greater4j.evaluate.Verdict;

/** What a paired comparison says, for people. */
final class ComparisonText {
    private ComparisonText() {}

    /** The whole of it in one sentence. */
    static String sentence(PairedComparison comparison) {
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

    /** A text in the colour of a verdict. */
    static String coloured(String text, Verdict verdict, Style style) {
        return switch (verdict) {
            case BETTER -> style.good(text);
            case WORSE -> style.bad(text);
            case NO_DIFFERENCE_SHOWN -> text;
        };
    }
}
