package org.greater4j.app.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.greater4j.app.RunConfig;
import org.greater4j.engine.Acceleration;
import org.greater4j.engine.ModelInfo;
import org.greater4j.objective.Prompt;
import org.greater4j.optimize.GreaterSettings;
import org.greater4j.optimize.StepRecord;
import org.greater4j.run.RecordedPrompt;
import org.greater4j.task.Example;

/**
 * What a search decided, step by step, so that two ways of computing it can be held against each other.
 *
 * @param formatVersion of the file that holds it
 * @param model by which model
 * @param modelSha256 of its file
 * @param dtype in which numbers
 * @param accelerations labels of those that were on
 * @param question what was asked of the model
 * @param steps what was decided
 */
public record Choices(
        int formatVersion,
        String model,
        String modelSha256,
        String dtype,
        List<String> accelerations,
        Question question,
        List<Step> steps) {
    static final int FORMAT_VERSION = 1;

    public Choices {
        accelerations = List.copyOf(accelerations);
        steps = List.copyOf(steps);
    }

    /**
     * All that the choices of a perfect computation depend on.
     *
     * @param task its name
     * @param examples ids of the training examples
     * @param search parameters of the search; its number of steps decides no choice
     * @param maxNewTokens most tokens of a chain
     * @param answerTemperature of the gradient's loss
     * @param fluencyWeight of the gradient's loss
     * @param placement where the prompt stands
     * @param frozenBefore text before the prompt
     * @param frozenAfter text behind it
     * @param initial the initial prompt
     */
    public record Question(
            String task,
            List<String> examples,
            GreaterSettings search,
            int maxNewTokens,
            double answerTemperature,
            double fluencyWeight,
            String placement,
            String frozenBefore,
            String frozenAfter,
            RecordedPrompt initial) {
        public Question {
            examples = List.copyOf(examples);
        }

        static Question of(RunConfig config, String task, List<Example> examples, Prompt initial) {
            return new Question(
                    task,
                    examples.stream().map(Example::id).toList(),
                    config.search(),
                    config.maxNewTokens(),
                    config.answerTemperature(),
                    config.fluencyWeight(),
                    config.placement().label(),
                    config.frozenBefore(),
                    config.frozenAfter(),
                    RecordedPrompt.of(initial));
        }

        /** In what another question differs, a line each; none if the same choices are to be expected. */
        List<String> differences(Question other) {
            Map<String, Object> own = parts();
            Map<String, Object> others = other.parts();
            List<String> differences = new ArrayList<>();
            own.forEach((name, value) -> {
                if (!value.equals(others.get(name))) {
                    differences.add(name + ": " + others.get(name) + " there, " + value + " here");
                }
            });
            return differences;
        }

        private Map<String, Object> parts() {
            Map<String, Object> parts = new LinkedHashMap<>();
            parts.put("task", task);
            parts.put("training examples", examples);
            parts.put("search", search.withSteps(1));
            parts.put("--max-new-tokens", maxNewTokens);
            parts.put("--answer-temperature", answerTemperature);
            parts.put("--fluency-weight", fluencyWeight);
            parts.put("--placement", placement);
            parts.put("--frozen-before", frozenBefore);
            parts.put("--frozen-after", frozenAfter);
            parts.put("initial prompt", initial.ids());
            return parts;
        }
    }

    /**
     * What a step decided.
     *
     * @param k proposals per example
     * @param candidates ids, ascending
     * @param gradient their summed gradients; empty if there was nothing to choose from
     * @param tried in gradient order
     * @param chosen token
     * @param prompt after the choice
     */
    public record Step(
            int step,
            int position,
            int k,
            List<Integer> candidates,
            List<Double> gradient,
            List<Tried> tried,
            int chosen,
            RecordedPrompt prompt) {
        public Step {
            candidates = List.copyOf(candidates);
            gradient = List.copyOf(gradient);
            tried = List.copyOf(tried);
        }

        static Step of(StepRecord record) {
            return new Step(
                    record.step(),
                    record.position(),
                    record.k(),
                    Arrays.stream(record.candidates()).boxed().toList(),
                    Arrays.stream(record.gradient()).boxed().toList(),
                    record.trials().stream()
                            .map(trial -> new Tried(
                                    trial.token(),
                                    trial.text(),
                                    trial.scored().score(),
                                    trial.scored().mistakes(),
                                    trial.assessment().complete()))
                            .toList(),
                    record.chosen(),
                    RecordedPrompt.of(record.after()));
        }

        List<Integer> triedTokens() {
            return tried.stream().map(Tried::token).toList();
        }
    }

    /**
     * A candidate that was tried.
     *
     * @param score of the prompt with it; a lower bound if not complete
     * @param mistakes on the examples that were assessed
     * @param complete whether all examples were
     */
    public record Tried(int token, String text, double score, int mistakes, boolean complete) {}

    static Choices of(RunConfig config, ModelInfo model, Question question, List<MeasuredStep> steps) {
        return new Choices(
                FORMAT_VERSION,
                model.name(),
                model.sha256(),
                model.dtype(),
                config.accelerations().stream().map(Acceleration::label).toList(),
                question,
                steps.stream().map(step -> Step.of(step.record())).toList());
    }
}
