package org.greater4j.app;

/**
 * How long a run will still take, from what it has done so far.
 *
 * <p>Before the first step a step is taken to cost what the initial prompt cost for each trial and once more for the gradient; later
 * steps are taken to cost the mean of those done. Evaluating a row is taken to cost what scoring one did.
 */
final class TimeEstimate {
    private static final double UNKNOWN = -1;

    private final int steps;
    private final int trials;
    private final int trainingRows;
    private final int evaluationRows;
    private double scoringSeconds = UNKNOWN;
    private double stepSeconds;
    private int stepsTimed;

    TimeEstimate(int steps, int trials, int trainingRows, int evaluationRows) {
        this.steps = steps;
        this.trials = trials;
        this.trainingRows = trainingRows;
        this.evaluationRows = evaluationRows;
    }

    void scored(double seconds) {
        scoringSeconds = seconds;
    }

    void stepped(double seconds) {
        stepSeconds += seconds;
        stepsTimed++;
    }

    /**
     * @param stepsDone steps behind
     * @param intoStep seconds spent in the step under way
     */
    double left(int stepsDone, double intoStep) {
        double perStep = perStep();
        if (perStep < 0) {
            return UNKNOWN;
        }
        double remaining = Math.max(0, (steps - stepsDone) * perStep - intoStep);
        return remaining + evaluationLeft(0);
    }

    /** {@code rowsDone} rows of dev and test are behind. */
    double evaluationLeft(int rowsDone) {
        double perRow = scoringSeconds >= 0 ? scoringSeconds / trainingRows : perStep() / (trials + 1) / trainingRows;
        return perRow < 0 ? UNKNOWN : Math.max(0, evaluationRows - rowsDone) * perRow;
    }

    private double perStep() {
        if (stepsTimed > 0) {
            return stepSeconds / stepsTimed;
        }
        return scoringSeconds < 0 ? UNKNOWN : (trials + 1) * scoringSeconds;
    }
}
