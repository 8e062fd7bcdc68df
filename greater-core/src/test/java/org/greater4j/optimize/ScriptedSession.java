package org.greater4j.optimize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToIntFunction;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cost;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.engine.Proposals;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.Statistics;
import org.greater4j.engine.TokenGradient;
import org.greater4j.engine.WorkListener;
import org.greater4j.objective.Prompt;

/**
 * A session whose answers are functions: which tokens each example proposes, each token's gradient, and each prompt's mistakes. The
 * fluency loss is 0, so that a score is the share of mistakes. Keeps what it was asked.
 */
public final class ScriptedSession implements ReasoningSession {
    private final int[][] ranked;
    private final IntToDoubleFunction gradient;
    private final ToIntFunction<Prompt> mistakes;
    final List<String> asked = new ArrayList<>();
    final List<Cutoff> cutoffs = new ArrayList<>();

    /**
     * @param ranked per example, all tokens that it would propose, likeliest first
     * @param gradient of a token, for every example
     * @param mistakes of a prompt over all examples
     */
    public ScriptedSession(int[][] ranked, IntToDoubleFunction gradient, ToIntFunction<Prompt> mistakes) {
        this.ranked = ranked;
        this.gradient = gradient;
        this.mistakes = mistakes;
    }

    @Override
    public Proposals propose(Prompt prompt, int position, int k) {
        asked.add("propose " + k);
        int[][] ids = new int[ranked.length][];
        for (int j = 0; j < ids.length; j++) {
            ids[j] = Arrays.copyOf(ranked[j], Math.min(k, ranked[j].length));
        }
        return new Proposals(ids, new float[ids.length][]);
    }

    @Override
    public TokenGradient gradient(Prompt prompt, int position, int[] candidates) {
        asked.add("gradient" + new LetterTokenizer().decode(candidates));
        double[][] rows = new double[ranked.length][];
        for (int j = 0; j < rows.length; j++) {
            rows[j] = Arrays.stream(candidates).mapToDouble(gradient).toArray();
        }
        return new TokenGradient(candidates, rows, new double[ranked.length], new double[ranked.length]);
    }

    @Override
    public List<Assessment> assess(List<Prompt> prompts, Cutoff cutoff) {
        cutoffs.add(cutoff);
        List<Assessment> assessments = new ArrayList<>();
        for (Prompt prompt : prompts) {
            asked.add("assess" + prompt);
            List<ExampleAssessment> examples = new ArrayList<>();
            for (int j = 0; j < ranked.length; j++) {
                examples.add(new ExampleAssessment(new int[0], j < mistakes.applyAsInt(prompt), 1, 0));
            }
            assessments.add(new Assessment(prompt, examples, true));
        }
        return assessments;
    }

    @Override
    public void remember(Assessment assessment) {}

    @Override
    public Statistics statistics() {
        return Statistics.NONE;
    }

    @Override
    public Cost cost() {
        return Cost.NONE;
    }

    @Override
    public void listen(WorkListener listener) {}

    @Override
    public void close() {}
}
