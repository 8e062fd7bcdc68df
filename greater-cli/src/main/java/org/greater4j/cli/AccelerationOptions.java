package org.greater4j.cli;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.greater4j.engine.Acceleration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How fast the answers come; which answers, none of these decides. */
final class AccelerationOptions {
    @Option(
            names = "--plain",
            description = "Switch every acceleration off: the same choices, an order of magnitude slower.")
    boolean plain;

    @Option(
            names = "--without",
            paramLabel = "NAME,...",
            description = "Switch some off: question-cache, prompt-cache, continuous-batch, drafts, memory, pruning,"
                    + " sparse-projection.")
    @Nullable
    String without;

    /** The problems that can be seen here. */
    List<String> problems() {
        if (without == null) {
            return List.of();
        }
        if (plain) {
            return List.of(
                    "--plain, --without: expected one of them, found both; --plain switches every acceleration off");
        }
        List<String> known =
                Arrays.stream(Acceleration.values()).map(Acceleration::label).toList();
        List<String> unknown =
                names().stream().filter(name -> !known.contains(name)).toList();
        return unknown.isEmpty()
                ? List.of()
                : List.of("--without: expected some of " + String.join(", ", known)
                        + " with commas between them, found '" + String.join("', '", unknown) + "'");
    }

    /** The accelerations that stay on. */
    Set<Acceleration> accelerations() {
        Set<Acceleration> left = EnumSet.allOf(Acceleration.class);
        if (plain) {
            left.clear();
        }
        names().forEach(name ->
                left.removeIf(acceleration -> acceleration.label().equals(name)));
        return left;
    }

    private List<String> names() {
        return without == null
                ? List.of()
                : Arrays.stream(without.split(",", -1)).map(String::strip).toList();
    }
}
