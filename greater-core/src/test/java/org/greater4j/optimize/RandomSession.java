package org.greater4j.optimize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cost;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.engine.ExampleOrder;
import org.greater4j.engine.Phase;
import org.greater4j.engine.Proposals;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.ScoreWeights;
import org.greater4j.engine.Statistics;
import org.greater4j.engine.TokenGradient;
import org.greater4j.engine.WorkListener;
import org.greater4j.objective.Prompt;

/**
 * A session whose answers are random, but functions of a seed and of what is asked. It remembers what it assessed and, if told so, leaves
 * examples out wherever a cutoff allows it, as the sessions of models do.
 *
 * <p>Scores are coarse, so that many prompts have the same one.
 */
public class RandomSession implements ReasoningSession {
    private static final int LETTERS = 7;

    private final long seed;
    private final int examples;
    private final boolean pruning;
    private final Map<Prompt, ExampleAssessment[]> known = new HashMap<>();
    private WorkListener listener = WorkListener.silent();
    private long lookups;
    private long wanted;
    private long assessed;
    private int[] cached = {};
    private long read;

    public RandomSession(long seed, int examples, boolean pruning) {
        this.seed = seed;
        this.examples = examples;
        this.pruning = pruning;
    }

    @Override
    public Proposals propose(Prompt prompt, int position, int k) {
        standAt(prompt, position);
        int[] before = Arrays.copyOf(prompt.ids(), position);
        int[][] ids = new int[examples][];
        for (int j = 0; j < examples; j++) {
            int example = j;
            // examples agree on most, so that subsets of them have proposals in common
            ids[j] = IntStream.rangeClosed(0, LETTERS)
                    .map(letter -> letter == LETTERS ? LetterTokenizer.STOP : letter)
                    .boxed()
                    .sorted(Comparator.comparingDouble(token ->
                            drawn("likely", before, token) + 0.1 * drawn("likely here", before, 31 * example + token)))
                    .limit(k)
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
        return new Proposals(ids, new float[examples][]);
    }

    @Override
    public TokenGradient gradient(Prompt prompt, int position, int[] candidates) {
        // as a session of a model does: the chains of the prompt as it is are needed
        assess(List.of(prompt), Cutoff.none());
        double[][] rows = new double[examples][];
        for (int j = 0; j < examples; j++) {
            int example = j;
            rows[j] = Arrays.stream(candidates)
                    .mapToDouble(token -> drawn("gradient", prompt.ids(), 97 * position + 31 * example + token) - 0.5)
                    .toArray();
        }
        return new TokenGradient(candidates, rows, new double[examples], new double[examples]);
    }

    @Override
    public List<Assessment> assess(List<Prompt> prompts, Cutoff cutoff) {
        for (Prompt prompt : prompts) {
            known.computeIfAbsent(prompt, this::nothing);
            lookups++;
            wanted += missing(prompt);
        }
        int[] order = cutoff.enabled() && pruning
                ? ExampleOrder.of(assessments(known.keySet()), examples, cutoff.weights())
                : IntStream.range(0, examples).toArray();
        List<Prompt> open = new ArrayList<>(prompts);
        open.removeIf(prompt -> missing(prompt) == 0);
        int round = 0;
        while (!open.isEmpty()) {
            int now = round++;
            for (Prompt prompt : open) {
                next(prompt, order);
                listener.progressed(Phase.SELECT, now, examples);
            }
            open.removeIf(prompt -> missing(prompt) == 0);
            if (cutoff.enabled() && pruning) {
                // a session need not notice at once
                open.removeIf(prompt -> drawn("notice", prompt.ids(), now) < 0.7 && hopeless(prompt, prompts, cutoff));
            }
        }
        return assessments(prompts);
    }

    private boolean hopeless(Prompt prompt, List<Prompt> rivals, Cutoff cutoff) {
        ScoreWeights weights = cutoff.weights();
        double lowest = assessment(prompt).score(weights);
        return lowest > cutoff.scoreToBeat()
                || rivals.stream()
                        .filter(rival -> !rival.equals(prompt))
                        .anyMatch(rival -> lowest > assessment(rival).highestScore(weights));
    }

    private void next(Prompt prompt, int[] order) {
        ExampleAssessment[] rows = rows(prompt);
        for (int j : order) {
            if (!rows[j].assessed()) {
                double hard = drawn("hard", new int[0], j);
                boolean mistake = drawn("mistake", prompt.ids(), j) < 0.3 * hard + 0.7 * drawn("bad", prompt.ids(), 0);
                int[] chain = {j, prompt.length()};
                rows[j] = new ExampleAssessment(chain, mistake, drawn("loss", prompt.ids(), j), fluencyLoss(prompt));
                assessed++;
                return;
            }
        }
    }

    private ExampleAssessment[] nothing(Prompt prompt) {
        ExampleAssessment[] rows = new ExampleAssessment[examples];
        Arrays.fill(rows, ExampleAssessment.leftOut(fluencyLoss(prompt)));
        return rows;
    }

    private double fluencyLoss(Prompt prompt) {
        return (int) (4 * drawn("fluency", prompt.ids(), 0));
    }

    private ExampleAssessment[] rows(Prompt prompt) {
        return known.getOrDefault(prompt, new ExampleAssessment[0]);
    }

    private int missing(Prompt prompt) {
        return (int) Arrays.stream(rows(prompt)).filter(row -> !row.assessed()).count();
    }

    private Assessment assessment(Prompt prompt) {
        return Assessment.of(prompt, List.of(rows(prompt)));
    }

    private List<Assessment> assessments(Collection<Prompt> prompts) {
        return prompts.stream().map(this::assessment).toList();
    }

    // in [0, 1)
    private double drawn(String what, int[] ids, int number) {
        long mixed = seed;
        for (long part : new long[] {what.hashCode(), Arrays.hashCode(ids), number}) {
            mixed = new SplittableRandom(31 * mixed + part).nextLong();
        }
        return new SplittableRandom(mixed).nextDouble();
    }

    @Override
    public void remember(Assessment assessment) {
        if (assessment.examples().size() != examples) {
            throw new IllegalArgumentException("expected " + examples + " examples");
        }
        known.put(assessment.prompt(), assessment.examples().toArray(ExampleAssessment[]::new));
    }

    @Override
    public void standAt(Prompt prompt, int position) {
        int common = 0;
        while (common < Math.min(position, cached.length) && cached[common] == prompt.id(common)) {
            common++;
        }
        cached = Arrays.copyOf(prompt.ids(), position);
        read += (long) examples * (position - common);
    }

    /**
     * A token generated for each example that was assessed; read are a head of one token an example and the prompt in front of the
     * position, unless they are cached.
     */
    @Override
    public Cost cost() {
        return new Cost(examples + read, assessed, 0);
    }

    @Override
    public Statistics statistics() {
        return new Statistics(0, 0, 0, lookups, 0, wanted, wanted - assessed, 0, 0, 0, 0, 0);
    }

    @Override
    public void listen(WorkListener changed) {
        listener = changed;
    }

    @Override
    public void close() {}
}
