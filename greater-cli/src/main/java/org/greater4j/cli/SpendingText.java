package org.greater4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.greater4j.feedback.remote.Spending;

/** What calls over the network took, in a line. */
final class SpendingText {
    private SpendingText() {}

    static String of(Spending spending) {
        List<String> parts = new ArrayList<>();
        List<String> details = new ArrayList<>();
        if (spending.retries() > 0) {
            details.add(spending.retries() + " of them again");
        }
        if (spending.failedCalls() > 0) {
            details.add(spending.failedCalls() + " failed");
        }
        if (spending.cachedCalls() > 0) {
            details.add(spending.cachedCalls() + " more from the cache");
        }
        parts.add(spending.calls() + " calls" + (details.isEmpty() ? "" : " (" + String.join(", ", details) + ")"));
        parts.add(Text.count(spending.reported().tokens()) + " tokens");
        if (spending.estimated().tokens() > 0) {
            parts.add("about " + Text.count(spending.estimated().tokens()) + " more that the server did not tell");
        }
        if (spending.atMostLost().tokens() > 0) {
            parts.add("at most " + Text.count(spending.atMostLost().tokens()) + " more in broken calls");
        }
        if (spending.money() == null || spending.moneyAtMostLost() == null) {
            parts.add("price unknown");
        } else {
            double most = spending.money() + spending.moneyAtMostLost();
            parts.add(String.format(
                    Locale.ROOT, "%s%.4f %s", most > spending.money() ? "at most " : "", most, spending.currency()));
        }
        return String.join(", ", parts);
    }
}
