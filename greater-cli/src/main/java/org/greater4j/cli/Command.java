package org.greater4j.cli;

import java.util.List;

/** A command and its parsed options. */
interface Command {
    /** Problems that can be seen in the options alone, one a line; shown together with those that the parser found. */
    default List<String> problems() {
        return List.of();
    }

    /** Does the work; what goes wrong is thrown. */
    void run(Invocation invocation);
}
