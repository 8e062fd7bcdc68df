package org.greater4j.app.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.engine.Proposals;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.ScoreWeights;
import org.greater4j.engine.TokenGradient;
import org.greater4j.objective.Frame;
import org.greater4j.objective.Prompt;
import org.greater4j.optimize.GreaterStep;
import org.greater4j.optimize.ScoredPrompt;
import org.greater4j.optimize.SearchState;
import org.greater4j.optimize.StepRecord;
import org.greater4j.torch.session.NextTokenLogits;
import org.greater4j.torch.session.TorchModel;
import org.jspecify.annotations.Nullable;

/** Runs steps with the optimiser's own functions and holds all that they did against a step file. */
final class StepComparison {
    private static final double LOSS_TOLERANCE = 1e-3;
    private static final double GRADIENT_TOLERANCE = 5e-3;

    /** A decision of the file that hung by less is left to the rounding of float32 arithmetic. */
    private static final double NEAR_TIE = 1e-4;

    /** Two logits of this engine that are further apart are no tie, whatever the file says. */
    private static final double LOGIT_TIE = 5e-3;

    /** Below it, a loss is all rounding: it is the logarithm of a number that differs from 1 in float32's last bits. */
    private static final double LEAST_LOSS = 1e-3;

    /** The same for an example whose gradients are this small beside those of others, as all is when the answer is certain. */
    private static final double LEAST_GRADIENT_SHARE = 1e-3;

    private final StepExpectations expected;
    private final TorchModel model;
    private final ReasoningSession session;
    private final GreaterStep greater;

    private final Agreement chains = new Agreement("chains", "chains");
    private final Agreement mistakes = new Agreement("mistakes", "examples");
    private final LargestDeviation answerLosses = loss("answer losses");
    private final LargestDeviation sharpLosses = loss("answer losses at the answer temperature");
    private final LargestDeviation fluencyLosses = loss("fluency losses");
    private final Agreement ks = new Agreement("k of the proposals", "steps");
    private final Agreement lists = new Agreement("k-best lists", "lists");
    private final Agreement candidates = new Agreement("candidates", "steps");
    private final LargestDeviation gradients =
            new LargestDeviation("gradients", "of the example's largest", GRADIENT_TOLERANCE);
    private final LargestDeviation sums =
            new LargestDeviation("summed gradients", "of the largest", GRADIENT_TOLERANCE);
    private final Agreement orders = new Agreement("trials in gradient order", "steps");
    private final LargestDeviation scores = loss("scores");
    private final Agreement choices = new Agreement("choices", "steps");
    private final Agreement prompts = new Agreement("prompts after the choice", "steps");

    StepComparison(StepExpectations expected, TorchModel model, ReasoningSession session) {
        this.expected = expected;
        this.model = model;
        this.session = session;
        // nothing is dropped by the round trip: the file knows none
        this.greater = new GreaterStep(expected.settings().greater(), model.tokenizer(), prompt -> true);
    }

    List<Check> checks() {
        return List.of(
                chains.check(),
                mistakes.check(),
                answerLosses.check(),
                sharpLosses.check(),
                fluencyLosses.check(),
                ks.check(),
                lists.check(),
                candidates.check(),
                gradients.check(),
                sums.check(),
                orders.check(),
                scores.check(),
                choices.check(),
                prompts.check());
    }

    private static LargestDeviation loss(String name) {
        return new LargestDeviation(name, "relative", LOSS_TOLERANCE);
    }

    private static void compareLoss(LargestDeviation losses, double found, double wanted, String place) {
        losses.compare(found, wanted, Math.max(Math.abs(wanted), LEAST_LOSS), () -> place);
    }

    /**
     * Compares how a prompt fares.
     *
     * @return whether a chain differs by a near tie, so that what follows from it says nothing
     */
    boolean rows(String place, Prompt prompt, Assessment found, List<StepExpectations.Row> wanted) {
        List<ExampleAssessment> sound = new ArrayList<>(found.examples());
        boolean clouded = false;
        for (int j = 0; j < wanted.size(); j++) {
            ExampleAssessment own = found.examples().get(j);
            StepExpectations.Row row = wanted.get(j);
            String at = place + ", example " + j;
            if (isNearTie(prompt, expected.frames().get(j), own.chain(), row.chain())) {
                chains.nearTie(at + ": " + Agreement.difference(own.chain(), row.chain()));
                sound.set(j, row.assessment());
                clouded = true;
                continue;
            }
            chains.compare(own.chain(), row.chain(), at);
            if (own.mistake() != row.mistake() && expected.minimumArgmaxMargin() < NEAR_TIE) {
                mistakes.nearTie(at);
                clouded = true;
            } else {
                mistakes.compare(
                        own.mistake() == row.mistake(),
                        () -> at + ": expected " + (row.mistake() ? "a mistake" : "none"));
            }
            compareLoss(answerLosses, own.answerLoss(), row.answerLoss(), at);
            compareLoss(fluencyLosses, own.fluencyLoss(), row.fluencyLoss(), at);
        }
        if (clouded) {
            // the gradient of the next step is to be taken through the file's chains
            session.remember(new Assessment(prompt, sound, true));
        }
        return clouded;
    }

    private boolean isNearTie(Prompt prompt, Frame frame, int[] own, int[] wanted) {
        int parting = Arrays.mismatch(own, wanted);
        if (parting < 0 || expected.minimumArgmaxMargin() >= NEAR_TIE) {
            return false;
        }
        int[] before = Frame.concatenate(frame.turn(prompt.ids()), Arrays.copyOf(own, parting));
        float[] logits = NextTokenLogits.of(model, before, before.length - 1)[0];
        return Math.abs(logit(logits, own, parting) - logit(logits, wanted, parting)) < LOGIT_TIE;
    }

    // of a chain's token, or of the end behind its last one
    private double logit(float[] logits, int[] chain, int at) {
        return at < chain.length
                ? logits[chain[at]]
                : model.ends().stream().mapToDouble(id -> logits[id]).max().orElse(Double.NEGATIVE_INFINITY);
    }

    /** Runs and compares one step, begun from the file's prompt. */
    void step(int index) {
        StepExpectations.Step step = expected.steps().get(index);
        String place = "steps[" + index + "]";
        Prompt prompt = Prompt.of(step.prompt(), model.tokenizer());
        ScoreWeights weights = expected.settings().greater().weights();
        Assessment before = session.assess(List.of(prompt), Cutoff.none()).get(0);
        SearchState state = new SearchState(
                index,
                step.position(),
                prompt,
                expected.steps().get(0).prompt().length,
                List.of(ScoredPrompt.of(before, weights, 0, -1)),
                0);
        RecordingSession recording = new RecordingSession(session);
        StepRecord record = greater.run(recording, state).record();

        boolean doubtful = compareCandidates(place, step, record, recording);
        compareGradients(place, step, gradient(prompt, step, recording), current(index));
        doubtful |= compareOrder(place, step, record, doubtful);
        doubtful |= compareTrials(place, step, prompt);
        compareChoice(place, step, record, doubtful);
        int[] next = index + 1 < expected.steps().size()
                ? expected.steps().get(index + 1).prompt()
                : expected.finalPromptIds();
        int[] after = record.chosen() == step.chosen()
                ? record.after().ids()
                : prompt.with(step.position(), step.chosen(), model.tokenizer()).ids();
        prompts.compare(after, next, place);
    }

    // how the file says that the prompt fares with which a step begins; null if it does not say
    private @Nullable List<StepExpectations.Row> current(int index) {
        if (index == 0) {
            return expected.initial();
        }
        StepExpectations.Step before = expected.steps().get(index - 1);
        return before.trials().stream()
                .filter(trial -> trial.token() == before.chosen())
                .map(StepExpectations.Trial::rows)
                .findFirst()
                .orElse(null);
    }

    private boolean compareCandidates(
            String place, StepExpectations.Step step, StepRecord record, RecordingSession recording) {
        boolean tied = step.kthMargin() < NEAR_TIE;
        boolean doubtful = false;
        boolean sameK = record.k() == step.k();
        if (sameK || !tied) {
            ks.compare(sameK, () -> place + ": expected " + step.k() + ", found " + record.k());
        } else {
            ks.nearTie(place);
        }
        Proposals proposals = recording.proposals();
        if (proposals == null || !sameK) {
            proposals = session.propose(record.before(), step.position(), step.k());
        }
        for (int j = 0; j < step.topTokens().length; j++) {
            int[] found = sorted(proposals.ids()[j]);
            int[] wanted = sorted(step.topTokens()[j]);
            if (tied && !Arrays.equals(found, wanted)) {
                lists.nearTie(place + ", example " + j);
                doubtful = true;
            } else {
                lists.compare(found, wanted, place + ", example " + j);
            }
        }
        if (doubtful && !Arrays.equals(record.candidates(), sorted(step.candidates()))) {
            candidates.nearTie(place);
            return true;
        }
        candidates.compare(record.candidates(), sorted(step.candidates()), place);
        return false;
    }

    // over the file's candidates, whatever was drawn
    private TokenGradient gradient(Prompt prompt, StepExpectations.Step step, RecordingSession recording) {
        TokenGradient recorded = recording.gradient();
        if (recorded != null && Arrays.equals(recorded.candidates(), step.candidates())) {
            return recorded;
        }
        // the token at the position comes last, and only matters if the file lacks it
        int[] wanted = Arrays.stream(step.candidates()).anyMatch(id -> id == prompt.id(step.position()))
                ? step.candidates()
                : Frame.concatenate(step.candidates(), new int[] {prompt.id(step.position())});
        return session.gradient(prompt, step.position(), wanted);
    }

    private void compareGradients(
            String place,
            StepExpectations.Step step,
            TokenGradient found,
            @Nullable List<StepExpectations.Row> current) {
        double[] largest = Arrays.stream(step.gradients())
                .mapToDouble(StepComparison::largest)
                .toArray();
        double least = LEAST_GRADIENT_SHARE * largest(largest);
        for (int j = 0; j < largest.length; j++) {
            String at = place + ", example " + j;
            for (int c = 0; c < step.candidates().length; c++) {
                int token = step.candidates()[c];
                gradients.compare(
                        found.perExample()[j][c],
                        step.gradients()[j][c],
                        Math.max(least, largest[j]),
                        () -> at + ", token " + token);
            }
            if (current != null) {
                compareLoss(sharpLosses, found.answerLosses()[j], current.get(j).sharpAnswerLoss(), at);
                compareLoss(
                        fluencyLosses, found.fluencyLosses()[j], current.get(j).fluencyLoss(), at);
            }
        }
        double[] sum = found.sum();
        double scale = Math.max(largest(step.gradientSum()), largest(largest));
        for (int c = 0; c < step.candidates().length; c++) {
            int token = step.candidates()[c];
            sums.compare(sum[c], step.gradientSum()[c], scale, () -> place + ", token " + token);
        }
    }

    private boolean compareOrder(String place, StepExpectations.Step step, StepRecord record, boolean doubtful) {
        int[] found = record.trials().stream().mapToInt(StepRecord.Trial::token).toArray();
        int[] wanted =
                step.trials().stream().mapToInt(StepExpectations.Trial::token).toArray();
        if (!Arrays.equals(found, wanted) && (doubtful || isTied(step, found, wanted))) {
            orders.nearTie(place + ": " + Agreement.difference(found, wanted));
            return true;
        }
        orders.compare(found, wanted, place);
        return false;
    }

    // whether the file's summed gradients tell the tokens of each rank apart by too little
    private static boolean isTied(StepExpectations.Step step, int[] found, int[] wanted) {
        double range = Arrays.stream(step.gradientSum()).max().orElse(0)
                - Arrays.stream(step.gradientSum()).min().orElse(0);
        if (found.length != wanted.length) {
            return false;
        }
        return IntStream.range(0, found.length)
                .allMatch(rank -> found[rank] == wanted[rank]
                        || Math.abs(sumOf(step, found[rank]) - sumOf(step, wanted[rank])) < NEAR_TIE * range);
    }

    private static double sumOf(StepExpectations.Step step, int token) {
        for (int c = 0; c < step.candidates().length; c++) {
            if (step.candidates()[c] == token) {
                return step.gradientSum()[c];
            }
        }
        return Double.NaN;
    }

    // the file's trials, whichever were tried; those of the step are known to the session by now
    private boolean compareTrials(String place, StepExpectations.Step step, Prompt before) {
        List<Prompt> tried = step.trials().stream()
                .map(trial -> before.with(step.position(), trial.token(), model.tokenizer()))
                .toList();
        List<Assessment> assessments = session.assess(tried, Cutoff.none());
        boolean clouded = false;
        for (int at = 0; at < tried.size(); at++) {
            StepExpectations.Trial trial = step.trials().get(at);
            String trialPlace = place + ", token " + trial.token();
            if (rows(trialPlace, tried.get(at), assessments.get(at), trial.rows())) {
                clouded = true;
            } else {
                ScoreWeights weights = expected.settings().greater().weights();
                compareLoss(scores, assessments.get(at).score(weights), trial.score(), trialPlace);
            }
        }
        return clouded;
    }

    private void compareChoice(String place, StepExpectations.Step step, StepRecord record, boolean doubtful) {
        if (record.chosen() != step.chosen() && (doubtful || sameScore(step, record.chosen()))) {
            choices.nearTie(place + ": expected " + step.chosen() + ", found " + record.chosen());
            return;
        }
        choices.compare(
                record.chosen() == step.chosen(),
                () -> place + ": expected " + step.chosen() + ", found " + record.chosen());
    }

    // of equal scores the optimiser takes the later one, and who wrote the file may have taken the earlier
    private static boolean sameScore(StepExpectations.Step step, int token) {
        return Math.abs(scoreOf(step, token) - scoreOf(step, step.chosen())) < NEAR_TIE;
    }

    private static double scoreOf(StepExpectations.Step step, int token) {
        return step.trials().stream()
                .filter(trial -> trial.token() == token)
                .mapToDouble(StepExpectations.Trial::score)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static int[] sorted(int[] ids) {
        return Arrays.stream(ids).sorted().toArray();
    }
}
