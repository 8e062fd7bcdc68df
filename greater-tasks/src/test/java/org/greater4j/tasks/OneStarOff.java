package org.greater4j.tasks;

import org.greater4j.task.AnswerFormat;
import org.greater4j.task.Metric;

/** Takes a neighbouring rating for right: a metric as a user may bring one along. */
public final class OneStarOff implements Metric {
    @Override
    public String label() {
        return "one-star-off";
    }

    @Override
    public boolean accepts(AnswerFormat format, String expected, String given) {
        return Math.abs(expected.charAt(0) - given.charAt(0)) <= 1;
    }
}
