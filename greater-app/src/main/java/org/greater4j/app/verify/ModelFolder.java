package org.greater4j.app.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.greater4j.engine.GenerationPlan;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.SessionSettings;
import org.greater4j.engine.TokenGradient;
import org.greater4j.objective.Frame;
import org.greater4j.objective.Prompt;
import org.greater4j.torch.decoder.WeightLayout;
import org.greater4j.torch.session.NextTokenLogits;
import org.greater4j.torch.session.TorchModel;
import org.greater4j.torch.session.TorchModels;

/**
 * A model as a Hugging Face folder, with the logits, greedy tokens, losses and gradients that it must give.
 *
 * <p>Losses and gradients are asked of both sessions, the accelerated and the plain one, as a search asks them.
 */
final class ModelFolder {
    private static final double LOGIT_TOLERANCE = 2e-3;
    private static final double LOSS_TOLERANCE = 1e-4;
    private static final double GRADIENT_TOLERANCE = 1e-3;
    /** Greedy tokens whose lead is smaller are decided by rounding. */
    private static final double LEAST_MARGIN = 5e-3;

    private static final double ANSWER_TEMPERATURE = 0.2;
    private static final double FLUENCY_WEIGHT = 0.2;
    /** The token whose first logits are given too. */
    private static final int EARLY_ROW = 5;

    private final LargestDeviation logits = new LargestDeviation("logits", "absolute", LOGIT_TOLERANCE);
    private final Agreement greedy = new Agreement("greedy continuations", "texts");
    private final LargestDeviation losses = new LargestDeviation("losses", "relative", LOSS_TOLERANCE);
    private final LargestDeviation gradients =
            new LargestDeviation("gradients", "relative to the largest", GRADIENT_TOLERANCE);
    private final TorchModel model;

    private ModelFolder(TorchModel model) {
        this.model = model;
    }

    private record Case(
            String key,
            int[] ids,
            double[] lastLogits,
            double[] earlyLogits,
            int[] greedy,
            double greedyMargin,
            int promptStart,
            int promptLength,
            int answerLength,
            int position,
            int[] candidates,
            double answerLoss,
            double promptLoss,
            double[] gradient) {}

    /**
     * @param file the folder's {@code expected.json}
     */
    static List<Check> verify(ExpectedFile file) {
        Path folder =
                Objects.requireNonNull(file.path().toAbsolutePath().normalize().getParent());
        // both forms of the weights, for both sessions
        return verify(file, () -> TorchModels.openNumbers(folder, false, WeightLayout.BOTH));
    }

    /**
     * @param opener opens the model that the values are of, with both forms of its weights; it is closed here
     */
    static List<Check> verify(ExpectedFile file, Supplier<TorchModel> opener) {
        List<Case> cases = new ArrayList<>();
        for (ExpectedValue value : file.root().at("cases").nonEmptyList()) {
            cases.add(read(file, value));
        }
        file.check();
        try (TorchModel model = opener.get()) {
            int vocabulary = model.tokenizer().vocabularySize();
            file.requireIdsBelow(vocabulary);
            for (Case expected : cases) {
                file.require(
                        expected.lastLogits.length == vocabulary,
                        expected.key + ".last_logits",
                        vocabulary + " numbers, one a token",
                        Integer.toString(expected.lastLogits.length));
            }
            file.check();
            ModelFolder verification = new ModelFolder(model);
            cases.forEach(verification::compare);
            return List.of(
                    verification.logits.check(),
                    verification.greedy.check(),
                    verification.losses.check(),
                    verification.gradients.check());
        }
    }

    private static Case read(ExpectedFile file, ExpectedValue value) {
        Case read = new Case(
                value.key(),
                value.at("ids").nonEmptyIds(),
                value.at("last_logits").numbers(),
                value.at("logits_row_5_first_32").numbers(),
                value.at("greedy_24").ids(),
                value.at("greedy_min_margin").number(),
                value.at("prompt_start").integer(1),
                value.at("prompt_length").integer(1),
                value.at("answer_length").integer(1),
                value.at("position").integer(0),
                value.at("candidates").nonEmptyIds(),
                value.at("answer_loss_temperature_0_2").number(),
                value.at("prompt_nll").number(),
                value.at("one_hot_gradient").numbers());
        int behind = read.promptStart + read.promptLength;
        file.require(
                behind + read.answerLength < read.ids.length,
                value.at("ids").key(),
                "a token between prompt and answer",
                read.ids.length + " tokens with a prompt up to " + behind + " and an answer of " + read.answerLength);
        file.require(
                read.position < read.promptLength,
                value.at("position").key(),
                "a position within the prompt",
                Integer.toString(read.position));
        file.require(
                read.gradient.length == read.candidates.length,
                value.at("one_hot_gradient").key(),
                "a number for each candidate",
                Integer.toString(read.gradient.length));
        file.require(
                read.ids.length > EARLY_ROW,
                value.at("ids").key(),
                "more than " + EARLY_ROW + " tokens",
                Integer.toString(read.ids.length));
        return read;
    }

    private void compare(Case expected) {
        float[][] rows = NextTokenLogits.of(model, expected.ids, EARLY_ROW);
        compareLogits(rows[0], expected.earlyLogits, expected.key + ".logits_row_5_first_32");
        compareLogits(rows[rows.length - 1], expected.lastLogits, expected.key + ".last_logits");
        int[] found = model.generate(
                        List.of(expected.ids), GenerationPlan.chains(expected.greedy.length), finished -> {})
                .get(0)
                .chain();
        if (expected.greedyMargin < LEAST_MARGIN && !Arrays.equals(found, expected.greedy)) {
            greedy.nearTie(expected.key + ".greedy_24, " + Agreement.difference(found, expected.greedy));
        } else {
            greedy.compare(found, expected.greedy, expected.key + ".greedy_24");
        }
        SessionSettings accelerated = new SessionSettings(0, ANSWER_TEMPERATURE, FLUENCY_WEIGHT, allTokens());
        compareGradient(expected, accelerated, "");
        compareGradient(expected, accelerated.with(Set.of()), ", plain reading");
    }

    private void compareLogits(float[] found, double[] expected, String key) {
        for (int id = 0; id < Math.min(expected.length, found.length); id++) {
            int at = id;
            logits.compare(found[id], expected[id], 1, () -> key + "[" + at + "]");
        }
    }

    // no chain, so that the loss is that of the text as it stands
    private void compareGradient(Case expected, SessionSettings settings, String reading) {
        int behind = expected.promptStart + expected.promptLength;
        int answer = expected.ids.length - expected.answerLength;
        Frame frame = new Frame(
                Arrays.copyOf(expected.ids, expected.promptStart),
                Arrays.copyOfRange(expected.ids, behind, answer - 1),
                Arrays.copyOfRange(expected.ids, answer - 1, answer),
                Arrays.copyOfRange(expected.ids, answer, expected.ids.length));
        Prompt prompt = Prompt.of(Arrays.copyOfRange(expected.ids, expected.promptStart, behind), model.tokenizer());
        try (ReasoningSession session = model.open(List.of(frame), settings)) {
            TokenGradient found = session.gradient(prompt, expected.position, expected.candidates);
            losses.compare(
                    found.answerLosses()[0],
                    expected.answerLoss,
                    Math.abs(expected.answerLoss),
                    () -> expected.key + ".answer_loss_temperature_0_2" + reading);
            losses.compare(
                    found.fluencyLosses()[0],
                    expected.promptLoss,
                    Math.abs(expected.promptLoss),
                    () -> expected.key + ".prompt_nll" + reading);
            double largest =
                    Arrays.stream(expected.gradient).map(Math::abs).max().orElse(1);
            for (int c = 0; c < expected.gradient.length; c++) {
                int at = c;
                gradients.compare(
                        found.perExample()[0][c],
                        expected.gradient[c],
                        largest,
                        () -> expected.key + ".one_hot_gradient[" + at + "]" + reading);
            }
        }
    }

    private BitSet allTokens() {
        BitSet allowed = new BitSet();
        allowed.set(0, model.tokenizer().vocabularySize());
        return allowed;
    }
}
