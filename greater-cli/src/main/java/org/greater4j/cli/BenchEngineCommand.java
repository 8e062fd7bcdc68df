package org.greater4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.greater4j.app.Defaults;
import org.greater4j.app.Interruption;
import org.greater4j.app.Models;
import org.greater4j.app.bench.EngineBenchmark;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;

@CommandLine.Command(
        abbreviateSynopsis = true,
        sortOptions = false,
        name = "engine",
        header = "Time the engine by itself: tokens a second, by rows and length.",
        description = {
            "",
            "Texts grow in three ways: prefill (all at once), decode (token by token), verify (32 known tokens at once,"
                    + " with the likeliest token behind each). Takes a minute or two."
        },
        footerHeading = "%nExamples%n",
        footer = {"  greater bench engine", "  greater bench engine --dtype bfloat16 --json"})
final class BenchEngineCommand implements Command {
    private static final String FORM = "%-8s %5s %7s %8s %10s %12s";

    @ArgGroup(validate = false, heading = "%nModel%n", order = 1)
    ModelOptions model = new ModelOptions();

    @ArgGroup(validate = false, heading = "%nOutput%n", order = 9)
    CommonOptions common = new CommonOptions();

    @Override
    public List<String> problems() {
        return Models.problems(dtype(), device());
    }

    @Override
    public int run(Invocation invocation) {
        Narration narration = invocation.narration();
        EngineBenchmark.Result result;
        try {
            result = new EngineBenchmark(invocation.models(), new BenchNarrator(narration), invocation.interruption())
                    .run(
                            model.model(Defaults.MODEL),
                            dtype(),
                            device(),
                            rate -> narration.status(
                                    rate.kind() + ", " + rate.rows() + " rows of " + rate.length() + " tokens"));
        } catch (Interruption.Requested | Models.InterruptedDownload e) {
            narration.clear();
            throw new Interrupted("interrupted; nothing was recorded");
        }
        narration.clear();
        if (invocation.json()) {
            JsonOutput.print(invocation.terminal(), json(result));
        } else {
            print(invocation.terminal(), result);
        }
        return 0;
    }

    private String dtype() {
        return model.dtype(Defaults.run().dtype());
    }

    private String device() {
        return model.device(Defaults.run().device());
    }

    private static void print(Terminal terminal, EngineBenchmark.Result result) {
        terminal.out()
                .println(terminal.outStyle()
                        .bold(String.format(
                                Locale.ROOT, FORM, "kind", "rows", "length", "tokens", "seconds", "tokens/s")));
        for (EngineBenchmark.Rate rate : result.rates()) {
            terminal.out()
                    .println(String.format(
                            Locale.ROOT,
                            FORM,
                            rate.kind(),
                            rate.rows(),
                            rate.length(),
                            rate.tokens(),
                            String.format(Locale.ROOT, "%.4f", rate.seconds()),
                            String.format(Locale.ROOT, "%.1f", rate.tokensPerSecond())));
        }
        terminal.out().println();
        terminal.out()
                .println("model " + Text.model(result.model().name()) + ", "
                        + result.model().dtype() + " on "
                        + result.model().device() + "; best matrix product "
                        + String.format(Locale.ROOT, "%.1f", result.peak() / 1e9) + " GFLOP/s");
        Text.wrap(result.machine().describe(), Math.max(20, terminal.width())).forEach(terminal.out()::println);
    }

    private static ObjectNode json(EngineBenchmark.Result result) {
        ObjectNode object = JsonOutput.object();
        BenchJson.model(object, result.model());
        BenchJson.machine(object, result.machine());
        object.put("peakFlopPerSecond", result.peak());
        ArrayNode rates = object.putArray("rates");
        for (EngineBenchmark.Rate rate : result.rates()) {
            ObjectNode one = (ObjectNode) JsonOutput.of(rate);
            rates.add(one.put("tokensPerSecond", rate.tokensPerSecond()));
        }
        return object;
    }
}
