package org.greater4j.cli;

import java.util.List;

/** A command and its parsed options. */
interface Command {
    /** Problems that can be seen in the options alone, one a line; shown together with those that the parser found. */
    default List<String> problems() {
        return List.of();
    }

    /** Does the work and returns the exit code, which is 0 but for a negative answer; what goes wrong is thrown. */
    int run(Invocation invocation);
}
