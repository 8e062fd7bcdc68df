package org.greater4j.app;

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

    /** Whether it looks for other prompts than the one that it begins with. */
    boolean searches();

    /** What does the work. */
    Optimizer optimizer(PreparedSearch search);
}
