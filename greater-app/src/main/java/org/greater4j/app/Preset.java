package org.greater4j.app;

import java.util.Optional;
import java.util.stream.Stream;
import org.greater4j.optimize.GreaterSettings;
import org.greater4j.task.SplitSizes;

/** What a search by GReaTer does where nobody says otherwise: sizes of the split, number of steps, and the rules of a step. */
public enum Preset {
    /**
     * Sizes for a few minutes on two cores; the training score is the answer loss, and no step gets worse, which generalised better than the
     * release's rules ({@code docs/results/studies/selection-3.md}).
     */
    DEFAULT("default", Defaults.TRAIN, Defaults.DEV, Defaults.TEST, Defaults.STEPS, 1, true, false),
    /** The paper's sizes for BBH and its steps (section 4), with the rules of the authors' release. */
    PAPER("paper", 50, 100, 100, 50, 0, false, true);

    private final String label;
    private final int train;
    private final int dev;
    private final int test;
    private final int steps;
    private final double selectionLossShare;
    private final boolean keepIncumbent;
    private final boolean stopWins;

    Preset(
            String label,
            int train,
            int dev,
            int test,
            int steps,
            double selectionLossShare,
            boolean keepIncumbent,
            boolean stopWins) {
        this.label = label;
        this.train = train;
        this.dev = dev;
        this.test = test;
        this.steps = steps;
        this.selectionLossShare = selectionLossShare;
        this.keepIncumbent = keepIncumbent;
        this.stopWins = stopWins;
    }

    /** The name on the command line. */
    public String label() {
        return label;
    }

    /** The parts of a split, for a task that is large enough and has no sizes of its own. */
    public SplitSizes sizes() {
        return new SplitSizes(train, dev, test);
    }

    /** The rules of the search, with {@link Defaults#SEED}. */
    public GreaterSettings search() {
        return GreaterSettings.defaults(steps, Defaults.SEED)
                .withSelection(selectionLossShare, keepIncumbent, stopWins);
    }

    /** The preset of a name, if there is one. */
    public static Optional<Preset> find(String label) {
        return Stream.of(values()).filter(preset -> preset.label.equals(label)).findFirst();
    }
}
