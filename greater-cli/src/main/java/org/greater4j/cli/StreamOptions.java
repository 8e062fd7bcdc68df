package org.greater4j.cli;

import picocli.CommandLine.Option;

/** How a run's progress is told to programs. */
final class StreamOptions {
    /** Its name, which errors are told by too. */
    static final String STREAM = "--json-stream";

    @Option(
            names = STREAM,
            description =
                    "Print one JSON object a line on standard output for all that happens: started, progress, step,"
                            + " finalist, finished, error.")
    boolean stream;
}
