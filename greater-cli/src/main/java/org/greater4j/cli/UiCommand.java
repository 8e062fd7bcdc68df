package org.greater4j.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.greater4j.app.Interruption;
import org.greater4j.app.launch.RunProcesses;
import org.greater4j.app.playground.Playground;
import org.greater4j.web.server.UiOptions;
import org.greater4j.web.server.UiServer;
import org.greater4j.web.server.Workshop;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

@CommandLine.Command(
        abbreviateSynopsis = true,
        sortOptions = false,
        name = "ui",
        header = "Look at all runs in a browser, live, and start new ones.",
        description = {
            "",
            "Serves pages on this machine alone and prints their address: a list of runs and studies, every run while it goes on,"
                    + " a form for new runs, a playground for prompts. Runs that are started there work in processes of"
                    + " their own. Ends at Ctrl-C, and so do the runs that it began; they can be gone on with."
        },
        footerHeading = "%nExamples%n",
        footer = {
            "  greater ui",
            "  greater ui --runs ../experiments --port 9000",
            "  GREATER_UI_TOKEN=$(openssl rand -hex 16) greater ui --host 0.0.0.0"
        })
final class UiCommand implements Command {
    private static final String TOKEN_VARIABLE = "GREATER_UI_TOKEN";
    private static final Duration MODEL_IDLE = Duration.ofMinutes(10);
    private static final long LOOK_MILLIS = 200;

    @Option(
            names = "--runs",
            paramLabel = "DIR",
            description = "Folder of all runs; new ones are made in it (default: runs).")
    String runs = "runs";

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port to listen on, 0 for a free one (default: " + UiOptions.PORT + ").")
    int port = UiOptions.PORT;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "Interface to listen on (default: " + UiOptions.LOOPBACK
                    + ", this machine alone); any other one demands a token.")
    String host = UiOptions.LOOPBACK;

    @Option(
            names = "--token",
            paramLabel = "TEXT",
            description = "Secret that browsers must show, at least 16 characters; better set in the variable "
                    + TOKEN_VARIABLE + ", since others can read command lines.")
    @Nullable
    String token;

    @ArgGroup(validate = false, heading = "%nOutput%n", order = 9)
    CommonOptions common = new CommonOptions();

    @Override
    public List<String> problems() {
        return runs.isBlank() ? List.of("--runs: expected a path, found an empty text") : List.of();
    }

    @Override
    public int run(Invocation invocation) {
        Map<String, String> environment = invocation.terminal().environment();
        Path folder = Arguments.file(runs, "--runs").toPath();
        String variable = environment.getOrDefault(TOKEN_VARIABLE, "");
        UiOptions options =
                new UiOptions(host, port, folder, token != null ? token : variable.isEmpty() ? null : variable);
        options.check();
        // runs that were begun here end by themselves first, within two seconds each; container managers kill after ten
        invocation.interruption().allow(Duration.ofSeconds(9));
        try (RunProcesses processes = new RunProcesses(LaunchCommand.ofThisProcess());
                Playground playground = new Playground(invocation.models(), MODEL_IDLE);
                UiServer server = UiServer.start(
                        options, new Workshop(processes, playground, invocation.models(), environment))) {
            tell(invocation, server, folder);
            waitForTheEnd(invocation.interruption());
        }
        throw new Interrupted("ended");
    }

    private void tell(Invocation invocation, UiServer server, Path folder) {
        if (invocation.json()) {
            ObjectNode object = JsonOutput.object();
            object.put("address", server.address());
            object.put("port", server.port());
            object.put("runs", folder.toAbsolutePath().normalize().toString());
            JsonOutput.print(invocation.terminal(), object);
        } else {
            invocation.terminal().out().println(server.address());
        }
        invocation.narration().say("runs of " + folder.toAbsolutePath().normalize() + "; Ctrl-C ends");
    }

    private static void waitForTheEnd(Interruption interruption) {
        try {
            while (!interruption.requested()) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
