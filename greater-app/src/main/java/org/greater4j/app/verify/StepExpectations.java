package org.greater4j.app.verify;

import java.util.ArrayList;
import java.util.List;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.objective.Frame;
import org.greater4j.objective.Prompt;
import org.greater4j.optimize.GreaterSettings;

/**
 * A step file: some whole steps of GReaTer over N examples, with one subset that holds every example, so that nothing is random.
 *
 * <p>The key {@code initial_prompt_ids} holds the ids of the initial or of the final prompt, depending on who wrote the file; the initial
 * prompt is that of the first step.
 *
 * @param offset index of the first example in the task's data
 * @param answers N right answers
 * @param frames N
 * @param initial N, how the first prompt fares
 * @param minimumArgmaxMargin smallest lead of a chosen token over the second likeliest, anywhere
 */
record StepExpectations(
        String modelSha256,
        String task,
        int offset,
        String extractor,
        List<String> answers,
        String initialPrompt,
        int[] initialPromptIds,
        int maxNewTokens,
        Settings settings,
        List<Frame> frames,
        List<Row> initial,
        List<Step> steps,
        double minimumArgmaxMargin,
        String finalPrompt,
        int[] finalPromptIds) {
    private static final int TOP_K_INCREMENT = 2;

    /** The parameters of the steps and of the losses. */
    record Settings(GreaterSettings greater, double answerTemperature, double fluencyWeight) {}

    /** How one example fares under a prompt; the losses are at temperature 1 and at the answer temperature. */
    record Row(int[] chain, boolean mistake, double answerLoss, double sharpAnswerLoss, double fluencyLoss) {
        ExampleAssessment assessment() {
            return new ExampleAssessment(chain, mistake, answerLoss, fluencyLoss);
        }
    }

    /** A candidate that was tried, with its N rows. */
    record Trial(int token, String text, double score, List<Row> rows) {
        Assessment assessment(Prompt prompt) {
            return new Assessment(prompt, rows.stream().map(Row::assessment).toList(), true);
        }
    }

    /**
     * One step.
     *
     * @param topTokens N sets of ids, in any order
     * @param gradients N x C
     * @param gradientSum C
     * @param kthMargin smallest gap, in an example's log-probabilities, between the last proposal and the next token
     */
    record Step(
            int position,
            int[] prompt,
            int k,
            int[][] topTokens,
            int[] candidates,
            double[][] gradients,
            double[] gradientSum,
            List<Trial> trials,
            int chosen,
            double kthMargin) {}

    /** Reads a file; its problems are noted there. */
    static StepExpectations read(ExpectedFile file) {
        ExpectedValue root = file.root();
        List<Frame> frames = new ArrayList<>();
        for (ExpectedValue frame : root.at("frames").nonEmptyList()) {
            frames.add(frame(frame));
        }
        int examples = frames.size();
        List<String> answers =
                root.at("answers").list().stream().map(ExpectedValue::text).toList();
        requireSize(file, root.at("answers"), answers.size(), examples, "example");
        List<Step> steps = new ArrayList<>();
        for (ExpectedValue step : root.at("steps").nonEmptyList()) {
            steps.add(step(file, step, examples));
        }
        ExpectedValue range = root.at("examples");
        List<ExpectedValue> bounds = range.list();
        file.require(bounds.size() == 2, range.key(), "first example and number", bounds.size() + " members");
        return new StepExpectations(
                root.at("model_sha256").text(),
                root.at("task").text(),
                bounds.isEmpty() ? 0 : bounds.get(0).integer(0),
                root.at("extractor").text(),
                answers,
                root.at("initial_prompt").text(),
                root.at("initial_prompt_ids").ids(),
                root.at("max_new_tokens").integer(1),
                settings(file, root.at("settings"), examples),
                frames,
                rows(file, root.at("initial"), examples),
                steps,
                root.at("min_argmax_margin").number(),
                root.at("final_prompt").text(),
                root.at("final_prompt_ids").ids());
    }

    private static Frame frame(ExpectedValue value) {
        int[] head = value.at("head_ids").nonEmptyIds();
        int[] answer = value.at("answer_ids").nonEmptyIds();
        return new Frame(
                head.length == 0 ? new int[1] : head,
                value.at("tail_ids").ids(),
                value.at("extractor_ids").ids(),
                answer.length == 0 ? new int[1] : answer);
    }

    private static Settings settings(ExpectedFile file, ExpectedValue value, int examples) {
        int subsetSize = value.at("subset_size").integer(1);
        file.require(
                subsetSize >= examples || examples == 0,
                value.at("subset_size").key(),
                "a subset that holds all " + examples + " examples, so that nothing is random",
                Integer.toString(subsetSize));
        double temperature = value.at("answer_temperature").number();
        file.require(
                temperature > 0,
                value.at("answer_temperature").key(),
                "a number above 0",
                Double.toString(temperature));
        return new Settings(
                new GreaterSettings(
                        1,
                        0,
                        value.at("top_k").integer(1),
                        TOP_K_INCREMENT,
                        value.at("subsets").integer(1),
                        subsetSize,
                        value.at("minimum_candidates").integer(1),
                        value.at("keep").integer(1),
                        value.at("selection_fluency_weight").number(),
                        0,
                        0,
                        false,
                        false,
                        0,
                        GreaterSettings.defaults(1, 0).filler(),
                        1),
                temperature,
                value.at("fluency_weight").number());
    }

    private static List<Row> rows(ExpectedFile file, ExpectedValue value, int examples) {
        List<Row> rows = new ArrayList<>();
        for (ExpectedValue row : value.list()) {
            rows.add(new Row(
                    row.at("chain").ids(),
                    row.at("wrong").integer() != 0,
                    row.at("answer_loss").number(),
                    row.at("answer_loss_t02").number(),
                    row.at("prompt_nll").number()));
        }
        requireSize(file, value, rows.size(), examples, "example");
        return rows;
    }

    private static Step step(ExpectedFile file, ExpectedValue value, int examples) {
        int[] prompt = value.at("prompt_ids").nonEmptyIds();
        int position = value.at("position").integer(0);
        file.require(
                position < Math.max(1, prompt.length),
                value.at("position").key(),
                "a position below " + prompt.length,
                Integer.toString(position));
        int[] candidates = value.at("candidates").nonEmptyIds();
        ExpectedValue lists = value.at("top_tokens_per_example");
        int[][] topTokens = lists.list().stream().map(ExpectedValue::ids).toArray(int[][]::new);
        requireSize(file, lists, topTokens.length, examples, "example");
        ExpectedValue gradients = value.at("gradient_per_example");
        List<double[]> perExample = new ArrayList<>();
        for (ExpectedValue gradient : gradients.list()) {
            perExample.add(gradient.numbers());
            requireSize(file, gradient, perExample.get(perExample.size() - 1).length, candidates.length, "candidate");
        }
        requireSize(file, gradients, perExample.size(), examples, "example");
        double[] sum = value.at("gradient_sum").numbers();
        requireSize(file, value.at("gradient_sum"), sum.length, candidates.length, "candidate");
        List<Trial> trials = new ArrayList<>();
        for (ExpectedValue trial : value.at("trials").nonEmptyList()) {
            trials.add(new Trial(
                    trial.at("token").id(),
                    trial.at("text").text(),
                    trial.at("score").number(),
                    rows(file, trial.at("rows"), examples)));
        }
        return new Step(
                position,
                prompt,
                value.at("top_k_used").integer(1),
                topTokens,
                candidates,
                perExample.toArray(double[][]::new),
                sum,
                trials,
                value.at("chosen").id(),
                value.at("kth_margin").number());
    }

    private static void requireSize(ExpectedFile file, ExpectedValue value, int found, int wanted, String each) {
        file.require(found == wanted, value.key(), wanted + " members, one for each " + each, Integer.toString(found));
    }
}
