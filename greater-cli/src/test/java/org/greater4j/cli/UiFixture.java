package org.greater4j.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.greater4j.app.Models;
import org.greater4j.app.download.DownloadListener;
import org.greater4j.app.launch.RunProcesses;
import org.greater4j.app.playground.Playground;
import org.greater4j.web.server.UiOptions;
import org.greater4j.web.server.UiServer;
import org.greater4j.web.server.Workshop;

/** The web application as `greater ui` wires it, in this JVM; its runs are processes of their own. */
record UiFixture(RunProcesses processes, Playground playground, UiServer server) implements AutoCloseable {
    static UiFixture start(Path runs) {
        Map<String, String> environment = System.getenv();
        Models models = new Models(environment, DownloadListener.none());
        RunProcesses processes = new RunProcesses(LaunchCommand.ofThisProcess());
        Playground playground = new Playground(models, Duration.ofMinutes(5));
        return new UiFixture(
                processes,
                playground,
                UiServer.start(
                        UiOptions.onLoopback(0, runs), new Workshop(processes, playground, models, environment)));
    }

    @Override
    public void close() {
        server.close();
        playground.close();
        processes.close();
    }
}
