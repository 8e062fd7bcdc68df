package org.greater4j.cli;

import org.greater4j.optimize.GreaterSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The parameters of GReaTer's step, by their names in the method. */
final class SearchOptions {
    @Option(
            names = "--answer-temperature",
            paramLabel = "X",
            description = "The answer's logits are divided by it in the gradient's loss (default: 0.2).")
    @Nullable
    Double answerTemperature;

    @Option(
            names = "--fluency-weight",
            paramLabel = "X",
            description = "Weight of the prompt's negative log-likelihood in the gradient's loss (default: 0.2).")
    @Nullable
    Double fluencyWeight;

    @Option(
            names = "--selection-fluency-weight",
            paramLabel = "X",
            description = "The same in the training score (default: 0.02).")
    @Nullable
    Double selectionFluencyWeight;

    @Option(
            names = "--selection-loss-share",
            paramLabel = "X",
            description =
                    "What the training score counts: 0 is mistakes, 1 the answer loss, between them a mix (default: 1; --preset paper: 0).")
    @Nullable
    Double selectionLossShare;

    @Option(
            names = "--evidence",
            paramLabel = "X",
            description =
                    "Standard errors by which a candidate must be better than the current token on the same examples to"
                            + " replace it; with --keep-incumbent (default: 0).")
    @Nullable
    Double evidence;

    @Option(names = "--top-k", paramLabel = "N", description = "Tokens that each example proposes (default: 10).")
    @Nullable
    Integer topK;

    @Option(
            names = "--top-k-increment",
            paramLabel = "N",
            description = "Added to that while there are too few candidates (default: 2).")
    @Nullable
    Integer topKIncrement;

    @Option(
            names = "--subsets",
            paramLabel = "N",
            description = "Subsets of examples whose proposals are intersected (default: 5).")
    @Nullable
    Integer subsets;

    @Option(names = "--subset-size", paramLabel = "N", description = "Examples in each of them (default: 5).")
    @Nullable
    Integer subsetSize;

    @Option(
            names = "--minimum-candidates",
            paramLabel = "N",
            description = "Fewer than these are too few (default: 6).")
    @Nullable
    Integer minimumCandidates;

    @Option(
            names = "--trials",
            paramLabel = "N",
            description = "Candidates of the best gradient that are tried in full (default: 3).")
    @Nullable
    Integer trials;

    @Option(
            names = "--keep-incumbent",
            negatable = true,
            fallbackValue = "true",
            description =
                    "Whether the current token competes too, so that no step gets worse (default: yes; --preset paper: no).")
    @Nullable
    Boolean keepIncumbent;

    @Option(
            names = "--stop-wins",
            negatable = true,
            fallbackValue = "true",
            description =
                    "Whether a full stop past half the initial length wins at once (default: no; --preset paper: yes).")
    @Nullable
    Boolean stopWins;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "Steps without a better score after which the search ends; 0 is never (default: 0).")
    @Nullable
    Integer patience;

    @Option(
            names = "--filler",
            paramLabel = "TEXT",
            description = "The token that is appended to a prompt without a full stop at its end (default: _).")
    @Nullable
    String filler;

    @Option(
            names = "--finalists",
            paramLabel = "N",
            description = "Best prompts by training score that are measured on the dev examples (default: 10).")
    @Nullable
    Integer finalists;

    GreaterSettings over(GreaterSettings base, int steps, long seed) {
        return new GreaterSettings(
                steps,
                seed,
                or(topK, base.topK()),
                or(topKIncrement, base.topKIncrement()),
                or(subsets, base.subsets()),
                or(subsetSize, base.subsetSize()),
                or(minimumCandidates, base.minimumCandidates()),
                or(trials, base.trials()),
                or(selectionFluencyWeight, base.selectionFluencyWeight()),
                or(selectionLossShare, base.selectionLossShare()),
                or(evidence, base.evidence()),
                stopWins == null ? base.stopWins() : stopWins,
                keepIncumbent == null ? base.keepIncumbent() : keepIncumbent,
                or(patience, base.patience()),
                filler == null ? base.filler() : filler,
                or(finalists, base.finalists()));
    }

    private static double or(@Nullable Double given, double otherwise) {
        return given == null ? otherwise : given;
    }

    private static int or(@Nullable Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }
}
