package org.greater4j.app;

import java.util.Optional;
import org.greater4j.feedback.search.PromptSearch;
import org.greater4j.optimize.GreaterSettings;
import org.greater4j.optimize.Optimizer;

/**
 * A way to come to a prompt, chosen by name; {@link Methods} has them all. Every method gets the same rows, is chosen on the same dev part
 * and reads the test part once, so that what differs between their runs is the method.
 */
public interface Method {
    /** Its name on the command line, such as {@code greater}. */
    String label();

    /** Its name in tables, such as {@code GReaTer}. */
    String title();

    /** What it changes in a run's settings before the run begins; nothing unless it says so. Doing it twice changes nothing more. */
    default RunConfig configure(RunConfig config) {
        return config;
    }

    /**
     * The settings with defaults for all that it does not heed: two runs that differ in nothing else are the same. Of GReaTer's parameters
     * other methods heed the seed and the number of finalists.
     */
    default RunConfig heeded(RunConfig config) {
        GreaterSettings search = config.search();
        return config.withSearch(GreaterSettings.defaults(1, search.seed()).withFinalists(search.finalists()));
    }

    /** Whether it looks for other prompts than the one that it begins with. */
    boolean searches();

    /**
     * What does the work, for methods that ask a session.
     *
     * @throws org.greater4j.error.GreaterException ({@code UNSUPPORTED_OPTION}) if it is one {@linkplain #feedback by text feedback}
     */
    Optimizer optimizer(PreparedSearch search);

    /** A new search of a method that asks models in words; empty for all others. */
    default Optional<PromptSearch> feedback(FeedbackSetup setup) {
        return Optional.empty();
    }

    /** Whether it is one that asks models in words. */
    default boolean usesFeedback() {
        return false;
    }
}
