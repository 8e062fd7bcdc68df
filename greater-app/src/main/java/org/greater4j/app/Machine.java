package org.greater4j.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.greater4j.engine.ModelInfo;
import org.greater4j.torch.session.TorchModels;

/**
 * What a time was measured on.
 *
 * @param processor its name
 * @param cores that this process may use
 * @param threads of the engine
 * @param java version and vendor of the JVM
 * @param system operating system and processor architecture
 * @param variables of the environment that decide how threads are used
 */
public record Machine(
        String processor, int cores, String threads, String java, String system, Map<String, String> variables) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /** This machine, under a model that is open. */
    public static Machine of(ModelInfo model) {
        Map<String, String> variables = new TreeMap<>();
        for (String name : TorchModels.THREAD_VARIABLES) {
            variables.put(name, Objects.requireNonNullElse(System.getenv(name), "not set"));
        }
        return new Machine(
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                model.settings().getOrDefault("threads", "?"),
                System.getProperty("java.version") + " " + System.getProperty("java.vendor"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                variables);
    }

    /** One line. */
    public String describe() {
        StringBuilder line =
                new StringBuilder(processor + ", " + cores + " cores, threads: " + threads + ", Java " + java);
        variables.forEach(
                (name, value) -> line.append(", ").append(name).append('=').append(value));
        return line.toString();
    }

    private static String processorName() {
        String otherwise = "processor of unknown name (" + System.getProperty("os.arch") + ")";
        try {
            return !Files.isReadable(CPU_INFO)
                    ? otherwise
                    : Files.readAllLines(CPU_INFO).stream()
                            .filter(line -> line.startsWith("model name"))
                            .map(line -> line.substring(line.indexOf(':') + 1).strip())
                            .findFirst()
                            .orElse(otherwise);
        } catch (IOException e) {
            return otherwise;
        }
    }
}
