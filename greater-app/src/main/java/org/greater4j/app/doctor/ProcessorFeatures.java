package org.greater4j.app.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.greater4j.app.Finding;

/**
 * What a processor can do that decides how fast the engine is, as Linux tells it; nothing is known elsewhere.
 *
 * @param name the processor's
 * @param flags all that the system lists
 */
record ProcessorFeatures(String name, Set<String> flags) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    static ProcessorFeatures ofThisMachine() {
        try {
            return Files.isReadable(CPU_INFO)
                    ? of(Files.readAllLines(CPU_INFO))
                    : new ProcessorFeatures(System.getProperty("os.arch", ""), Set.of());
        } catch (IOException e) {
            return new ProcessorFeatures(System.getProperty("os.arch", ""), Set.of());
        }
    }

    static ProcessorFeatures of(List<String> cpuInfo) {
        String flags = value(cpuInfo, "flags");
        return new ProcessorFeatures(
                value(cpuInfo, "model name"),
                Arrays.stream(flags.split(" ")).filter(flag -> !flag.isEmpty()).collect(Collectors.toSet()));
    }

    private static String value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key) && line.contains(":"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** @param chosen the instructions that libtorch chose */
    Finding finding(String chosen) {
        List<String> has = new ArrayList<>();
        add(has, "avx2", "AVX2");
        add(has, "avx512f", "AVX-512");
        add(has, "avx512_bf16", "AVX-512 for bfloat16");
        add(has, "amx_bf16", "AMX for bfloat16");
        String found = (name.isEmpty() ? "processor of unknown name" : name) + ": "
                + (has.isEmpty() ? "nothing known of its instructions" : String.join(", ", has))
                + "; libtorch uses " + chosen;
        if (!flags.isEmpty() && !flags.contains("avx2")) {
            return Finding.warning(
                    "processor", found, "expect a search to take many times as long as it does with AVX2");
        }
        return Finding.ok(
                "processor",
                found
                        + (flags.contains("amx_bf16") || flags.contains("avx512_bf16")
                                ? "; --dtype bfloat16 is the faster one here"
                                : flags.isEmpty() ? "" : "; float32 is as fast as bfloat16 here or faster"));
    }

    private void add(List<String> has, String flag, String told) {
        if (flags.contains(flag)) {
            has.add(told);
        }
    }
}
