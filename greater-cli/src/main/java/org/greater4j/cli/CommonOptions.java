package org.greater4j.cli;

import picocli.CommandLine.Option;

/** What every command takes. */
final class CommonOptions {
    @Option(
            names = "--json",
            description = "Print one JSON object on standard output, errors too; all else goes to standard error.")
    boolean json;

    @Option(names = "--quiet", description = "Tell nothing but the result and errors.")
    boolean quiet;

    @Option(names = "--stacktrace", description = "Show where in the program an error came from.")
    boolean stackTrace;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;
}
