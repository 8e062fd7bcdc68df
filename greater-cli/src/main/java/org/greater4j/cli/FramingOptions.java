package org.greater4j.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.greater4j.app.Defaults;
import org.greater4j.objective.Placement;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a prompt is put to the model. */
final class FramingOptions {
    @Option(
            names = "--placement",
            paramLabel = "PLACE",
            converter = PlacementReader.class,
            description = "after-question, before-question or system (default: after-question).")
    @Nullable
    Placement placement;

    @Option(
            names = "--frozen-before",
            paramLabel = "TEXT",
            description = "Text right before the prompt that never changes.")
    @Nullable
    String frozenBefore;

    @Option(
            names = "--frozen-after",
            paramLabel = "TEXT",
            description = "Text right after the prompt that never changes.")
    @Nullable
    String frozenAfter;

    @Option(
            names = "--max-new-tokens",
            paramLabel = "N",
            description = "Most tokens of a reasoning chain (default: " + Defaults.MAX_NEW_TOKENS + ").")
    @Nullable
    Integer maxNewTokens;

    Placement placement(Placement otherwise) {
        return placement == null ? otherwise : placement;
    }

    String frozenBefore(String otherwise) {
        return frozenBefore == null ? otherwise : frozenBefore;
    }

    String frozenAfter(String otherwise) {
        return frozenAfter == null ? otherwise : frozenAfter;
    }

    int maxNewTokens(int otherwise) {
        return maxNewTokens == null ? otherwise : maxNewTokens;
    }

    static final class PlacementReader implements ITypeConverter<Placement> {
        @Override
        public Placement convert(String text) {
            return Placement.ofLabel(text)
                    .orElseThrow(() -> new TypeConversionException("expected one of "
                            + Arrays.stream(Placement.values())
                                    .map(Placement::label)
                                    .collect(Collectors.joining(", "))
                            + ", found '" + text + "'"));
        }
    }
}
