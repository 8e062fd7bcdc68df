package org.greater4j.app.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.greater4j.app.Interruption;
import org.greater4j.app.Models;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.SessionSettings;
import org.greater4j.objective.Frame;
import org.greater4j.objective.Framing;
import org.greater4j.objective.Placement;
import org.greater4j.objective.Prompt;
import org.greater4j.objective.TokenFilter;
import org.greater4j.task.Example;
import org.greater4j.text.Tokenizer;
import org.greater4j.torch.session.TorchModel;
import org.jspecify.annotations.Nullable;

/** Whole steps of GReaTer, each begun from the file's own prompt, so that a difference in one does not spoil the next. */
final class StepFile {
    private static final String FRAMES = "frames of the task's questions";

    private StepFile() {}

    /**
     * @param dataDirectory where the task's questions are; null to look for a folder {@code data} beside the file or above it
     */
    static List<Check> verify(
            ExpectedFile file, Models models, @Nullable Path dataDirectory, Interruption interruption) {
        StepExpectations expected = StepExpectations.read(file);
        file.check();
        try (TorchModel model = PinnedModel.open(file, expected.modelSha256(), models)) {
            file.requireIdsBelow(model.tokenizer().vocabularySize());
            file.check();
            List<Check> checks = new ArrayList<>();
            checks.add(texts(expected, model.tokenizer()));
            checks.add(frames(expected, model, TaskQuestions.find(file.path(), dataDirectory, expected)));
            checks.addAll(steps(expected, model, interruption));
            return checks;
        }
    }

    // whatever the file gives as text and as ids
    private static Check texts(StepExpectations expected, Tokenizer tokenizer) {
        Agreement texts = new Agreement("ids of prompts, answers and candidates", "texts");
        int[] first = expected.steps().get(0).prompt();
        texts.compare(tokenizer.encode(expected.initialPrompt()), first, "initial_prompt");
        texts.compare(
                Arrays.equals(expected.initialPromptIds(), first)
                        || Arrays.equals(expected.initialPromptIds(), expected.finalPromptIds()),
                () -> "initial_prompt_ids: " + Agreement.difference(first, expected.initialPromptIds()));
        texts.compare(tokenizer.decode(expected.finalPromptIds()), expected.finalPrompt(), "final_prompt");
        for (int j = 0; j < expected.frames().size(); j++) {
            Frame frame = expected.frames().get(j);
            texts.compare(tokenizer.encode(expected.extractor()), frame.extractor(), "frames[" + j + "].extractor_ids");
            texts.compare(tokenizer.encode(expected.answers().get(j)), frame.answer(), "frames[" + j + "].answer_ids");
        }
        for (int at = 0; at < expected.steps().size(); at++) {
            for (StepExpectations.Trial trial : expected.steps().get(at).trials()) {
                texts.compare(
                        tokenizer.decode(trial.token()), trial.text(), "steps[" + at + "], token " + trial.token());
            }
        }
        return texts.check();
    }

    private static Check frames(StepExpectations expected, TorchModel model, TaskQuestions questions) {
        if (questions.texts().isEmpty()) {
            return Check.notDone(FRAMES, questions.source());
        }
        Agreement frames = new Agreement(FRAMES, "frames");
        Framing framing = new Framing(model.tokenizer(), model.chatTemplate(), Placement.AFTER_QUESTION);
        for (int j = 0; j < expected.frames().size(); j++) {
            int at = j;
            Frame wanted = expected.frames().get(j);
            Frame found = framing.frame(
                    new Example(
                            expected.task() + "#" + (expected.offset() + j),
                            questions.texts().get(j),
                            expected.answers().get(j)),
                    expected.extractor());
            frames.compare(
                    found.equals(wanted),
                    () -> "frames[" + at + "] of " + questions.source() + ": head: "
                            + Agreement.difference(found.head(), wanted.head()) + ", tail: "
                            + Agreement.difference(found.tail(), wanted.tail()));
        }
        return frames.check();
    }

    private static List<Check> steps(StepExpectations expected, TorchModel model, Interruption interruption) {
        SessionSettings settings = new SessionSettings(
                expected.maxNewTokens(),
                expected.settings().answerTemperature(),
                expected.settings().fluencyWeight(),
                TokenFilter.allowed(model.tokenizer()));
        try (ReasoningSession session = model.open(expected.frames(), settings)) {
            session.listen((phase, done, total) -> interruption.check());
            StepComparison comparison = new StepComparison(expected, model, session);
            Prompt initial = Prompt.of(expected.steps().get(0).prompt(), model.tokenizer());
            comparison.rows(
                    "initial",
                    initial,
                    session.assess(List.of(initial), Cutoff.none()).get(0),
                    expected.initial());
            for (int at = 0; at < expected.steps().size(); at++) {
                comparison.step(at);
            }
            return comparison.checks();
        }
    }
}
