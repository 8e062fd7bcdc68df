package org.greater4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A command in a JVM of its own, as the launcher starts it. */
final class CommandProcess {
    private CommandProcess() {}

    /**
     * Starts a command with this process's classes and environment.
     *
     * @param errors where its standard error goes; what it prints is dropped
     */
    static Process start(Path errors, List<String> words) throws IOException {
        return start(errors, Map.of(), words);
    }

    /** The same with some variables besides. */
    static Process start(Path errors, Map<String, String> variables, List<String> words) throws IOException {
        return start(errors, Main.class, variables, words);
    }

    /** Starts another program than the command line. */
    static Process start(Path errors, Class<?> program, List<String> words) throws IOException {
        return start(errors, program, Map.of(), words);
    }

    /** The same with some variables besides. */
    static Process start(Path errors, Class<?> program, Map<String, String> variables, List<String> words)
            throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.bytedeco.javacpp.maxBytes=0",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        line.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors.toFile());
        builder.environment().remove("GREATER_COMMAND");
        builder.environment().putAll(variables);
        return builder.start();
    }
}
