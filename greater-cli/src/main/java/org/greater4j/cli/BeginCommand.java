package org.greater4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.greater4j.app.Optimization;
import org.greater4j.app.launch.RunOrder;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;

/** What `greater ui` begins a run by; people have `optimize`. */
@CommandLine.Command(
        abbreviateSynopsis = true,
        sortOptions = false,
        name = "begin",
        hidden = true,
        header = "Begin the run whose order stands on standard input.",
        footerHeading = "%nExamples%n",
        footer = {"  greater begin --json-stream < order.json"})
final class BeginCommand implements Command {
    @ArgGroup(validate = false, heading = "%nProgress%n", order = 8)
    StreamOptions stream = new StreamOptions();

    @ArgGroup(validate = false, heading = "%nOutput%n", order = 9)
    CommonOptions common = new CommonOptions();

    @Override
    public int run(Invocation invocation) {
        RunOrder order;
        try {
            order = RunOrder.read(new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        new RunCompletion(invocation, order.directory())
                .complete(listener -> new Optimization(invocation.models(), listener, invocation.interruption())
                        .run(order.config(), order.directory(), order.branchedFrom()));
        return 0;
    }
}
