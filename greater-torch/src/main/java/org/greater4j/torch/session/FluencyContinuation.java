package org.greater4j.torch.session;

import java.util.Arrays;
import org.greater4j.error.NotFiniteException;
import org.greater4j.objective.Prompt;
import org.greater4j.torch.generate.Continuation;
import org.greater4j.torch.generate.Feed;
import org.jspecify.annotations.Nullable;

/** The fluency loss of one prompt behind one head, without a chain: every token but the last is fed, every token but the first scored. */
final class FluencyContinuation implements Continuation {
    private final int promptIndex;
    private final int example;
    private final int[] rest;
    private final int length;
    private final double before;
    private final Race race;
    private boolean done;

    /**
     * @param shared tokens of the prompt that stand in the row already
     * @param before log-probability of these and of the first token behind them
     */
    FluencyContinuation(int promptIndex, int example, Prompt prompt, int shared, double before, Race race) {
        this.promptIndex = promptIndex;
        this.example = example;
        this.rest = Arrays.copyOfRange(prompt.ids(), shared, prompt.length());
        this.length = prompt.length();
        this.before = before;
        this.race = race;
    }

    @Override
    public @Nullable Feed next(int others) {
        if (done) {
            return null;
        }
        if (rest.length == 1) {
            finish(before);
            return null;
        }
        int[] wanted = new int[rest.length - 1];
        Arrays.setAll(wanted, at -> at);
        return new Feed(Arrays.copyOf(rest, rest.length - 1), wanted, Arrays.copyOfRange(rest, 1, rest.length));
    }

    @Override
    public int answered(int[] likeliest, double[] logProbabilities) {
        double sum = before;
        for (double logProbability : logProbabilities) {
            sum += logProbability;
        }
        finish(sum);
        return rest.length - 1;
    }

    @Override
    public NotFiniteException notFinite(double found) {
        return FiniteNumbers.error("assessment", example, found);
    }

    private void finish(double logProbability) {
        double loss = -logProbability / length;
        FiniteNumbers.check("assessment", example, loss);
        race.fluency(promptIndex, example, loss);
        done = true;
    }
}
