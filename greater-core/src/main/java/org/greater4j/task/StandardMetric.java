package org.greater4j.task;

import java.math.BigDecimal;
import java.util.Locale;

/** The metrics that come with the program. */
public enum StandardMetric implements Metric {
    /** The answer is the right one in every respect that its format heeds. */
    EXACT {
        @Override
        public boolean accepts(AnswerFormat format, String expected, String given) {
            return format.same(expected, given);
        }
    },
    /** The same items, each as often, in any order. */
    UNORDERED {
        @Override
        public boolean accepts(AnswerFormat format, String expected, String given) {
            return ListFormat.comparable(expected).stream()
                    .sorted()
                    .toList()
                    .equals(ListFormat.comparable(given).stream().sorted().toList());
        }
    },
    /** A number that differs from the right one by at most one hundredth of it. */
    WITHIN_1_PERCENT {
        @Override
        public boolean accepts(AnswerFormat format, String expected, String given) {
            BigDecimal right = new BigDecimal(expected);
            BigDecimal distance = right.subtract(new BigDecimal(given)).abs();
            return distance.movePointRight(2).compareTo(right.abs()) <= 0;
        }
    };

    /** As written in task files, such as {@code within-1-percent}. */
    @Override
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
