package org.greater4j.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The words that start this very program again: the same JVM with the same options, class path and main class. */
final class LaunchCommand {
    private LaunchCommand() {}

    static List<String> ofThisProcess() {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(LaunchCommand::isForEveryProcess)
                .forEach(words::add);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        return words;
    }

    // agents write files and listen on ports that belong to one process
    private static boolean isForEveryProcess(String option) {
        return !option.startsWith("-javaagent")
                && !option.startsWith("-agent")
                && !option.startsWith("-Xrun")
                && !option.startsWith("-XX:ArchiveClassesAtExit")
                && !option.startsWith("-Dcom.sun.management");
    }
}
