package org.greater4j.torch.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.assertj.core.data.Offset;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.engine.Proposals;
import org.greater4j.engine.ScoreWeights;
import org.greater4j.engine.SessionSettings;
import org.greater4j.engine.TokenGradient;
import org.greater4j.objective.Frame;
import org.greater4j.objective.Prompt;
import org.greater4j.torch.DefaultModel;
import org.greater4j.torch.Golden;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.decoder.DecoderWeights;
import org.greater4j.torch.decoder.Precision;
import org.greater4j.torch.decoder.WeightLayout;
import org.greater4j.torch.family.GgufModel;
import org.greater4j.torch.format.GgufFile;
import org.junit.jupiter.api.Test;

/** Whole steps on the real default model: lists, candidates, gradients, chains and losses against the plain reading's. */
class StepsGoldenTest {
    @Test
    void sessionAnswersAreThePlainReadings() {
        JsonNode golden = Golden.read("steps_navigate.json");
        List<Frame> frames = new ArrayList<>();
        for (JsonNode frame : golden.get("frames")) {
            frames.add(new Frame(
                    Golden.ints(frame.get("head_ids")),
                    Golden.ints(frame.get("tail_ids")),
                    Golden.ints(frame.get("extractor_ids")),
                    Golden.ints(frame.get("answer_ids"))));
        }
        BitSet allowed = new BitSet();
        // the lists' own members and all that are likelier: the filter itself is tested with the tokenizer
        allowed.set(0, 49152);
        BitSet ends = new BitSet();
        ends.set(2);
        try (GgufFile file = GgufFile.open(DefaultModel.path())) {
            GgufModel model = GgufModel.of(file);
            try (Decoder decoder = new Decoder(
                            model.config(),
                            DecoderWeights.load(
                                    model.config(),
                                    model.names(),
                                    model.source(),
                                    Precision.FLOAT32,
                                    WeightLayout.BOTH),
                            Precision.FLOAT32);
                    TorchReasoningSession session = new TorchReasoningSession(
                            decoder,
                            ends,
                            frames,
                            new SessionSettings(golden.get("max_new_tokens").asInt(), 0.2, 0.2, allowed))) {
                Prompt initial = prompt(golden.get("initial_prompt_ids"), golden);
                int[] start = Golden.ints(golden.get("steps").get(0).get("prompt_ids"));
                check(
                        session.assess(List.of(Prompt.of(start, "start")), Cutoff.none())
                                .get(0),
                        golden.get("initial"));
                assertThat(initial.length()).isEqualTo(start.length);
                for (JsonNode step : golden.get("steps")) {
                    checkStep(session, step);
                }
            }
        }
    }

    private static Prompt prompt(JsonNode ids, JsonNode golden) {
        return Prompt.of(Golden.ints(ids), golden.get("initial_prompt").asText());
    }

    private static void checkStep(TorchReasoningSession session, JsonNode step) {
        int position = step.get("position").asInt();
        Prompt prompt = Prompt.of(Golden.ints(step.get("prompt_ids")), "before");
        Proposals proposals = session.propose(prompt, position, 400);
        for (int j = 0; j < proposals.ids().length; j++) {
            int[] expected = Golden.ints(step.get("top_tokens_per_example").get(j));
            // among all tokens, the expected ones come in the expected set's order of likelihood
            List<Integer> found = new ArrayList<>();
            for (int id : proposals.ids()[j]) {
                if (Arrays.stream(expected).anyMatch(wanted -> wanted == id)) {
                    found.add(id);
                }
            }
            assertThat(found).hasSize(expected.length);
        }
        int[] candidates = Golden.ints(step.get("candidates"));
        TokenGradient gradient = session.gradient(prompt, position, candidates);
        for (int j = 0; j < gradient.perExample().length; j++) {
            JsonNode expected = step.get("gradient_per_example").get(j);
            double largest = 0;
            for (JsonNode value : expected) {
                largest = Math.max(largest, Math.abs(value.asDouble()));
            }
            for (int c = 0; c < candidates.length; c++) {
                assertThat(gradient.perExample()[j][c])
                        .as("gradient at position %s of example %s, candidate %s", position, j, candidates[c])
                        .isCloseTo(expected.get(c).asDouble(), within(5e-3 * largest));
            }
        }
        List<Prompt> trials = new ArrayList<>();
        for (JsonNode trial : step.get("trials")) {
            int[] ids = prompt.ids();
            ids[position] = trial.get("token").asInt();
            trials.add(Prompt.of(ids, trial.get("text").asText()));
        }
        List<Assessment> assessments = session.assess(trials, Cutoff.none());
        for (int at = 0; at < trials.size(); at++) {
            check(assessments.get(at), step.get("trials").get(at).get("rows"));
            assertThat(assessments.get(at).score(ScoreWeights.ofMistakes(0.02)))
                    .isCloseTo(step.get("trials").get(at).get("score").asDouble(), relative(1e-3, 1));
        }
    }

    private static void check(Assessment assessment, JsonNode rows) {
        for (int j = 0; j < rows.size(); j++) {
            ExampleAssessment found = assessment.examples().get(j);
            JsonNode expected = rows.get(j);
            assertThat(found.chain()).containsExactly(Golden.ints(expected.get("chain")));
            assertThat(found.mistake()).isEqualTo(expected.get("wrong").asInt() == 1);
            double answerLoss = expected.get("answer_loss").asDouble();
            assertThat(found.answerLoss()).isCloseTo(answerLoss, relative(1e-3, answerLoss));
            double fluencyLoss = expected.get("prompt_nll").asDouble();
            assertThat(found.fluencyLoss()).isCloseTo(fluencyLoss, relative(1e-3, fluencyLoss));
        }
    }

    private static Offset<Double> relative(double share, double of) {
        return within(share * Math.abs(of));
    }
}
