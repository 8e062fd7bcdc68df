package org.greater4j.cli;

import org.greater4j.app.Defaults;
import org.greater4j.app.Preset;
import org.greater4j.app.SizeChoice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many examples, and in which order they are drawn. */
final class SizeOptions {
    @Option(
            names = "--train",
            paramLabel = "N",
            description = "Training examples, which the search looks at (default: " + Defaults.TRAIN + ").")
    @Nullable
    Integer train;

    @Option(
            names = "--dev",
            paramLabel = "N",
            description = "Dev examples, which the result is chosen on; 0 chooses by training score (default: "
                    + Defaults.DEV + ").")
    @Nullable
    Integer dev;

    @Option(
            names = "--test",
            paramLabel = "N",
            description = "Test examples, which nothing is chosen on (default: " + Defaults.TEST
                    + "). Sizes that are left out shrink to what a small task has.")
    @Nullable
    Integer test;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of the split and of all random draws (default: " + Defaults.SEED + ").")
    @Nullable
    Long seed;

    SizeChoice choice(Preset preset) {
        return new SizeChoice(train, dev, test, preset);
    }

    long seed(long otherwise) {
        return seed == null ? otherwise : seed;
    }
}
