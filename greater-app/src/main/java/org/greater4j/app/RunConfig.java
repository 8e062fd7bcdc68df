package org.greater4j.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.greater4j.app.download.ModelLocator;
import org.greater4j.engine.Acceleration;
import org.greater4j.engine.SessionSettings;
import org.greater4j.engine.TextModel;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.feedback.remote.RemoteName;
import org.greater4j.objective.ChatLayout;
import org.greater4j.objective.Framing;
import org.greater4j.objective.Placement;
import org.greater4j.objective.TokenFilter;
import org.greater4j.optimize.GreaterSettings;
import org.greater4j.run.Manifest;
import org.greater4j.run.RunRecord;
import org.greater4j.task.SplitSizes;
import org.greater4j.text.Tokenizer;

/**
 * All that an optimisation run can be told; written into its manifest and read back on resume.
 *
 * @param model a catalogue name, the path of a GGUF file or folder, a name on the hub, or, for methods that take no gradients, a
 *     {@linkplain RemoteName remote} one
 * @param task which task, and how its source is read
 * @param sizes examples per part of the split
 * @param search parameters of the search
 * @param maxNewTokens most tokens of a reasoning chain
 * @param answerTemperature the answer's logits are divided by it in the gradient's loss
 * @param fluencyWeight weight of the prompt's negative log-likelihood in the gradient's loss
 * @param placement where the prompt stands in the chat
 * @param frozenBefore text right before the prompt that never changes
 * @param frozenAfter text right after the prompt that never changes
 * @param init the initial prompt
 * @param dtype {@code auto}, {@code float32} or {@code bfloat16}
 * @param device {@code auto}, {@code cpu} or {@code cuda}
 * @param budget when to stop early
 * @param measureTest whether the test split is measured at the end
 * @param accelerations how the answers are found, not what they are
 * @param method {@link Method#label} of the way to a better prompt; another name of it becomes the label
 * @param feedback what methods by text feedback are told besides
 */
public record RunConfig(
        String model,
        TaskChoice task,
        SplitSizes sizes,
        GreaterSettings search,
        int maxNewTokens,
        double answerTemperature,
        double fluencyWeight,
        Placement placement,
        String frozenBefore,
        String frozenAfter,
        String init,
        String dtype,
        String device,
        Budget budget,
        boolean measureTest,
        Set<Acceleration> accelerations,
        String method,
        FeedbackChoice feedback) {
    public RunConfig {
        // a record lists them in one order, whatever the order in which they were named
        EnumSet<Acceleration> ordered = EnumSet.noneOf(Acceleration.class);
        ordered.addAll(accelerations);
        accelerations = Collections.unmodifiableSet(ordered);
        method = Methods.find(method).map(Method::label).orElse(method);
    }

    /** A run that tells methods by text feedback nothing besides. */
    public RunConfig(
            String model,
            TaskChoice task,
            SplitSizes sizes,
            GreaterSettings search,
            int maxNewTokens,
            double answerTemperature,
            double fluencyWeight,
            Placement placement,
            String frozenBefore,
            String frozenAfter,
            String init,
            String dtype,
            String device,
            Budget budget,
            boolean measureTest,
            Set<Acceleration> accelerations,
            String method) {
        this(
                model,
                task,
                sizes,
                search,
                maxNewTokens,
                answerTemperature,
                fluencyWeight,
                placement,
                frozenBefore,
                frozenAfter,
                init,
                dtype,
                device,
                budget,
                measureTest,
                accelerations,
                method,
                FeedbackChoice.DEFAULT);
    }

    /**
     * What a recorded run was told.
     *
     * @throws GreaterException ({@code INVALID_RUN}) if the directory holds no run
     */
    public static RunConfig ofRun(Path directory) {
        return of(RunRecord.readManifest(directory), directory);
    }

    /** What a run was told that recorded itself in a directory; a model of the hub at the commit that it was found at. */
    public static RunConfig of(Manifest manifest, Path directory) {
        RunConfig told = Settings.read(manifest.settings(), directory);
        return told.withModel(
                ModelLocator.recorded(told.model(), manifest.model().name()));
    }

    /** What a run was told otherwise than this one, one a line; model and accelerations, which a run tells apart by other means, left out. */
    public List<String> differencesFrom(RunConfig then) {
        // limits of remote calls, unlike what they send, may be others from one go to the next
        RemoteChoice limits =
                feedback.remote().withTemperature(then.feedback.remote().temperature());
        return Settings.differences(then.withFeedback(then.feedback.withRemote(limits)), this);
    }

    /** The same run with another model. */
    public RunConfig withModel(String other) {
        return new RunConfig(
                other,
                task,
                sizes,
                search,
                maxNewTokens,
                answerTemperature,
                fluencyWeight,
                placement,
                frozenBefore,
                frozenAfter,
                init,
                dtype,
                device,
                budget,
                measureTest,
                accelerations,
                method,
                feedback);
    }

    /** Most steps of the search. */
    public int steps() {
        return search.steps();
    }

    /** Of the split and of all draws. */
    public long seed() {
        return search.seed();
    }

    /** The same run on parts of other sizes. */
    public RunConfig withSizes(int train, int dev, int test) {
        return with(
                new SplitSizes(train, dev, test),
                search,
                maxNewTokens,
                init,
                measureTest,
                accelerations,
                method,
                feedback);
    }

    /** The same run of so many steps. */
    public RunConfig withSteps(int steps) {
        return with(sizes, search.withSteps(steps), maxNewTokens, init, measureTest, accelerations, method, feedback);
    }

    /** The same run with other parameters of the search. */
    public RunConfig withSearch(GreaterSettings settings) {
        return with(sizes, settings, maxNewTokens, init, measureTest, accelerations, method, feedback);
    }

    /** The same run with another split and other draws. */
    public RunConfig withSeed(long seed) {
        return with(sizes, search.withSeed(seed), maxNewTokens, init, measureTest, accelerations, method, feedback);
    }

    /** The same run with chains of at most so many tokens. */
    public RunConfig withMaxNewTokens(int tokens) {
        return with(sizes, search, tokens, init, measureTest, accelerations, method, feedback);
    }

    /** The same run from another initial prompt. */
    public RunConfig withInit(String prompt) {
        return with(sizes, search, maxNewTokens, prompt, measureTest, accelerations, method, feedback);
    }

    /** The same run with these accelerations. */
    public RunConfig withAccelerations(Set<Acceleration> others) {
        return with(sizes, search, maxNewTokens, init, measureTest, others, method, feedback);
    }

    /** The same run on another task. */
    public RunConfig withTask(TaskChoice other) {
        return new RunConfig(
                model,
                other,
                sizes,
                search,
                maxNewTokens,
                answerTemperature,
                fluencyWeight,
                placement,
                frozenBefore,
                frozenAfter,
                init,
                dtype,
                device,
                budget,
                measureTest,
                accelerations,
                method,
                feedback);
    }

    /** The same run with another limit. */
    public RunConfig withBudget(Budget other) {
        return new RunConfig(
                model,
                task,
                sizes,
                search,
                maxNewTokens,
                answerTemperature,
                fluencyWeight,
                placement,
                frozenBefore,
                frozenAfter,
                init,
                dtype,
                device,
                other,
                measureTest,
                accelerations,
                method,
                feedback);
    }

    /** The same run that leaves the test split untouched. */
    public RunConfig withoutTest() {
        return with(sizes, search, maxNewTokens, init, false, accelerations, method, feedback);
    }

    /** The same run by another method. */
    public RunConfig withMethod(String label) {
        return with(sizes, search, maxNewTokens, init, measureTest, accelerations, label, feedback);
    }

    /** The same run, telling methods by text feedback something else. */
    public RunConfig withFeedback(FeedbackChoice choice) {
        return with(sizes, search, maxNewTokens, init, measureTest, accelerations, method, choice);
    }

    private RunConfig with(
            SplitSizes newSizes,
            GreaterSettings newSearch,
            int newMaxNewTokens,
            String newInit,
            boolean newMeasureTest,
            Set<Acceleration> newAccelerations,
            String newMethod,
            FeedbackChoice newFeedback) {
        return new RunConfig(
                model,
                task,
                newSizes,
                newSearch,
                newMaxNewTokens,
                answerTemperature,
                fluencyWeight,
                placement,
                frozenBefore,
                frozenAfter,
                newInit,
                dtype,
                device,
                budget,
                newMeasureTest,
                newAccelerations,
                newMethod,
                newFeedback);
    }

    /** The chat as this run has it, for a model whose tokens are known. */
    public Framing framing(TextModel opened) {
        return new Framing(opened.tokenizer(), opened.chatTemplate(), placement, frozenBefore, frozenAfter);
    }

    /** The same as messages, for a model that shows no tokens. */
    ChatLayout layout() {
        return new ChatLayout(placement, frozenBefore, frozenAfter);
    }

    /** What the search tells the sessions that it asks. */
    public SessionSettings session(Tokenizer tokenizer) {
        return new SessionSettings(
                maxNewTokens, answerTemperature, fluencyWeight, TokenFilter.allowed(tokenizer), accelerations);
    }

    /** Throws unless every option is sound, naming all that are not. */
    public void check() {
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_OPTION, "options", problems);
        }
    }

    /** Problems of the options that need neither task nor model to be found, one a line; none if they are sound. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>(search.problems());
        RemoteName.problem("--model", model).ifPresent(problems::add);
        if (sizes.train() < 1) {
            problems.add("--train: expected at least 1, found " + sizes.train());
        }
        if (sizes.dev() < 0) {
            problems.add("--dev: expected at least 0, found " + sizes.dev());
        }
        if (sizes.test() < 0) {
            problems.add("--test: expected at least 0, found " + sizes.test());
        }
        if (measureTest && sizes.test() == 0) {
            problems.add("--test: expected at least 1, found 0; give --no-test to leave the test split out");
        }
        if (maxNewTokens < 1) {
            problems.add("--max-new-tokens: expected at least 1, found " + maxNewTokens);
        }
        if (!(answerTemperature > 0) || Double.isInfinite(answerTemperature)) {
            problems.add("--answer-temperature: expected more than 0, found " + answerTemperature);
        }
        if (!(fluencyWeight >= 0) || Double.isInfinite(fluencyWeight)) {
            problems.add("--fluency-weight: expected at least 0, found " + fluencyWeight);
        }
        if (init.isBlank()) {
            problems.add("--init: expected some text, found an empty one");
        }
        problems.addAll(Models.problems(dtype, device));
        problems.addAll(budget.problems());
        if (Methods.find(method).isEmpty()) {
            problems.add(Methods.problem(method));
        }
        problems.addAll(feedback.problems(budget));
        return problems;
    }
}
