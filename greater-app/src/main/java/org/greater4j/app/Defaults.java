package org.greater4j.app;

import org.greater4j.engine.Acceleration;
import org.greater4j.objective.Placement;

/** What `greater optimize` does without a flag, and what flags that are left out mean; {@code docs/LOG.md} says how they were chosen. */
public final class Defaults {
    public static final String MODEL = "smollm2-135m-instruct";
    public static final String TASK = "gen/sentiment";
    public static final String INIT =
            " proper logical reasoning and think step by step. Finally give the actual correct answer.";
    public static final String METHOD = "greater";
    public static final int TRAIN = 16;
    public static final int DEV = 24;
    public static final int TEST = 80;
    public static final int STEPS = 4;
    public static final int MAX_NEW_TOKENS = 40;
    public static final long SEED = 1;
    public static final double ANSWER_TEMPERATURE = 0.2;
    public static final double FLUENCY_WEIGHT = 0.2;

    private Defaults() {}

    /** The run that `greater optimize` does without a flag. */
    public static RunConfig run() {
        return new RunConfig(
                MODEL,
                TaskChoice.named(TASK),
                Preset.DEFAULT.sizes(),
                Preset.DEFAULT.search(),
                MAX_NEW_TOKENS,
                ANSWER_TEMPERATURE,
                FLUENCY_WEIGHT,
                Placement.AFTER_QUESTION,
                "",
                "",
                INIT,
                "auto",
                "auto",
                Budget.NONE,
                true,
                Acceleration.all(),
                METHOD);
    }
}
