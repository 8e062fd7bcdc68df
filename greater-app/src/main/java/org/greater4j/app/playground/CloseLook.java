package org.greater4j.app.playground;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.greater4j.app.Interruption;
import org.greater4j.app.PreparedSearch;
import org.greater4j.app.RunConfig;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.engine.GradientModel;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.TokenGradient;
import org.greater4j.evaluate.Evaluator;
import org.greater4j.objective.Prompt;
import org.greater4j.task.Split;
import org.greater4j.text.Tokenizer;

/** The work behind one answer: generate, assess, and follow the loss back to every place of the prompt. */
final class CloseLook {
    private static final int ALTERNATIVES = 5;
    private static final int PROPOSALS = 12;

    private final PlaygroundQuestion question;
    private final GradientModel model;
    private final Interruption interruption;
    private final Consumer<PlaygroundAnswer> told;
    private PlaygroundAnswer answer;

    CloseLook(
            PlaygroundQuestion question,
            GradientModel model,
            Interruption interruption,
            PlaygroundAnswer answer,
            Consumer<PlaygroundAnswer> told) {
        this.question = question;
        this.model = model;
        this.interruption = interruption;
        this.answer = answer;
        this.told = told;
    }

    /** Does the work, telling each part of the answer when it is known. */
    void work() {
        RunConfig config = question.config();
        Split split = new Split(List.of(question.example()), List.of(), List.of());
        PreparedSearch search = PreparedSearch.of(config, question.task(), split, model);
        Prompt prompt = search.initial();
        tell(answer.at("the model reasons"));
        tell(answer.with(new Evaluator(model, search.framing(), question.task(), config.maxNewTokens())
                .evaluate(prompt.text(), List.of(question.example()), done -> interruption.check())
                .outcomes()
                .get(0)));
        try (ReasoningSession session = search.open()) {
            session.listen((phase, done, total) -> interruption.check());
            tell(answer.at("the right answer is held against it"));
            Assessment assessment =
                    session.assess(List.of(prompt), Cutoff.none()).get(0);
            ExampleAssessment row = assessment.examples().get(0);
            tell(answer.with(new PlaygroundAnswer.Losses(row.answerLoss(), row.fluencyLoss(), row.mistake())));
            followBack(search, session, prompt);
        }
        tell(answer.done());
    }

    private void followBack(PreparedSearch search, ReasoningSession session, Prompt prompt) {
        Tokenizer tokenizer = search.framing().tokenizer();
        List<PlaygroundAnswer.PromptToken> tokens = new ArrayList<>();
        for (int position = 0; position < prompt.length(); position++) {
            tokens.add(PlaygroundAnswer.PromptToken.unknown(tokenizer.decode(prompt.id(position))));
        }
        for (int position = 0; position < prompt.length(); position++) {
            tell(answer.at("gradient at token " + (position + 1) + " of " + prompt.length())
                    .with(tokens));
            tokens.set(position, look(search, session, prompt, position, tokenizer));
        }
        tell(answer.with(tokens));
    }

    private PlaygroundAnswer.PromptToken look(
            PreparedSearch search, ReasoningSession session, Prompt prompt, int position, Tokenizer tokenizer) {
        int current = prompt.id(position);
        Set<Integer> candidates = new LinkedHashSet<>();
        candidates.add(current);
        for (int id : session.propose(prompt, position, PROPOSALS).ids()[0]) {
            if (search.roundTrips(prompt.with(position, id, tokenizer))) {
                candidates.add(id);
            }
        }
        int[] ids = candidates.stream().mapToInt(Integer::intValue).toArray();
        TokenGradient gradient = session.gradient(prompt, position, ids);
        double[] sums = gradient.sum();
        List<PlaygroundAnswer.Alternative> alternatives = new ArrayList<>();
        for (int at = 1; at < ids.length; at++) {
            alternatives.add(new PlaygroundAnswer.Alternative(tokenizer.decode(ids[at]), sums[at]));
        }
        alternatives.sort(Comparator.comparingDouble(PlaygroundAnswer.Alternative::gradient));
        double best = alternatives.isEmpty() ? sums[0] : alternatives.get(0).gradient();
        return new PlaygroundAnswer.PromptToken(
                tokenizer.decode(current),
                true,
                Math.max(0, sums[0] - best),
                sums[0],
                alternatives.subList(0, Math.min(ALTERNATIVES, alternatives.size())));
    }

    private void tell(PlaygroundAnswer now) {
        interruption.check();
        answer = now;
        told.accept(now);
    }
}
