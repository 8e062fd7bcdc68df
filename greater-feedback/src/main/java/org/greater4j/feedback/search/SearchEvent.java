package org.greater4j.feedback.search;

import java.util.List;
import org.greater4j.engine.Cost;
import org.greater4j.evaluate.ExampleResult;
import org.greater4j.feedback.ChatCall;
import org.greater4j.feedback.ChatReply;

/** What happened in a search: records of plain values, in the order in which they happened. */
public sealed interface SearchEvent {
    /**
     * The task model answered.
     *
     * @param prompts that the rows point to
     * @param seconds that it took
     */
    record Answered(List<String> prompts, List<Row> rows, Cost cost, double seconds) implements SearchEvent {
        public Answered {
            prompts = List.copyOf(prompts);
            rows = List.copyOf(rows);
        }
    }

    /**
     * One question under one prompt.
     *
     * @param prompt index into the prompts of the event
     */
    record Row(int prompt, ExampleResult result) {}

    /**
     * The optimiser model replied.
     *
     * @param purpose what for, in a word or two
     * @param seconds that it took
     */
    record Asked(String purpose, List<Exchange> exchanges, Cost cost, double seconds) implements SearchEvent {
        public Asked {
            exchanges = List.copyOf(exchanges);
        }
    }

    /** One call and its reply. */
    record Exchange(ChatCall call, ChatReply reply) {}

    /**
     * A step of the method is done.
     *
     * @param step counted from 1; 0 for what a search begins with
     * @param kept the prompts that the next step goes on with, best first
     */
    record Round(int step, List<RankedPrompt> kept) implements SearchEvent {
        public Round {
            kept = List.copyOf(kept);
        }
    }

    /**
     * The search is over.
     *
     * @param reason {@code steps}, or {@code budget}
     */
    record Ended(String reason) implements SearchEvent {}
}
