package org.greater4j.app.bench;

import org.greater4j.engine.Cost;
import org.greater4j.engine.Statistics;

/**
 * What some questions to a session took.
 *
 * @param questions how many
 * @param seconds wall time
 * @param cost tokens that went through the model
 * @param statistics how the answers were come by
 */
public record Work(int questions, double seconds, Cost cost, Statistics statistics) {
    public static final Work NONE = new Work(0, 0, Cost.NONE, Statistics.NONE);

    public Work plus(Work other) {
        return new Work(
                questions + other.questions,
                seconds + other.seconds,
                cost.plus(other.cost),
                statistics.plus(other.statistics));
    }
}
