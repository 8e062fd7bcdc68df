package org.greater4j.web.server;

import java.util.Map;
import org.greater4j.app.Models;
import org.greater4j.app.launch.RunProcesses;
import org.greater4j.app.playground.Playground;

/**
 * What the pages set to work. Stays its owner's, who closes it.
 *
 * @param processes where runs work
 * @param playground where single questions are answered
 * @param models what models there are
 * @param environment variables of the process, for where published tasks lie
 */
public record Workshop(RunProcesses processes, Playground playground, Models models, Map<String, String> environment) {
    public Workshop {
        environment = Map.copyOf(environment);
    }
}
